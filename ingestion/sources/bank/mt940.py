"""Reads MT940 with the `mt-940` library and keeps what it would let slip.

**Belongs here**: one block per `:20:`, its balances, its movements, the structure of field 86.

**Keep out**: whether the balances add up (`checks`).

The library signs a reversal of a credit wrongly unless told, moves 30 February to the 28th, files
an 86 behind the closing balance under the last movement, and logs a movement it cannot read: all
four are settled here before or while it reads.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
from decimal import InvalidOperation
from typing import Any, Final

import mt940
from mt940.tags import Statement, StatementASNB

from ingestion.sources.bank.notation import checked_date, exact_money, read_comma_amount, read_date
from ingestion.sources.bank.refusals import Malformed, NoStatement, Truncated
from ingestion.sources.bank.statement import (
    Balance,
    ParsedLine,
    ParsedStatement,
    StatedTotals,
    text_or_none,
    without_blanks,
)

# The library logs fields as they stand in the file, names and texts included.
logging.getLogger("mt940").setLevel(logging.CRITICAL)

_BLOCK: Final = re.compile(r"^(?=:20:)", re.MULTILINE)
_TAG: Final = re.compile(r"^:([0-9]{2}[A-Z]?|NS):", re.MULTILINE)
_BALANCE: Final = re.compile(r"([DC])([0-9]{6})([A-Z]{3})([0-9,]+)\s*")
_TOTAL: Final = re.compile(r"([0-9]*)([A-Z]{3})([0-9,]+)\s*")
# Words banks write where there is no reference, or where field 86 holds it.
_NO_REFERENCE: Final = frozenset({"", "NONREF", "EREF", "NOTPROVIDED"})
_SLASHED: Final = re.compile(r"/(EREF|NAME|REMI|IBAN)/+([^/]+)")
_DATE: Final = "%y%m%d"


def parse_mt940(text: str) -> list[ParsedStatement]:
    """Read every statement of an MT940 file.

    Args:
        text: The decoded file.

    Returns:
        One statement per `:20:` block, in file order; pages of one statement stay apart.

    Raises:
        BankFileRefused: a block lacks a field, or a field is not in SWIFT's notation.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    statements = []
    line = 1
    for block in _BLOCK.split(text):
        if block.startswith(":20:"):
            statements.append(_statement(block, line))
        line += block.count("\n")
    if not statements:
        raise NoStatement("MT940")
    return statements


class _Field:
    """One field of a block: its tag, its content, its line in the file."""

    def __init__(self, tag: str, content: str, line: int) -> None:
        self.tag = tag
        self.content = content
        self.line = line


def _fields(block: str, first_line: int) -> list[_Field]:
    marks = list(_TAG.finditer(block))
    ends = [mark.start() for mark in marks[1:]] + [len(block)]
    return [
        _Field(
            mark.group(1),
            block[mark.end() : end].rstrip().removesuffix("\n-"),
            first_line + block.count("\n", 0, mark.start()),
        )
        for mark, end in zip(marks, ends, strict=True)
    ]


def _statement(block: str, first_line: int) -> ParsedStatement:
    fields = _fields(block, first_line)
    by_tag = {one.tag: one for one in reversed(fields)}
    opening = by_tag.get("60F") or by_tag.get("60M")
    closing = next((one for one in fields if one.tag in ("62F", "62M")), None)
    account = by_tag.get("25")
    number = by_tag.get("28C") or by_tag.get("28")
    for one, tag in ((account, ":25:"), (opening, ":60F:"), (closing, ":62F:")):
        if one is None:
            raise Truncated("MT940", f"field {tag} in the statement at line {first_line}")
    # The loop has refused what lacks one; this tells the type checker.
    assert account is not None and opening is not None and closing is not None  # noqa: S101, PT018
    # What follows the closing balance belongs to the statement, not to its last movement.
    movements = fields[: fields.index(closing)]
    opened, closed = _balance(opening), _balance(closing)
    lines = _lines(movements, opened.currency_code)
    received, spent = _total(by_tag.get("90C")), _total(by_tag.get("90D"))
    return ParsedStatement(
        family="mt940",
        account_id=without_blanks(account.content),
        currency_code=opened.currency_code,
        number=text_or_none(number.content if number else None) or "",
        opening=opened,
        closing=closed,
        lines=lines,
        file_line=first_line,
        bank_identifier=None,
        is_complete=opening.tag == "60F" and closing.tag == "62F",
        stated=StatedTotals(
            credit_count=received[0], credit_sum=received[1],
            debit_count=spent[0], debit_sum=spent[1],
        ),
    )  # fmt: skip


def _balance(stated: _Field) -> Balance:
    # A lone line of text after the amount would hide a damaged field: the match must be whole.
    found = _BALANCE.fullmatch(stated.content.split("\n-", 1)[0])
    if not found:
        raise Malformed("MT940", f"field {stated.tag} at line {stated.line} is not a balance")
    mark, day, currency, amount = found.groups()
    value = read_comma_amount(amount, stated.line, f"field {stated.tag}")
    return Balance(
        read_date(day, _DATE, stated.line, f"field {stated.tag}"),
        -value if mark == "D" else value,
        currency,
    )


def _total(stated: _Field | None) -> tuple[Any, Any]:
    if stated is None:
        return None, None
    found = _TOTAL.fullmatch(stated.content.split("\n-", 1)[0])
    if not found:
        raise Malformed("MT940", f"field {stated.tag} at line {stated.line} is not a total")
    count, _, amount = found.groups()
    return int(count) if count else None, read_comma_amount(amount, stated.line, stated.tag)


def _lines(fields: list[_Field], currency: str) -> tuple[ParsedLine, ...]:
    movements = [one for one in fields if one.tag == "61"]
    if not movements:
        return ()
    reader = _movement_reader(movements)
    collection = mt940.models.Transactions(
        # Without the default the library would move a 30 February to the 28th.
        processors={"pre_statement": []},
        tags={61: reader},
        options=mt940.Options.all(),
    )
    source = "".join(f":{one.tag}:{one.content}\n" for one in fields)
    try:
        collection.parse(source)
    except (ValueError, KeyError, RuntimeError, InvalidOperation) as error:
        raise Malformed(
            "MT940", f"a movement from line {movements[0].line} on: {type(error).__name__}"
        ) from error
    if len(collection) != len(movements):
        raise Malformed("MT940", f"{len(movements)} movements, {len(collection)} readable")
    return tuple(
        _line(transaction.data, one.line, currency)
        for transaction, one in zip(collection, movements, strict=True)
    )


def _movement_reader(movements: list[_Field]) -> Statement:
    """Choose the pattern all movements keep: SWIFT's, or that of banks with an IBAN in front."""
    for reader in (Statement(), StatementASNB()):
        misfit = next((one for one in movements if not reader.re.match(one.content)), None)
        if misfit is None:
            return reader
    raise Malformed("MT940", f"field 61 at line {movements[0].line} or later is not a movement")


def _line(data: dict[str, Any], line: int, currency: str) -> ParsedLine:
    details = data.get("transaction_details") or data.get("non_swift_text")
    slashed = dict(_SLASHED.findall((details or "").replace("\n", "")))
    purpose = (data.get("purpose") or "") + (data.get("additional_purpose") or "")
    booking = data.get("entry_date") or data["date"]
    return ParsedLine(
        file_line=line,
        booking_date=checked_date(_plain_date(booking), line, "entry date"),
        value_date=checked_date(_plain_date(data["date"]), line, "value date"),
        amount=exact_money(data["amount"].amount, line),
        currency_code=currency,
        bank_reference=_reference(data.get("bank_reference")),
        end_to_end_reference=_reference(data.get("end_to_end_reference"))
        or _reference(slashed.get("EREF"))
        or _reference(data.get("customer_reference")),
        counterparty_name=text_or_none(data.get("applicant_name"))
        or text_or_none(slashed.get("NAME")),
        counterparty_account=text_or_none(
            data.get("applicant_iban") or data.get("gvc_applicant_iban") or slashed.get("IBAN")
        ),
        remittance_text=text_or_none(purpose)
        or text_or_none(" ".join(filter(None, (details, data.get("extra_details"))))),
        transaction_code=text_or_none(data.get("id")),
    )


def _plain_date(day: Any) -> dt.date:
    # The library's own date type compares and prints differently.
    return dt.date(day.year, day.month, day.day)


def _reference(text: str | None) -> str | None:
    stripped = text_or_none(text)
    return None if stripped is None or stripped.upper() in _NO_REFERENCE else stripped
