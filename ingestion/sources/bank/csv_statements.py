"""Reads banks' CSV exports by their profiles.

**Belongs here**: the preamble, rows to lines, running balances, totals rows.

**Keep out**: what a bank's columns are called (`profiles/*.yml`), encodings and headers
(`csv_tables`), whether balances chain (`checks`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fnmatch import fnmatchcase

from ingestion.sources.bank.checks import chronological
from ingestion.sources.bank.csv_profile import CsvProfile
from ingestion.sources.bank.csv_tables import CsvTable, read_table
from ingestion.sources.bank.notation import read_amount, read_date
from ingestion.sources.bank.refusals import (
    BalanceMissing,
    DirectionUnknown,
    RaggedRow,
    Truncated,
)
from ingestion.sources.bank.statement import (
    Balance,
    ParsedLine,
    ParsedStatement,
    StatedTotals,
    Status,
    text_or_none,
    without_blanks,
)


class _Preamble:
    """What the lines above the header say, by the profile's patterns."""

    def __init__(self, profile: CsvProfile, text: str) -> None:
        self._found: dict[str, str] = {}
        for name, pattern in profile.preamble.items():
            if match := pattern.search(text):
                self._found[name] = match.group(1).strip()
        self._profile = profile

    def text(self, name: str) -> str | None:
        return self._found.get(name)

    def amount(self, name: str) -> Decimal | None:
        text = self._found.get(name)
        return None if text is None else read_amount(text, 1, name, grouped=True)

    def count(self, name: str) -> int | None:
        text = self._found.get(name)
        return None if text is None else int(text)

    def balance(self, name: str, currency: str) -> Balance | None:
        amount = self.amount(name)
        if amount is None:
            return None
        day = self._found.get(f"{name}_date")
        date = read_date(day, "%Y-%m-%d", 1, f"{name}_date") if day else None
        return Balance(date, amount, currency)


def parse_csv(
    content: bytes, profile: CsvProfile, *, account: str = "", currency: str = ""
) -> list[ParsedStatement]:
    """Read one CSV export.

    Args:
        content: The file's bytes.
        profile: How this bank writes.
        account: Account number where the export names none.
        currency: ISO code where the export names none.

    Returns:
        One statement per account, lines oldest first.

    Raises:
        BankFileRefused: encoding, header, a row, an amount, a date or a direction is not as the
            profile says.
    """
    table = read_table(content, profile)
    preamble = _Preamble(profile, table.preamble)
    fallback = _currency(profile, preamble.text("currency"), currency)
    by_account: dict[str, list[ParsedLine]] = {}
    owner = preamble.text("account") or account
    totals: tuple[Decimal | None, Decimal | None] = (None, None)
    for number, cells in _rows(table, profile):
        row = dict(zip(profile.header, cells, strict=True))
        if profile.totals_row and cells[0].strip().startswith(profile.totals_row.begins):
            totals = (
                _cell_amount(row, profile.totals_row.credit, profile, number),
                _cell_amount(row, profile.totals_row.debit, profile, number),
            )
            break
        line = _line(row, profile, number, fallback)
        key = _joined(row, profile, "account") or owner
        by_account.setdefault(without_blanks(key), []).append(line)
    if not by_account:
        by_account[without_blanks(owner)] = []
    return [
        _statement(key, lines, profile, preamble, fallback, totals)
        for key, lines in by_account.items()
    ]


def _rows(table: CsvTable, profile: CsvProfile) -> Iterator[tuple[int, list[str]]]:
    size = len(profile.header)
    for number, cells in table.rows:
        if not any(cell.strip() for cell in cells):
            continue
        # Exports close rows with a delimiter; a surplus that holds something is another matter.
        surplus = [cell for cell in cells[size:] if cell.strip()]
        is_totals = bool(
            profile.totals_row and cells[0].strip().startswith(profile.totals_row.begins)
        )
        padded = [*cells, *[""] * (size - len(cells))] if is_totals else cells
        if len(padded) < size or surplus:
            raise RaggedRow(number, len(cells), size)
        yield number, padded[:size]


def _line(row: Mapping[str, str], profile: CsvProfile, number: int, fallback: str) -> ParsedLine:
    amount, status = _amount(row, profile, number)
    name, account = _counterparty(row, profile)
    booking_date = read_date(
        row[profile.columns["booking_date"][0]], profile.date_format, number, "booking date"
    )
    value_text = _joined(row, profile, "value_date")
    balance = profile.columns.get("balance")
    return ParsedLine(
        file_line=number,
        booking_date=booking_date,
        value_date=read_date(value_text, profile.date_format, number, "value date")
        if value_text
        else None,
        amount=amount,
        currency_code=_currency(profile, _joined(row, profile, "currency"), fallback),
        bank_reference=_joined(row, profile, "bank_reference"),
        end_to_end_reference=_joined(row, profile, "end_to_end_reference"),
        counterparty_name=name,
        counterparty_account=account,
        remittance_text=_joined(row, profile, "remittance_text"),
        transaction_code=_joined(row, profile, "transaction_code"),
        balance_after=_cell_amount(row, balance[0], profile, number) if balance else None,
        status=status,
    )


def _amount(row: Mapping[str, str], profile: CsvProfile, number: int) -> tuple[Decimal, Status]:
    if profile.amount_in == "pair":
        sides = [
            _cell_amount(row, profile.columns[side][0], profile, number)
            for side in ("credit", "debit")
        ]
        credit, debit = sides
        # Some banks fill the other side with 0.00.
        if (bool(credit) and bool(debit)) or (credit is None and debit is None):
            raise DirectionUnknown(number, "both or neither of the amount columns are filled")
        return (credit or Decimal(0)) - (debit or Decimal(0)), "booked"
    stated = _cell_amount(row, profile.columns["amount"][0], profile, number)
    if stated is None:
        raise DirectionUnknown(number, "the amount column is empty")
    if profile.amount_in == "signed":
        return stated, "booked"
    if stated < 0:
        raise DirectionUnknown(number, "a signed amount in an unsigned column")
    for rule in profile.directions:
        if all(
            any(fnmatchcase(row[column].strip(), one) for one in patterns)
            for column, patterns in rule.when.items()
        ):
            return (stated if rule.sign == "in" else -stated), rule.status
    judged = dict.fromkeys(column for rule in profile.directions for column in rule.when)
    raise DirectionUnknown(number, ", ".join(judged))


def _cell_amount(
    row: Mapping[str, str], column: str, profile: CsvProfile, number: int
) -> Decimal | None:
    text = row[column].strip()
    if text in profile.blanks:
        return None
    bare = text.removeprefix(profile.currency_sign)
    return read_amount(bare, number, column, grouped=profile.grouped)


def _joined(row: Mapping[str, str], profile: CsvProfile, field: str) -> str | None:
    cells = [row[column].strip() for column in profile.columns.get(field, ())]
    return text_or_none(" ".join(cell for cell in cells if cell not in profile.blanks))


def _counterparty(row: Mapping[str, str], profile: CsvProfile) -> tuple[str | None, str | None]:
    both = _joined(row, profile, "counterparty")
    if profile.counterparty_pattern and both:
        match = profile.counterparty_pattern.fullmatch(both)
        if match:
            return text_or_none(match.group("name")), text_or_none(match.group("account"))
    name = _joined(row, profile, "counterparty_name") or both
    return name, _joined(row, profile, "counterparty_account")


def _currency(profile: CsvProfile, stated: str | None, fallback: str) -> str:
    if not stated:
        return fallback or profile.currency
    return profile.currency_names.get(stated, stated)


def _statement(
    account: str,
    lines: list[ParsedLine],
    profile: CsvProfile,
    preamble: _Preamble,
    fallback: str,
    totals: tuple[Decimal | None, Decimal | None],
) -> ParsedStatement:
    ordered = chronological(lines)
    currency = ordered[0].currency_code if ordered else fallback
    opening = preamble.balance("opening", currency)
    closing = preamble.balance("closing", currency)
    if profile.balances == "stated" and (opening is None or closing is None):
        raise BalanceMissing(account, profile.name, "opening or closing")
    if profile.balances == "running" and ordered:
        first, last = ordered[0], ordered[-1]
        if first.balance_after is not None and opening is None:
            opening = Balance(first.booking_date, first.balance_after - first.amount, currency)
        if last.balance_after is not None and closing is None:
            closing = Balance(last.booking_date, last.balance_after, currency)
    if profile.totals_row and totals == (None, None):
        raise Truncated("CSV", f"its row '{profile.totals_row.begins}'")
    first_day = ordered[0].booking_date if ordered else opening.date if opening else None
    last_day = ordered[-1].booking_date if ordered else closing.date if closing else None
    return ParsedStatement(
        family="csv",
        account_id=account,
        currency_code=currency,
        number=preamble.text("number") or f"{first_day}/{last_day}",
        opening=opening,
        closing=closing,
        lines=ordered,
        bank_name=profile.bank_name,
        needs_balances=profile.balances == "stated",
        is_complete=opening is not None and closing is not None,
        stated=StatedTotals(
            line_count=preamble.count("line_count"),
            credit_sum=totals[0] if totals[0] is not None else preamble.amount("credit_sum"),
            debit_sum=totals[1] if totals[1] is not None else preamble.amount("debit_sum"),
        ),
    )
