"""Reads BAI2 files: records 01 to 99, continuations, and the control totals of every level.

**Belongs here**: records, their continuations, amounts in minor units, control totals and counts.

**Keep out**: whether the balances add up (`checks`).

Type codes 010 and 015 are the opening and closing ledger balance; a transaction from 100 to 399 is
a credit, from 400 to 699 a debit (BAI Cash Management Balance Reporting Specifications, version 2).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from iso4217 import Currency

from ingestion.sources.bank.notation import exact_money, read_date
from ingestion.sources.bank.refusals import (
    AmountUnreadable,
    CurrencyUnknown,
    DirectionUnknown,
    Malformed,
    NoStatement,
    StatedTotalWrong,
    Truncated,
)
from ingestion.sources.bank.statement import (
    Balance,
    ParsedLine,
    ParsedStatement,
    text_or_none,
    without_blanks,
)

_DEFAULT_CURRENCY: Final = "USD"  # BAI2: a group without a currency is in US dollars
_CREDITS: Final = range(100, 400)
_DEBITS: Final = range(400, 700)
_OPENING, _CLOSING = "010", "015"
# Fields that follow a funds type; 'S' gives three amounts, 'V' a day and a time.
_FUNDS_FIELDS: Final = {"S": 3, "V": 2}


class _Record(NamedTuple):
    """One logical record: its code, its fields and text, its line, its physical records."""

    code: str
    fields: list[str]
    text: str
    line: int
    physical: int


class _Level:
    """Control total and record count of a file, a group or an account while it is read."""

    def __init__(self) -> None:
        self.amount = 0
        self.children = 0
        self.records = 0


def parse_bai2(text: str) -> list[ParsedStatement]:
    """Read every account of every group of a BAI2 file.

    Returns:
        One statement per 03 record, in file order.

    Raises:
        BankFileRefused: a record is out of place, a control total or count is wrong, or the 99
            trailer is missing.
    """
    reader = _Reader()
    for record in _records(text):
        reader.take(record)
    if not reader.is_closed:
        raise Truncated("BAI2", "the trailer record 99")
    if not reader.statements:
        raise NoStatement("BAI2")
    return reader.statements


def _records(text: str) -> Iterator[_Record]:
    held: list[tuple[int, str]] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.rstrip()
        if not line:
            continue
        if line.startswith("88,"):
            if not held:
                raise Malformed("BAI2", f"line {number} continues nothing")
        elif held:
            yield _record(held)
            held = []
        held.append((number, line))
    if held:
        yield _record(held)


def _record(held: list[tuple[int, str]]) -> _Record:
    code = held[0][1][:2]
    bodies = [line[3:] for _, line in held]
    if code == "16":
        # The text of a transaction runs to the end of the record, commas and all.
        fields = bodies[0].removesuffix("/").split(",")
        text = " ".join(body.removesuffix("/") for body in bodies[1:])
    else:
        fields = ",".join(body.removesuffix("/") for body in bodies).split(",")
        text = ""
    return _Record(code, fields, text, held[0][0], len(held))


class _Reader:
    """Takes records in order and keeps what the level it stands in needs."""

    def __init__(self) -> None:
        self.statements: list[ParsedStatement] = []
        self.is_closed = False
        self._file, self._group, self._account = _Level(), _Level(), _Level()
        self._expected = {"01"}
        self._as_of: dt.date | None = None
        self._group_currency = self._currency = _DEFAULT_CURRENCY
        self._bank = ""
        self._header: _Record | None = None
        self._balances: dict[str, Balance] = {}
        self._lines: list[ParsedLine] = []

    def take(self, record: _Record) -> None:
        if record.code not in self._expected:
            raise Malformed("BAI2", f"record {record.code} at line {record.line} is out of place")
        for level in (self._file, self._group, self._account):
            level.records += record.physical
        getattr(self, f"_take_{record.code}")(record)

    def _take_01(self, record: _Record) -> None:
        self._bank = record.fields[0]
        self._expected = {"02"}

    def _take_02(self, record: _Record) -> None:
        self._group = _Level()
        self._group.records = record.physical
        self._bank = _at(record, 1) or self._bank
        self._as_of = read_date(_at(record, 3), "%y%m%d", record.line, "as-of date")
        self._group_currency = _at(record, 5) or _DEFAULT_CURRENCY
        self._expected = {"03"}

    def _take_03(self, record: _Record) -> None:
        self._account = _Level()
        self._account.records = record.physical
        self._header, self._lines, self._balances = record, [], {}
        self._currency = _at(record, 1) or self._group_currency
        fields = iter(record.fields[2:])
        for code in fields:
            if not code:
                continue
            amount = _minor_units(next(fields, ""), record.line)
            next(fields, "")  # number of items
            _skip_funds(next(fields, ""), fields)
            self._account.amount += amount
            self._balances[code] = Balance(
                self._as_of, self._money(amount, record.line), self._currency
            )
        self._expected = {"16", "49"}

    def _take_16(self, record: _Record) -> None:
        fields = iter(record.fields)
        code, amount = next(fields, ""), _minor_units(next(fields, ""), record.line)
        _skip_funds(next(fields, ""), fields)
        bank_reference, customer_reference = next(fields, ""), next(fields, "")
        self._account.amount += amount
        kind = int(code) if code.isascii() and code.isdigit() else -1
        if kind not in _CREDITS and kind not in _DEBITS:
            raise DirectionUnknown(record.line, f"type code {code}")
        money = self._money(amount, record.line)
        self._lines.append(
            ParsedLine(
                file_line=record.line,
                booking_date=self._as_of,
                value_date=None,
                amount=money if kind in _CREDITS else -money,
                currency_code=self._currency,
                bank_reference=text_or_none(bank_reference),
                end_to_end_reference=text_or_none(customer_reference),
                remittance_text=text_or_none(f"{','.join(fields)} {record.text}"),
                transaction_code=code,
            )
        )

    def _take_49(self, record: _Record) -> None:
        self._compare(record, self._account, counts=("number of records",))
        self._group.amount += self._account.amount
        self._group.children += 1
        header = self._header
        if header is None:  # 49 is only expected behind an 03
            raise Malformed("BAI2", f"line {record.line}: an account ends that never began")
        self.statements.append(
            ParsedStatement(
                family="bai2",
                account_id=without_blanks(header.fields[0]),
                currency_code=self._currency,
                number=f"{self._as_of}",
                opening=self._balances.get(_OPENING),
                closing=self._balances.get(_CLOSING),
                lines=tuple(self._lines),
                file_line=header.line,
                bank_identifier=text_or_none(self._bank),
            )
        )
        self._expected = {"03", "98"}

    def _take_98(self, record: _Record) -> None:
        self._compare(record, self._group, counts=("number of accounts", "number of records"))
        self._file.amount += self._group.amount
        self._file.children += 1
        self._expected = {"02", "99"}

    def _take_99(self, record: _Record) -> None:
        self._compare(record, self._file, counts=("number of groups", "number of records"))
        self.is_closed = True
        self._expected = set()

    def _compare(self, record: _Record, level: _Level, counts: tuple[str, ...]) -> None:
        found = {"number of records": level.records}
        stated = [("control total", _minor_units(_at(record, 0), record.line), level.amount)]
        for place, name in enumerate(counts, start=1):
            text = _at(record, place)
            if not text.isascii() or not text.isdigit():
                raise Truncated("BAI2", f"{name} in record {record.code}")
            stated.append((name, int(text), found.get(name, level.children)))
        for name, expected, computed in stated:
            if expected != computed:
                raise StatedTotalWrong(f"{name} of record {record.code}", expected, computed)

    def _money(self, minor_units: int, line: int) -> Decimal:
        try:
            exponent = Currency(self._currency).exponent or 0
        except ValueError as error:
            raise CurrencyUnknown(f"line {line}", self._currency) from error
        return exact_money(Decimal(minor_units).scaleb(-exponent), line)


def _at(record: _Record, place: int) -> str:
    return record.fields[place].strip() if place < len(record.fields) else ""


def _minor_units(text: str, line: int) -> int:
    digits = text.strip()
    unsigned = digits.removeprefix("-").removeprefix("+")
    if not digits:
        return 0
    if not (unsigned.isascii() and unsigned.isdigit()):
        raise AmountUnreadable(line, "an amount")
    return int(digits)


def _skip_funds(funds_type: str, fields: Iterator[str]) -> None:
    count = _FUNDS_FIELDS.get(funds_type, 0)
    if funds_type == "D":
        pairs = next(fields, "").strip()
        # Anything else than a number leaves the fields where they are, and the totals do not fit.
        count = 2 * int(pairs) if pairs.isascii() and pairs.isdigit() else 0
    for _ in range(count):
        next(fields, "")
