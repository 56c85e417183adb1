"""Reads ISO 20022 camt.052, camt.053 and camt.054 in the versions 1 to 13 of their namespaces.

**Belongs here**: XML safety, balances, entries and their details, where each version keeps them.

**Keep out**: whether the balances add up (`checks`).

The sign of an entry is that of CdtDbtInd. RvslInd says that the entry reverses another one; the
indicator already holds the reversal's own direction (ISO 20022, ReversalIndicator), so it marks the
transaction code and never turns the sign.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Final, cast

from lxml import etree

from ingestion.sources.bank.notation import read_amount, read_date
from ingestion.sources.bank.refusals import (
    BookingDateMissing,
    DetailSumWrong,
    DirectionUnknown,
    DoctypeForbidden,
    Malformed,
    NoStatement,
    StatedTotalWrong,
    StatusUnknown,
    VersionUnknown,
)
from ingestion.sources.bank.statement import (
    Balance,
    FormatFamily,
    ParsedLine,
    ParsedStatement,
    StatedTotals,
    Status,
    text_or_none,
    without_blanks,
)

NAMESPACE: Final = re.compile(r"urn:iso:std:iso:20022:tech:xsd:(camt\.05[234])\.001\.([0-9]{2})")
_VERSIONS: Final = range(1, 14)
_STATEMENT_TAGS: Final = ("Stmt", "Rpt", "Ntfctn")
_STATUSES: Final[dict[str, Status]] = {
    "BOOK": "booked", "PDNG": "pending", "INFO": "pending", "FUTR": "pending",
}  # fmt: skip
_NO_REFERENCE: Final = frozenset({"NOTPROVIDED", "NONREF"})
_Element = Any  # lxml's element type is private and its stubs know it under another name


def parse_camt(content: bytes) -> list[ParsedStatement]:
    """Read every statement, report or notification of one message.

    Args:
        content: The file's bytes; its XML declaration names the encoding.

    Returns:
        One statement per Stmt, Rpt or Ntfctn, in file order. A batch entry is one line per detail
        where every detail states its amount in the entry's currency, else one line.

    Raises:
        BankFileRefused: no well-formed XML, a DOCTYPE, an unknown version, or an entry that lacks
            amount, direction or status.
    """
    root = _safe_root(content)
    found = NAMESPACE.fullmatch(etree.QName(root).namespace or "")
    if not found or int(found.group(2)) not in _VERSIONS:
        raise VersionUnknown(str(etree.QName(root).namespace))
    # Searching without namespaces costs less than spelling them; little else tells versions apart.
    for element in root.iter("{*}*"):
        element.tag = etree.QName(element).localname
    family = cast("FormatFamily", found.group(1))
    statements = [
        _statement(element, family) for tag in _STATEMENT_TAGS for element in root.iter(tag)
    ]
    if not statements:
        raise NoStatement(family)
    return statements


def _safe_root(content: bytes) -> _Element:
    if b"<!DOCTYPE" in content:
        raise DoctypeForbidden
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise Malformed("XML", f"line {error.lineno}, column {error.offset}") from error
    # Encodings that hide the word from the search above do not hide it from the parser.
    if cast("Any", root.getroottree()).docinfo.doctype:
        raise DoctypeForbidden
    return root


def _statement(element: _Element, family: FormatFamily) -> ParsedStatement:
    balances = dict(map(_balance, element.findall("Bal")))
    opening = balances.get("OPBD") or balances.get("PRCD")
    closing = balances.get("CLBD")
    entries = element.findall("Ntry")
    currency = (
        _text(element, "Acct/Ccy")
        or next((one.currency_code for one in (opening, closing) if one), None)
        or next((one.currency_code for one in balances.values()), None)
        or next((str(entry.find("Amt").get("Ccy", "")) for entry in entries), "")
    )
    created = _day(element, "CreDtTm")
    _check_summary(element, entries)
    lines = tuple(line for entry in entries for line in _lines(entry, family, created))
    return ParsedStatement(
        family=family,
        account_id=_account(element.find("Acct")) or "",
        currency_code=currency,
        number=_text(element, "Id") or _text(element, "ElctrncSeqNb") or "",
        opening=opening,
        closing=closing,
        lines=lines,
        file_line=element.sourceline,
        bank_identifier=_text(
            element, "Acct/Svcr/FinInstnId/BICFI", "Acct/Svcr/FinInstnId/BIC",
            "Acct/Svcr/FinInstnId/Othr/Id", "Acct/Svcr/FinInstnId/ClrSysMmbId/MmbId",
        ),
        bank_name=_text(
            element, "Acct/Svcr/FinInstnId/Nm", "Acct/Svcr/FinInstnId/NmAndAdr/Nm"
        ),
        is_complete=_text(element, "StmtPgntn/LastPgInd") != "false",
        stated=_credits_and_debits(element),
    )  # fmt: skip


def _balance(element: _Element) -> tuple[str, Balance]:
    code = _text(element, "Tp/CdOrPrtry/Cd", "Tp/Cd") or ""
    return code, Balance(
        _day(element, "Dt/Dt", "Dt/DtTm"),
        _signed(element),
        str(element.find("Amt").get("Ccy", "")),
    )


def _credits_and_debits(element: _Element) -> StatedTotals:
    # Counts of entries and counts of lines differ where details are lines: sums are compared here,
    # the counts of entries in `_check_summary`.
    sums = []
    for direction in ("TtlCdtNtries", "TtlDbtNtries"):
        text = _text(element, f"TxsSummry/{direction}/Sum")
        sums.append(None if text is None else read_amount(text, element.sourceline, direction))
    return StatedTotals(credit_sum=sums[0], debit_sum=sums[1])


def _check_summary(element: _Element, entries: list[_Element]) -> None:
    stated = _text(element, "TxsSummry/TtlNtries/NbOfNtries")
    if stated is not None and stated != str(len(entries)):
        raise StatedTotalWrong("number of entries", stated, len(entries))


def _lines(entry: _Element, family: FormatFamily, created: dt.date | None) -> Iterator[ParsedLine]:
    details = [*entry.iterfind("NtryDtls/TxDtls"), *entry.iterfind("TxDtls")]
    amount = _signed(entry)
    currency = str(entry.find("Amt").get("Ccy", ""))
    split = _detail_amounts(entry, details, amount, currency)
    if split is None:
        yield _line(entry, details, amount, currency, family, created)
        return
    for detail, part in zip(details, split, strict=True):
        yield _line(entry, [detail], part, currency, family, created)


def _detail_amounts(
    entry: _Element, details: list[_Element], amount: Decimal, currency: str
) -> list[Decimal] | None:
    """Return the signed amounts of a batch's details, None where they are not all stated."""
    if len(details) < 2:
        return None
    parts = []
    for detail in details:
        holder = next(
            (one for one in (detail, detail.find("AmtDtls/TxAmt")) if one is not None
             and one.find("Amt") is not None),
            None,
        )  # fmt: skip
        if holder is None or holder.find("Amt").get("Ccy") != currency:
            return None
        direction = _text(detail, "CdtDbtInd") or _text(entry, "CdtDbtInd")
        stated = read_amount(holder.find("Amt").text or "", holder.sourceline, "Amt")
        parts.append(-stated if direction == "DBIT" else stated)
    found = sum(parts, start=Decimal(0))
    if found != amount:
        raise DetailSumWrong(entry.sourceline, amount, found)
    return parts


def _line(
    entry: _Element,
    details: list[_Element],
    amount: Decimal,
    currency: str,
    family: FormatFamily,
    created: dt.date | None,
) -> ParsedLine:
    status = _STATUSES.get(_text(entry, "Sts/Cd", "Sts/Prtry", "Sts") or "")
    if status is None:
        raise StatusUnknown(entry.sourceline)
    is_notice = family != "camt.053"
    value_date = _day(entry, "ValDt/Dt", "ValDt/DtTm")
    booking_date = _day(entry, "BookgDt/Dt", "BookgDt/DtTm") or value_date
    if booking_date is None and (is_notice or status == "pending"):
        booking_date = created
    if booking_date is None:
        raise BookingDateMissing(entry.sourceline)
    side = "Dbtr" if amount > 0 else "Cdtr"
    return ParsedLine(
        file_line=entry.sourceline,
        booking_date=booking_date,
        value_date=value_date,
        amount=amount,
        currency_code=currency,
        bank_reference=_own_reference(details) or _text(entry, "AcctSvcrRef", "NtryRef"),
        end_to_end_reference=_joined(
            reference
            for detail in details
            if (reference := _text(detail, "Refs/EndToEndId")) not in _NO_REFERENCE
        ),
        counterparty_name=_joined(_party(detail, side) for detail in details),
        counterparty_account=_joined(
            _account(detail.find(f"RltdPties/{side}Acct")) for detail in details
        ),
        remittance_text=_joined(map(_remittance, details), " ") or _text(entry, "AddtlNtryInf"),
        transaction_code=_code(entry),
        status="pending" if is_notice else status,
    )


def _own_reference(details: list[_Element]) -> str | None:
    return _text(details[0], "Refs/AcctSvcrRef") if len(details) == 1 else None


def _party(detail: _Element, side: str) -> str | None:
    places = (f"RltdPties/{side}", f"RltdPties/Ultmt{side}")
    return _text(
        detail,
        *(f"{place}/{name}" for place in places
          for name in ("Nm", "Pty/Nm", "Agt/FinInstnId/Nm")),
    )  # fmt: skip


def _remittance(detail: _Element) -> str | None:
    told = [
        element.text
        for path in ("RmtInf/Ustrd", "RmtInf/Strd/CdtrRefInf/Ref", "RmtInf/Strd/AddtlRmtInf")
        for element in detail.iterfind(path)
    ]
    return _joined(told, " ") or _text(detail, "AddtlTxInf")


def _code(entry: _Element) -> str | None:
    domain = [_text(entry, f"BkTxCd/Domn/{path}") for path in ("Cd", "Fmly/Cd", "Fmly/SubFmlyCd")]
    code = "-".join(filter(None, domain)) or _text(entry, "BkTxCd/Prtry/Cd")
    if _text(entry, "RvslInd") in ("true", "1"):
        return f"{code} reversal" if code else "reversal"
    return code


def _account(holder: _Element | None) -> str | None:
    if holder is None:
        return None
    found = _text(holder, "Id/IBAN", "Id/Othr/Id", "Id/PrtryAcct/Id", "Id/BBAN", "Id/UPIC")
    return without_blanks(found) if found else None


def _signed(element: _Element) -> Decimal:
    direction = _text(element, "CdtDbtInd")
    if direction not in ("CRDT", "DBIT"):
        raise DirectionUnknown(element.sourceline, "CdtDbtInd is neither CRDT nor DBIT")
    stated = element.find("Amt")
    if stated is None:
        raise Malformed("camt", f"an amount is missing at line {element.sourceline}")
    amount = read_amount(stated.text or "", stated.sourceline, "Amt")
    return -amount if direction == "DBIT" else amount


def _day(element: _Element, *paths: str) -> dt.date | None:
    text = _text(element, *paths)
    if text is None:
        return None
    # The bank's own calendar day: an offset is never applied.
    return read_date(text[:10], "%Y-%m-%d", element.sourceline, paths[0])


def _text(element: _Element, *paths: str) -> str | None:
    for path in paths:
        found = text_or_none(element.findtext(path))
        if found is not None:
            return found
    return None


def _joined(texts: Iterable[str | None], separator: str = "; ") -> str | None:
    told = dict.fromkeys(one for text in texts if (one := text_or_none(text)))
    return separator.join(told) or None
