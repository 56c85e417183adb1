"""Writes what the demo company's banks would deliver: one statement file per account and month.

**Belongs here:** the file forms of the four banks and the chain of their balances.
**Keep out:** which lines there are and why (`bank_statements`), reading the files
(`ingestion.sources.bank`).

CSV in GB18030 as ICBC's corporate e-banking exports it, MT940, camt.053.001.08 and OFX 1.0.3. Each
opening balance is the closing balance of the month before; a month without movement has its file.
MT940 and OFX are written in UTF-8, so that Chinese names stay what they are. OFX has no place for
the other side's account; it is left out there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any, Final, NamedTuple

import pandas as pd

from ingestion.demo_company.company import FIRST_DAY, DemoCompany

_CSV_HEADER: Final = (
    "交易日期,起息日,凭证号,借方发生额,贷方发生额,余额,对方户名,对方账号,用途,摘要,客户参考号"
)
_CURRENCY_WORDS: Final = {"CNY": "人民币", "USD": "美元", "EUR": "欧元"}
# Field 86 of MT940: places for the purpose (?20 to ?29, then ?60 to ?63), 27 characters each.
_PURPOSE_PLACES: Final = (*range(20, 30), *range(60, 64))
_SUBFIELD_WIDTH: Final = 27
_TWO_SUBFIELDS: Final = 2 * _SUBFIELD_WIDTH


class Movement(NamedTuple):
    """One statement line; `balance` is the account's balance after it, money in minor units."""

    booking_date: dt.date
    value_date: dt.date
    amount: int
    balance: int
    bank_reference: str
    end_to_end_reference: str
    counterparty_name: str
    counterparty_account: str
    remittance_text: str


class Month(NamedTuple):
    """One account's statement of one month; `number` counts the account's statements from 1."""

    account: Any
    number: int
    first: dt.date
    last: dt.date
    opening: int
    closing: int
    movements: Sequence[Movement]

    @property
    def period(self) -> str:
        """The month as 'YYYY-MM'."""
        return self.first.strftime("%Y-%m")


def write_bank_files(company: DemoCompany, folder: Path) -> None:
    """Write every account's statements to `folder`/bank/, one file per account and month.

    Args:
        company: Whose `bank_accounts` and `bank_lines` are written.
        folder: The source systems' folder; `bank/` is made in it.
    """
    target = folder / "bank"
    target.mkdir(parents=True, exist_ok=True)
    for month in _months(company):
        suffix, write = _WRITERS[month.account.statement_format]
        name = f"{month.account.account_id}_{month.period}.{suffix}"
        (target / name).write_bytes(write(month))


def _months(company: DemoCompany) -> Iterator[Month]:
    starts = [day.date() for day in pd.date_range(FIRST_DAY, company.as_of, freq="MS")]
    by_account = dict(list(company.bank_lines.groupby("account_id", sort=False)))
    nothing = company.bank_lines.iloc[:0]
    accounts: Iterator[Any] = company.bank_accounts.itertuples(index=False)
    for account in accounts:
        lines = by_account.get(account.account_id, nothing)
        movements = _movements(lines, int(account.opening_cents))
        place, balance = 0, int(account.opening_cents)
        for number, first in enumerate(starts, start=1):
            last = min((first + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1),
                       company.as_of)  # fmt: skip
            end = place
            while end < len(movements) and movements[end].booking_date <= last:
                end += 1
            taken = movements[place:end]
            closing = taken[-1].balance if taken else balance
            yield Month(account, number, first, last, balance, closing, taken)
            place, balance = end, closing


def _movements(lines: pd.DataFrame, opening_cents: int) -> list[Movement]:
    texts = [
        lines[name].fillna("").astype(str).tolist()
        for name in ("bank_reference", "end_to_end_reference", "counterparty_name",
                     "counterparty_account", "remittance_text")
    ]  # fmt: skip
    days = [lines[name].dt.date.tolist() for name in ("booking_date", "value_date")]
    amounts = lines["amount_cents"]
    balances = (amounts.cumsum() + opening_cents).tolist()
    return [Movement(*row) for row in zip(*days, amounts.tolist(), balances, *texts, strict=True)]


def _csv(month: Month) -> bytes:
    account = month.account
    lines = [
        "账户明细",
        f"账号:{account.account_number},币种:{_CURRENCY_WORDS[account.currency_code]}",
        f"对账单编号:{month.period},起始日期:{month.first},截止日期:{month.last}",
        f"期初余额:{_decimal(month.opening)},期末余额:{_decimal(month.closing)},"
        f"总笔数:{len(month.movements)}",
        _CSV_HEADER,
    ]
    for one in month.movements:
        whole, rest = divmod(abs(one.amount), 100)
        amount = f'"{whole:,}.{rest:02d}"'
        debit, credit = (amount, "") if one.amount < 0 else ("", amount)
        lines.append(
            f"{one.booking_date},{one.value_date},{one.bank_reference},{debit},{credit},"
            f"{_decimal(one.balance)},{_quoted(one.counterparty_name)},{one.counterparty_account},"
            f"{_quoted(one.remittance_text)},{'转账' if one.counterparty_account else '记账'},"
            f"{one.end_to_end_reference}"
        )
    return ("\r\n".join(lines) + "\r\n").encode("gb18030")


def _mt940(month: Month) -> bytes:
    account, currency = month.account, month.account.currency_code
    before = month.first - dt.timedelta(days=1)
    lines = [
        f":20:{month.first:%Y%m}{account.account_number[-6:]}",
        f":25:{account.account_number}",
        f":28C:{month.number}/1",
        f":60F:{_swift_balance(month.opening, before, currency)}",
    ]
    for one in month.movements:
        mark = "D" if one.amount < 0 else "C"
        lines.append(
            f":61:{one.value_date:%y%m%d}{one.booking_date:%m%d}{mark}{_comma(abs(one.amount))}"
            f"NTRF{one.end_to_end_reference[:16] or 'NONREF'}//{one.bank_reference[:16]}"
        )
        lines.extend(_details(one))
    lines += [f":62F:{_swift_balance(month.closing, month.last, currency)}", "-"]
    return ("\r\n".join(lines) + "\r\n").encode()


def _details(movement: Movement) -> Iterator[str]:
    kind, word = ("166", "CREDIT") if movement.amount > 0 else ("116", "TRANSFER")
    yield f":86:{kind}?00{word}"
    purpose = ""
    if movement.end_to_end_reference:
        purpose += f"EREF+{movement.end_to_end_reference}"
    if movement.remittance_text:
        purpose += f"SVWZ+{_swift_text(movement.remittance_text)}"
    for place, part in zip(_PURPOSE_PLACES, _parts(purpose), strict=False):
        yield f"?{place}{part}"
    if movement.counterparty_account:
        yield f"?31{movement.counterparty_account}"
    name = _swift_text(movement.counterparty_name)[:_TWO_SUBFIELDS]
    for place, part in zip((32, 33), _parts(name), strict=False):
        yield f"?{place}{part}"


def _parts(text: str) -> Iterator[str]:
    """Cut a text into subfields; none ends with a blank, which would be lost at the line's end."""
    while text:
        width = min(_SUBFIELD_WIDTH, len(text))
        while width > 1 and text[width - 1] == " ":
            width -= 1
        yield text[:width]
        text = text[width:]


def _swift_text(text: str) -> str:
    return " ".join(text.replace("?", ".").split())


def _camt053(month: Month) -> bytes:
    account, currency = month.account, month.account.currency_code
    identifier = f"<IBAN>{account.iban}</IBAN>" if account.iban else (
        f"<Othr><Id>{account.account_number}</Id></Othr>"
    )  # fmt: skip
    created = f"{month.last + dt.timedelta(days=1)}T05:30:00+00:00"
    received = sum(one.amount for one in month.movements if one.amount > 0)
    spent = -sum(one.amount for one in month.movements if one.amount < 0)
    credit_count = sum(one.amount > 0 for one in month.movements)
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>',
            f"<GrpHdr><MsgId>{account.bic[:4]}{month.first:%Y%m}</MsgId>"
            f"<CreDtTm>{created}</CreDtTm></GrpHdr>",
            f"<Stmt><Id>{account.account_id}-{month.period}</Id>"
            f"<ElctrncSeqNb>{month.number}</ElctrncSeqNb><CreDtTm>{created}</CreDtTm>",
            f"<Acct><Id>{identifier}</Id><Ccy>{currency}</Ccy><Svcr><FinInstnId>"
            f"<BICFI>{account.bic}</BICFI><Nm>{escape(account.bank_name)}</Nm>"
            "</FinInstnId></Svcr></Acct>",
            _camt_balance("OPBD", month.opening, month.first - dt.timedelta(days=1), currency),
            _camt_balance("CLBD", month.closing, month.last, currency),
            f"<TxsSummry><TtlNtries><NbOfNtries>{len(month.movements)}</NbOfNtries></TtlNtries>"
            f"<TtlCdtNtries><NbOfNtries>{credit_count}</NbOfNtries><Sum>{_decimal(received)}</Sum>"
            f"</TtlCdtNtries><TtlDbtNtries><NbOfNtries>{len(month.movements) - credit_count}"
            f"</NbOfNtries><Sum>{_decimal(spent)}</Sum></TtlDbtNtries></TxsSummry>",
            *(_camt_entry(one, currency) for one in month.movements),
            "</Stmt></BkToCstmrStmt></Document>",
            "",
        ]
    ).encode()


def _camt_balance(code: str, cents: int, day: dt.date, currency: str) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="{currency}">{_decimal(abs(cents))}</Amt>'
        f"<CdtDbtInd>{_indicator(cents)}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def _camt_entry(one: Movement, currency: str) -> str:
    side, family = ("Dbtr", "RCDT") if one.amount > 0 else ("Cdtr", "ICDT")
    party = ""
    if one.counterparty_name:
        party += f"<{side}><Pty><Nm>{escape(one.counterparty_name)}</Nm></Pty></{side}>"
    if one.counterparty_account:
        party += (
            f"<{side}Acct><Id><Othr><Id>{one.counterparty_account}</Id></Othr></Id></{side}Acct>"
        )
    remittance = (
        f"<RmtInf><Ustrd>{escape(one.remittance_text)}</Ustrd></RmtInf>"
        if one.remittance_text
        else ""
    )
    return (
        f'<Ntry><Amt Ccy="{currency}">{_decimal(abs(one.amount))}</Amt>'
        f"<CdtDbtInd>{_indicator(one.amount)}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>"
        f"<BookgDt><Dt>{one.booking_date}</Dt></BookgDt><ValDt><Dt>{one.value_date}</Dt></ValDt>"
        f"<AcctSvcrRef>{one.bank_reference}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd>"
        f"<Fmly><Cd>{family}</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>"
        "<NtryDtls><TxDtls><Refs>"
        f"<EndToEndId>{one.end_to_end_reference or 'NOTPROVIDED'}</EndToEndId></Refs>"
        f"<RltdPties>{party}</RltdPties>{remittance}</TxDtls></NtryDtls></Ntry>"
    )


def _ofx(month: Month) -> bytes:
    account = month.account
    # Noon keeps the day the same in any zone a reader may assume.
    first, last = f"{month.first:%Y%m%d}120000", f"{month.last:%Y%m%d}120000"
    lines = [
        "OFXHEADER:100", "DATA:OFXSGML", "VERSION:103", "SECURITY:NONE", "ENCODING:UTF-8",
        "CHARSET:NONE", "COMPRESSION:NONE", "OLDFILEUID:NONE", "NEWFILEUID:NONE", "",
        "<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS>"
        f"<DTSERVER>{last}<LANGUAGE>ENG<FI><ORG>{escape(account.bank_name)}<FID>1</FI></SONRS>"
        "</SIGNONMSGSRSV1>",
        "<BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STATUS><CODE>0<SEVERITY>INFO</STATUS>",
        f"<STMTRS><CURDEF>{account.currency_code}<BANKACCTFROM><BANKID>{account.bic}"
        f"<ACCTID>{account.account_number}<ACCTTYPE>CHECKING</BANKACCTFROM>",
        f"<BANKTRANLIST><DTSTART>{first}<DTEND>{last}",
    ]  # fmt: skip
    for one in month.movements:
        reference = f"<REFNUM>{one.end_to_end_reference}" if one.end_to_end_reference else ""
        name = f"<NAME>{escape(one.counterparty_name)}" if one.counterparty_name else ""
        memo = f"<MEMO>{escape(one.remittance_text)}" if one.remittance_text else ""
        lines.append(
            f"<STMTTRN><TRNTYPE>{'CREDIT' if one.amount > 0 else 'DEBIT'}"
            f"<DTPOSTED>{one.booking_date:%Y%m%d}120000<DTAVAIL>{one.value_date:%Y%m%d}120000"
            f"<TRNAMT>{_decimal(one.amount)}<FITID>{one.bank_reference}{reference}{name}{memo}"
            "</STMTTRN>"
        )
    lines += [
        f"</BANKTRANLIST><LEDGERBAL><BALAMT>{_decimal(month.closing)}<DTASOF>{last}</LEDGERBAL>",
        "</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>",
        "",
    ]
    return "\r\n".join(lines).encode()


def _decimal(cents: int) -> str:
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole}.{rest:02d}"


def _comma(cents: int) -> str:
    return _decimal(cents).replace(".", ",")


def _swift_balance(cents: int, day: dt.date, currency: str) -> str:
    return f"{'D' if cents < 0 else 'C'}{day:%y%m%d}{currency}{_comma(abs(cents))}"


def _indicator(cents: int) -> str:
    return "DBIT" if cents < 0 else "CRDT"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(one in text for one in ',"') else text


_WRITERS: Final[dict[str, tuple[str, Callable[[Month], bytes]]]] = {
    "csv_gb18030": ("csv", _csv),
    "mt940": ("sta", _mt940),
    "camt053": ("xml", _camt053),
    "ofx": ("ofx", _ofx),
}
