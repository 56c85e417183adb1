"""Real statements from parsers' test suites and Chinese banks, against their authors' results.

Every file of the set is named here: with the rule it is refused by, or as landed.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from landed_projects import REAL_DATA, current, landed, refused_files

from ingestion.sources.bank import BankSource, refusals
from ingestion.sources.bank.checks import check_statement
from ingestion.sources.bank.formats import FileSettings, parse_bank_file
from ingestion.sources.bank.statement import ParsedStatement

BANK = REAL_DATA / "bank"
pytestmark = pytest.mark.skipif(
    not BANK.is_dir(), reason="the real bank statements lie beside the repository"
)

LANDED = {
    "bai2": ["nwb_example.bai2", "svb_us_example.bai2"],
    "camt": [
        "camt052.v1.xml", "camt052.v2.other-account.xml", "camt052.v2.with-account-name.xml",
        "camt052.v2.xml", "camt052.v4.xml", "camt052.v6.Amt-zero.xml", "camt052.v6.xml",
        "camt052.v8.xml", "camt053.v2.multi.statement.xml", "camt054.v2.with-account-name.xml",
        "camt054.v2.xml", "camt054.v4.xml", "camt054.v8-with-UETR.xml",
        "camt054.v8-with-financial-institution.xml", "camt054.v8.xml",
    ],
    "mt940": [
        "ASNB/0708271685_09022020_164516.940.txt", "jejik/generic.sta", "jejik/rabobank-iban.sta",
        "jejik/sns.sta", "sberbank/171011_01234945.sta",
    ],
    "ofx": [
        "anzcc.ofx", "bank_medium.ofx", "checking.ofx", "multiple_accounts.ofx", "suncorp.ofx",
    ],
}  # fmt: skip
# The rule each other file breaks, and what the message must say about it.
REFUSED: dict[str, tuple[type[refusals.BankFileRefused], str]] = {
    "camt/camt053.v2.all-balance-types.xml":
        (refusals.ClosingBalanceWrong, "opening + lines = 9.860, closing = 4.04"),
    "camt/camt053.v2.five.decimals.xml":
        (refusals.ClosingBalanceWrong, "= 27.000, closing = 27.050, difference -0.050"),
    "camt/camt053.v2.minimal.ultimate.xml": (refusals.CurrencyMixed, "EUR and SEK"),
    "camt/camt053.v2.minimal.xml": (refusals.CurrencyMixed, "EUR and SEK"),
    "camt/camt053.v2.with-account-name.xml": (refusals.CurrencyMixed, "EUR and JPY"),
    "camt/camt053.v2.with-party-ids.xml": (refusals.CurrencyMixed, "EUR and SEK"),
    "camt/camt053.v2.wrong.xml": (refusals.NoStatement, "camt.053"),
    "camt/camt053.v3.xml": (refusals.CurrencyMixed, "EUR and SEK"),
    "camt/camt053.v4.xml": (refusals.CurrencyMixed, "EUR and SEK"),
    "camt/camt053.v8.xml": (refusals.CurrencyMixed, "EUR and SEK"),
    "camt/camt53.only-Dt-with-DtTm.xml": (refusals.BalanceMissing, "no closing balance"),
    "cn/alipay/example-alipay-records.csv":
        (refusals.StatedTotalWrong, "number of lines = 66, its lines give 10"),
    "cn/bocom_debit/example-bocom_debit-records.csv": (refusals.AccountMissing, "no account"),
    "cn/cmb/debit/example-cmb-records.csv": (refusals.AccountMissing, "no account"),
    "cn/icbc/debit-v1/example-icbc-debit-v1-records.csv":
        (refusals.AmountUnreadable, "line 8: 余额"),
    "cn/wechat/example-wechat-records.csv": (refusals.AccountMissing, "no account"),
    "mt940/jejik/abnamro.sta": (refusals.ClosingBalanceWrong, "difference 2038.00"),
    "mt940/jejik/ing.sta": (refusals.ClosingBalanceWrong, "= -45.59, closing = 3.47"),
    "mt940/jejik/knab.sta": (refusals.ClosingBalanceWrong, "= -3701.02, closing = 798.98"),
    "mt940/jejik/postfinance.sta": (refusals.ClosingBalanceWrong, "difference -0.2"),
    "mt940/jejik/rabobank.sta": (refusals.ClosingBalanceWrong, "difference -1135.93"),
    "mt940/jejik/triodos.sta": (refusals.ClosingBalanceWrong, "difference -111.40"),
    "ofx/fail_nice/date_missing.ofx": (refusals.BookingDateMissing, "line 33"),
    "ofx/fail_nice/decimal_error.ofx": (refusals.DateUnreadable, "line 34: DTPOSTED"),
    "ofx/fail_nice/empty_balance.ofx": (refusals.BalanceMissing, "opening"),
    "ofx/fidelity-savings.ofx": (refusals.BalanceMissing, "opening"),
    "ofx/ofx-v102-empty-tags.ofx": (refusals.Malformed, "1 movements, 0 readable"),
}  # fmt: skip
# Given an account, these get to the next rule they break.
REFUSED_WITH_ACCOUNT = {
    "cn/bocom_debit/example-bocom_debit-records.csv":
        (refusals.RunningBalanceWrong, "balance should be 3144.93 and is 99.66"),
    "cn/cmb/debit/example-cmb-records.csv":
        (refusals.RunningBalanceWrong, "line 4: the balance should be 268.66 and is 81.22"),
    "cn/wechat/example-wechat-records.csv":
        (refusals.StatedTotalWrong, "number of lines = 43, its lines give 27"),
}  # fmt: skip

EXPECTED: dict[str, Any] = (
    json.loads((REAL_DATA / "expected.json").read_text(encoding="utf-8")) if BANK.is_dir() else {}
)


def _parsed(place: str, settings: FileSettings = FileSettings()) -> list[ParsedStatement]:  # noqa: B008 (immutable)
    return parse_bank_file((BANK / place).read_bytes(), settings)


def _judge(place: str, settings: FileSettings = FileSettings()) -> None:  # noqa: B008 (immutable)
    for statement in _parsed(place, settings):
        check_statement(statement)


def test_every_file_of_the_set_has_its_expectation() -> None:
    suffixes = (".sta", ".txt", ".xml", ".ofx", ".bai2", ".csv")
    found = {
        str(path.relative_to(BANK))
        for path in BANK.rglob("*")
        if path.suffix in suffixes and path.name != "LICENSE.txt"
    }
    named = {f"{folder}/{name}" for folder, names in LANDED.items() for name in names}
    assert found == named | set(REFUSED)


@pytest.mark.parametrize(
    "place", [f"{folder}/{name}" for folder, names in LANDED.items() for name in names]
)
def test_a_sound_file_breaks_no_rule(place: str) -> None:
    _judge(place)


@pytest.mark.parametrize("place", sorted(REFUSED))
def test_a_faulty_file_is_refused_by_the_rule_it_breaks(place: str) -> None:
    rule, words = REFUSED[place]
    with pytest.raises(refusals.BankFileRefused) as refused:
        _judge(place)
    assert type(refused.value) is rule
    assert words in str(refused.value)


@pytest.mark.parametrize("place", sorted(REFUSED_WITH_ACCOUNT))
def test_naming_the_account_does_not_hide_the_next_fault(place: str) -> None:
    rule, words = REFUSED_WITH_ACCOUNT[place]
    with pytest.raises(rule, match=re.escape(words)):
        _judge(place, FileSettings(account="6222000011112222"))


@pytest.mark.parametrize("name", sorted(EXPECTED.get("bank/mt940", {})))
def test_mt940_statements_agree_with_the_recorded_parse(name: str) -> None:
    expected = EXPECTED["bank/mt940"][name]
    statements = _parsed(f"mt940/{name}")
    if "error" in expected:
        # The library alone cannot read the IBAN these movements begin with; we can.
        assert (len(statements), sum(len(one.lines) for one in statements)) == (31, 8)
        assert statements[0].opening == (date(2020, 1, 1), Decimal("444.29"), "EUR")
        for before, after in pairwise(statements):
            assert before.closing is not None
            assert after.opening is not None
            assert before.closing.amount == after.opening.amount
        return
    told = [
        {
            "acct": one.account_id,
            "n": len(one.lines),
            "open": one.opening and one.opening.amount,
            "close": one.closing and one.closing.amount,
            "ccy": one.currency_code,
            "tot": one.booked_sum,
        }
        for one in statements
    ]
    assert told == [
        {
            "acct": one["acct"],
            "n": one["n"],
            "open": Decimal(one["open"]),
            "close": Decimal(one["close"]),
            "ccy": one["ccy"],
            "tot": Decimal(one["tot"]),
        }
        for one in expected["statements"]
    ]
    lines = [line for one in statements for line in one.lines]
    assert [(str(line.value_date), line.amount) for line in lines] == [
        (one["date"], Decimal(one["amount"])) for one in expected["tx"]
    ]


class _AuthorsLoader(yaml.SafeLoader):
    """Reads the authors' YAML of Python objects as plain mappings, without importing anything."""


def _mapping(loader: _AuthorsLoader, _suffix: str, node: yaml.MappingNode) -> Iterator[Any]:
    data: dict[Any, Any] = {}
    yield data
    data.update(loader.construct_mapping(node))


def _applied(loader: _AuthorsLoader, suffix: str, node: yaml.Node) -> Any:
    if suffix == "decimal.Decimal":
        return Decimal(loader.construct_sequence(node)[0])
    if suffix == "mt940.models.Date":
        high, low, month, day = loader.construct_sequence(node)[0]
        return date(high * 256 + low, month, day)
    return None


_PYTHON = "tag:yaml.org,2002:python/"
_AuthorsLoader.add_multi_constructor(f"{_PYTHON}object:", _mapping)
_AuthorsLoader.add_multi_constructor(f"{_PYTHON}object/apply:", _applied)
_AuthorsLoader.add_multi_constructor(f"{_PYTHON}name:", lambda *_: None)


@pytest.mark.parametrize(
    "path", sorted((BANK / "mt940").rglob("*.yml")), ids=lambda path: path.name
)
def test_mt940_fields_agree_with_the_authors_yaml(path: Path) -> None:
    authors = yaml.load(path.read_text(encoding="utf-8"), _AuthorsLoader)  # noqa: S506 (a SafeLoader)
    statements = _parsed(str(path.with_suffix(".sta").relative_to(BANK)))
    closings = [
        authors["data"].get(f"{kind}_closing_balance") for kind in ("final", "intermediate")
    ]
    told = {(one["date"], one["amount"]["amount"]) for one in closings if one}
    assert told <= {one.closing[:2] for one in statements if one.closing}
    lines = [line for one in statements for line in one.lines]
    movements = [one["data"] for one in authors["transactions"]]
    assert len(lines) == len(movements)
    for line, movement in zip(lines, movements, strict=True):
        assert line.value_date == movement["date"]
        assert line.booking_date == movement.get("entry_date", movement["date"])
        assert line.amount == movement["amount"]["amount"]
        assert line.currency_code == movement["currency"]
        assert line.transaction_code == movement["id"].strip()
        # Some of these parses are older than the library's splitting of the two references, and cut
        # both together after 16 characters.
        stated = (movement["customer_reference"], movement["bank_reference"])
        references = "//".join(filter(None, stated)).strip().split("//")
        customer, bank = [*references, "NONREF"][:2]
        assert (line.bank_reference or "NONREF").startswith(bank)
        if customer not in ("NONREF", "EREF"):
            assert line.end_to_end_reference == customer
    # Behind the closing balance one bank adds a line of its own; it belongs to no movement.
    first = movements[0].get("transaction_details") or movements[0].get("non_swift_text") or ""
    assert " ".join(first.split()) in (lines[0].remittance_text or "")


@pytest.mark.parametrize("name", sorted(EXPECTED.get("bank/camt", {})))
def test_camt_statements_agree_with_the_recorded_parse(name: str) -> None:
    expected = EXPECTED["bank/camt"][name].get("stmts", [])
    place = f"camt/{Path(name).name}"
    if not expected:
        with pytest.raises(refusals.NoStatement):
            _parsed(place)
        return
    statements = _parsed(place)
    assert len(statements) == len(expected)
    for statement, told in zip(statements, expected, strict=True):
        assert statement.number == told["id"]
        assert told["acct"] in (None, statement.account_id)
        balances = {one["cd"]: one for one in told["bal"]}
        for code, balance in (("OPBD", statement.opening), ("CLBD", statement.closing)):
            assert (balance is None) == (code not in balances)
            if balance is not None:
                one = balances[code]
                sign = -1 if one["ind"] == "DBIT" else 1
                assert balance.amount == sign * Decimal(one["amt"])
                assert balance.currency_code == one["ccy"]
                assert str(balance.date) == one["dt"][:10]
        assert len(statement.lines) == told["n_entries"]
        assert sum((line.amount for line in statement.lines), Decimal(0)) == Decimal(told["net"])
        for line, entry in zip(statement.lines, told["entries"], strict=True):
            sign = -1 if entry["ind"] == "DBIT" else 1
            assert line.amount == sign * Decimal(entry["amt"])
            assert line.currency_code == entry["ccy"]
            assert entry["book"] is None or str(line.booking_date) == entry["book"][:10]
            assert (str(line.value_date) if line.value_date else None) == entry["val"]
            assert (line.end_to_end_reference or "").split("; ") == (
                list(dict.fromkeys(entry["e2e"])) or [""]
            )
            assert line.status == ("booked" if statement.family == "camt.053" else "pending")


@pytest.mark.parametrize("name", sorted(EXPECTED.get("bank/ofx", {})))
def test_ofx_statements_agree_with_the_recorded_parse(name: str) -> None:
    place = name.replace("fixtures/", "ofx/")
    expected = EXPECTED["bank/ofx"][name]["accounts"]
    if REFUSED.get(place, (None,))[0] in (
        refusals.BookingDateMissing, refusals.DateUnreadable, refusals.Malformed
    ):  # fmt: skip
        # The recorded parse dropped the movements; dropping none is the point.
        assert [account["n"] for account in expected] == [0]
        return
    statements = _parsed(place)
    for statement, told in zip(statements, expected, strict=True):
        assert statement.account_id == told["id"].replace(" ", "")
        assert statement.currency_code == told["ccy"].upper()
        balance = None if told["balance"] == "None" else Decimal(told["balance"])
        assert (statement.closing.amount if statement.closing else None) == balance
        assert (len(statement.lines), statement.booked_sum) == (told["n"], Decimal(told["sum"]))
        for line, one in zip(statement.lines, told["tx"], strict=True):
            assert (line.bank_reference, str(line.booking_date)) == (one["id"], one["date"])
            assert line.amount == Decimal(one["amount"])
            assert (line.counterparty_name or "") == " ".join(one["payee"].split())


@pytest.mark.parametrize("name", sorted(EXPECTED.get("bank/bai2", {})))
def test_bai2_accounts_agree_with_the_recorded_parse(name: str) -> None:
    groups = EXPECTED["bank/bai2"][name]["groups"]
    expected = [(group, account) for group in groups for account in group["accounts"]]
    statements = _parsed(name.replace("tests/data", "bai2"))
    for statement, (group, account) in zip(statements, expected, strict=True):
        summary = {one["code"]: Decimal(one["amount_minor"]) / 100 for one in account["summary"]}
        assert statement.account_id == account["no"].replace(" ", "")
        assert statement.currency_code == account["ccy"]
        assert statement.opening == (date.fromisoformat(group["asof"]), summary["010"],
                                     account["ccy"])  # fmt: skip
        assert statement.closing is not None
        assert statement.closing.amount == summary["015"]
        for line, one in zip(statement.lines, account["tx"], strict=True):
            sign = -1 if one["dir"].endswith("debit") else 1
            assert line.amount == sign * Decimal(one["amount_minor"]) / 100
            assert (line.transaction_code, line.remittance_text) == (one["code"], one["text"])


def _authors_entries(place: str, account: str | None) -> Counter[tuple[str, Decimal]]:
    """Count (day, amount) of a plain-text ledger; of one account, or the largest posting."""
    day = ""
    postings: dict[int, list[Decimal]] = {}
    days: dict[int, str] = {}
    for line in (BANK / place).read_text(encoding="utf-8").splitlines():
        if head := re.match(r"(\d{4})[-/](\d\d)[-/](\d\d) \* ", line):
            day = "-".join(head.groups())
            days[len(days)] = day
        elif posting := re.match(r"\s+([A-Z]\w+:[\w:]+)\s+(-?\s*[\d.]+) CNY", line):
            name, amount = posting.groups()
            if account in (None, name) and not day.startswith("1970"):
                money = Decimal(amount.replace(" ", ""))
                postings.setdefault(len(days) - 1, []).append(money)
    return Counter(
        (days[entry], amounts[0] if account else max(map(abs, amounts)))
        for entry, amounts in postings.items()
    )


@pytest.mark.parametrize(
    ("place", "output", "account", "left_out"),
    [
        ("cn/bocom_debit/example-bocom_debit-records.csv", "example-bocom_debit-output.ledger",
         "Assets:DebitCard:BOCOM", []),
        ("cn/cmb/debit/example-cmb-records.csv", "example-cmb-debit-output.ledger",
         "Assets:DebitCard:CMB", []),
        # The authors' own settings ignore these four: they are booked in other files of theirs.
        ("cn/icbc/debit-v1/example-icbc-debit-v1-records.csv",
         "example-icbc-debit-v1-output.ledger", "Assets:Bank:CN:ICBC",
         ["1.04", "-24.00", "341.58", "-1234.56"]),
    ],
)  # fmt: skip
def test_chinese_bank_exports_agree_with_the_authors_ledgers(
    place: str, output: str, account: str, left_out: list[str]
) -> None:
    # The balances of one export are masked; unmasked as empty its lines can be read.
    content = (BANK / place).read_bytes().replace(b"xx,yyyy.zz", b"")
    (statement,) = parse_bank_file(content, FileSettings(account="6222000011112222"))
    ours = Counter((str(line.booking_date), line.amount) for line in statement.lines)
    authors = _authors_entries(str(Path(place).with_name(output)), account)
    assert authors <= ours
    assert sorted(amount for _, amount in (ours - authors).elements()) == sorted(
        map(Decimal, left_out)
    )


def test_first_lines_of_chinese_exports_are_read_field_by_field() -> None:
    (bocom,) = _parsed("cn/bocom_debit/example-bocom_debit-records.csv")
    newest = bocom.lines[-1]
    assert (newest.booking_date, newest.amount) == (date(2025, 1, 1), Decimal("1.23"))
    assert newest.counterparty_account == "1323132313211331313"
    assert newest.counterparty_name == "应付个人活期储蓄存款利息"
    assert (newest.transaction_code, newest.balance_after) == ("存款利息", Decimal("1334.63"))
    (cmb,) = _parsed("cn/cmb/debit/example-cmb-records.csv")
    assert cmb.lines[0].counterparty_name == "北京住房公积金管理中心"
    assert cmb.lines[0].counterparty_account == "1111111111"
    assert cmb.lines[0].balance_after == Decimal("1271.66")
    assert cmb.booked_sum == Decimal(
        EXPECTED["bank/cn"]["cmb/debit/example-cmb-records.csv"]["net"]
    )


def test_alipay_directions_agree_with_the_authors() -> None:
    place = "alipay/example-alipay-records.csv"
    expected = EXPECTED["bank/cn"][place]
    (statement,) = _parsed(f"cn/{place}")
    assert len(statement.lines) == expected["rows"]
    assert statement.account_id == "XX@GMAIL.COM"
    paid = [line for line in statement.lines if line.amount < 0 and line.status == "booked"]
    assert sum(line.amount for line in paid) == Decimal(expected["outflow"])
    salary = next(line for line in statement.lines if line.amount == Decimal(expected["inflow"]))
    assert (salary.booking_date, salary.remittance_text) == (date(2023, 1, 18), "转账")
    # An order closed before it was paid moved no money.
    assert [line.amount for line in statement.lines if line.status == "void"] == [Decimal(-82)]
    authors = _authors_entries("cn/alipay/example-alipay-output.ledger", None)
    ours = Counter((str(line.booking_date), abs(line.amount)) for line in statement.lines)
    assert authors <= ours
    # Beside the unpaid order they drop a payment together with its refund.
    assert sorted(amount for _, amount in (ours - authors).elements()) == [50, 50, 82]


def test_wechat_directions_agree_with_the_authors() -> None:
    place = "wechat/example-wechat-records.csv"
    expected = EXPECTED["bank/cn"][place]
    (statement,) = _parsed(f"cn/{place}")
    assert len(statement.lines) == expected["rows"]
    neutral = {"零钱提现", "零钱充值", "信用卡还款", "购买理财通"}
    plain = [
        line.amount
        for line in statement.lines
        if line.transaction_code not in neutral and "零钱通" not in (line.transaction_code or "")
    ]
    assert sum(amount for amount in plain if amount > 0) == Decimal(expected["inflow"])
    assert sum(amount for amount in plain if amount < 0) == Decimal(expected["outflow"])
    authors = _authors_entries("cn/wechat/example-wechat-output.beancount", None)
    ours = Counter((str(line.booking_date), abs(line.amount)) for line in statement.lines)
    # A withdrawal's fee is a posting of its own with them and part of the amount with us.
    assert sum(authors.values()) >= 20
    unmatched = authors - ours
    assert {amount for _, amount in unmatched} <= {Decimal(100), Decimal(10), Decimal("1000.10")}


def test_the_whole_folder_lands_what_is_sound_and_names_what_is_not(tmp_path: Path) -> None:
    project, report = landed(BankSource(BANK), tmp_path)
    refused = refused_files(project)
    for place, (_, words) in REFUSED.items():
        assert words in refused[Path(place).name]
    for folder in ("bai2", "mt940", "ofx"):
        for name in LANDED[folder]:
            assert Path(name).name not in refused
    statements = current(project, "raw_bank.statements", "format, account_id")
    assert Counter(family for family, _ in statements)["mt940"] == 31 + 2 + 2 + 2 + 1
    # Opening to closing of the sound statements, added up by hand from their balances.
    moved = map(Decimal, ["-26.76", "4901.96", "9058.00", "8.85", "-7.00", "56.94", "-20.00",
                          "-70.00", "-25.00", "-9437.00", "-5.50", "-345.27", "-59.50",
                          "-16.85"])  # fmt: skip
    lines = current(project, "raw_bank.statement_lines", "status, amount")
    assert sum(amount for status, amount in lines if status == "booked") == sum(moved)
    assert Counter(status for status, _ in lines) == {"booked": 36, "pending": 2}
    assert report.quarantined_rows == 0
