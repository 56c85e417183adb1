"""Reads OFX 1 (SGML) and 2 (XML) bank and card statements with the `ofxparse` library.

**Belongs here**: the declared encoding, one statement per account, days and amounts as written.

**Keep out**: whether the balances add up (`checks`).

The library reads names, texts and identifiers. It also reads `1,23` as a decimal point, applies the
clock's zone to days and drops movements it cannot read; days, amounts and the count of movements
are therefore taken from the text itself and compared.

OFX states no opening balance. Where the ledger balance is that of the period's last day or the day
after, the opening balance is derived from it, so the chain from statement to statement is still
checked; where it is younger, the statement has no balances of its own and is not complete.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
from decimal import Decimal
from typing import Any, Final, NamedTuple

from ofxparse import OfxParser
from ofxparse.ofxparse import OfxParserException

from ingestion.sources.bank.notation import read_amount, read_date
from ingestion.sources.bank.refusals import (
    BookingDateMissing,
    DoctypeForbidden,
    EncodingWrong,
    Malformed,
    NoStatement,
    Truncated,
)
from ingestion.sources.bank.statement import (
    Balance,
    ParsedLine,
    ParsedStatement,
    text_or_none,
    without_blanks,
)

_ENCODINGS: Final = {
    "UTF-8": "utf-8", "UNICODE": "utf-16", "1252": "cp1252", "ISO-8859-1": "latin-1",
    "8859-1": "latin-1", "936": "gb18030", "GB18030": "gb18030", "GBK": "gb18030",
}  # fmt: skip
_HEADER: Final = (
    "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:UTF-8\nCHARSET:NONE\n"
    "COMPRESSION:NONE\nOLDFILEUID:NONE\nNEWFILEUID:NONE\n\n"
)
_STATEMENT: Final = re.compile(r"<(?:CC|INV)?STMTRS>")
_MOVEMENT: Final = re.compile(r"<STMTTRN>")
# A statement may begin a day after the balance was struck or be fetched on the morning after.
_BALANCE_LAG: Final = dt.timedelta(days=1)


class _Movement(NamedTuple):
    """A movement as written: its line in the file, its days, amount and reference."""

    line: int
    booking_date: dt.date
    value_date: dt.date | None
    amount: Decimal
    reference: str | None


def decode_ofx(content: bytes) -> str:
    """Decode an OFX file in the encoding its own header declares.

    Raises:
        EncodingWrong: the header names an encoding we do not know, or a byte is not of it.
    """
    head = content[:2000].decode("ascii", errors="replace")
    xml = re.search(r"<\?xml[^>]*encoding=[\"']([\w-]+)", head)
    encoding, charset = _field(head, "ENCODING"), _field(head, "CHARSET")
    declared = xml.group(1) if xml else charset if encoding in (None, "USASCII") else encoding
    if declared is None or declared.upper() in ("NONE", "US-ASCII"):
        codec = "utf-8"
    else:
        codec = _ENCODINGS.get(declared.upper(), "")
    if not codec:
        raise EncodingWrong([str(declared)], "an encoding we do not read")
    try:
        return content.decode("utf-8-sig" if codec == "utf-8" else codec)
    except UnicodeDecodeError as error:
        raise EncodingWrong([codec], f"byte {error.start}") from error


def parse_ofx(text: str) -> list[ParsedStatement]:
    """Read every account of an OFX file.

    Args:
        text: The decoded file (`decode_ofx`).

    Returns:
        One statement per account and statement response, in file order.

    Raises:
        BankFileRefused: the file is cut off, or a movement lacks a day, an amount or an id.
    """
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise DoctypeForbidden
    start = text.find("<OFX>")
    if start < 0:
        raise Malformed("OFX", "no <OFX> element")
    if "</OFX>" not in text:
        raise Truncated("OFX", "</OFX>")
    marks = [mark.start() for mark in _STATEMENT.finditer(text)]
    if not marks:
        raise NoStatement("OFX")
    accounts = _library_accounts(text[start:])
    statements = []
    for begin, end in zip(marks, [*marks[1:], len(text)], strict=True):
        account_id = _element(text[begin:end], "ACCTID") or ""
        account = next((one for one in accounts if one.account_id == account_id), None)
        if account is None:
            raise Malformed("OFX", f"an account at line {_line_of(text, begin)} is unreadable")
        accounts.remove(account)
        statements.append(_statement(text, begin, end, account))
    return statements


def _library_accounts(body: str) -> list[Any]:
    try:
        with warnings.catch_warnings():
            # The library uses an old name of a function that works.
            warnings.simplefilter("ignore", DeprecationWarning)
            ofx = OfxParser.parse(io.BytesIO((_HEADER + body).encode()), fail_fast=False)
    except (OfxParserException, ValueError, AttributeError, TypeError, LookupError) as error:
        raise Malformed("OFX", type(error).__name__) from error
    return list(ofx.accounts)


def _statement(text: str, begin: int, end: int, account: Any) -> ParsedStatement:
    part = text[begin:end]
    currency = (_element(part, "CURDEF") or "").upper()
    places = [begin + mark.start() for mark in _MOVEMENT.finditer(part)]
    movements = [
        _movement(text, place, following)
        for place, following in zip(places, [*places[1:], end], strict=False)
    ]
    read = list(account.statement.transactions)
    if len(read) != len(movements):
        line = _line_of(text, begin)
        raise Malformed(
            "OFX",
            f"the statement at line {line} has {len(movements)} movements, {len(read)} readable",
        )
    lines = tuple(
        _line(movement, transaction, currency)
        for movement, transaction in zip(movements, read, strict=True)
    )
    first, last = (_period_day(part, tag, text, begin) for tag in ("DTSTART", "DTEND"))
    closing = _ledger_balance(part, text, begin, currency)
    opening = _derived_opening(closing, lines, first, last)
    return ParsedStatement(
        family="ofx",
        account_id=without_blanks(account.account_id),
        currency_code=currency,
        number=f"{first}/{last}" if first and last else str(closing.date if closing else ""),
        opening=opening,
        closing=closing,
        lines=lines,
        file_line=_line_of(text, begin),
        bank_identifier=text_or_none(account.routing_number),
        bank_name=text_or_none(_element(text[:begin], "ORG")),
        needs_balances=closing is None or opening is not None,
        is_complete=opening is not None,
    )


def _movement(text: str, begin: int, end: int) -> _Movement:
    part = text[begin : text.find("</STMTTRN>", begin, end) if "</STMTTRN>" in text else end]
    line = _line_of(text, begin)
    posted, amount = _element(part, "DTPOSTED"), _element(part, "TRNAMT")
    if not posted:
        raise BookingDateMissing(line)
    if amount is None:
        raise Malformed("OFX", f"the movement at line {line} has no TRNAMT")
    available = _element(part, "DTAVAIL")
    return _Movement(
        line=line,
        booking_date=read_date(posted[:8], "%Y%m%d", line, "DTPOSTED"),
        value_date=read_date(available[:8], "%Y%m%d", line, "DTAVAIL") if available else None,
        amount=read_amount(amount, line, "TRNAMT"),
        reference=_element(part, "REFNUM"),
    )


def _line(movement: _Movement, transaction: Any, currency: str) -> ParsedLine:
    return ParsedLine(
        file_line=movement.line,
        booking_date=movement.booking_date,
        value_date=movement.value_date,
        amount=movement.amount,
        currency_code=currency,
        bank_reference=text_or_none(transaction.id),
        end_to_end_reference=movement.reference or text_or_none(transaction.checknum),
        counterparty_name=text_or_none(transaction.payee),
        remittance_text=text_or_none(transaction.memo),
        transaction_code=text_or_none(str(transaction.type or "").upper()),
    )


def _ledger_balance(part: str, text: str, begin: int, currency: str) -> Balance | None:
    found = re.search(r"<LEDGERBAL>(.*?)(?:</LEDGERBAL>|<AVAILBAL>|$)", part, re.DOTALL)
    amount = _element(found.group(1), "BALAMT") if found else None
    if found is None or amount is None:
        return None
    line = _line_of(text, begin + found.start())
    day = _element(found.group(1), "DTASOF")
    return Balance(
        read_date(day[:8], "%Y%m%d", line, "DTASOF") if day else None,
        read_amount(amount, line, "BALAMT"),
        currency,
    )


def _derived_opening(
    closing: Balance | None,
    lines: tuple[ParsedLine, ...],
    first: dt.date | None,
    last: dt.date | None,
) -> Balance | None:
    if closing is None or closing.date is None:
        return None
    if last is not None and not last <= closing.date <= last + _BALANCE_LAG:
        return None
    total = sum((line.amount for line in lines), start=Decimal(0))
    return Balance(first or closing.date, closing.amount - total, closing.currency_code)


def _period_day(part: str, tag: str, text: str, begin: int) -> dt.date | None:
    stated = _element(part, tag)
    return read_date(stated[:8], "%Y%m%d", _line_of(text, begin), tag) if stated else None


def _element(part: str, tag: str) -> str | None:
    found = re.search(rf"<{tag}>([^<\r\n]*)", part)
    return text_or_none(found.group(1)) if found else None


def _field(head: str, name: str) -> str | None:
    found = re.search(rf"^{name}:(\S+)", head, re.MULTILINE)
    return found.group(1).upper() if found else None


def _line_of(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
