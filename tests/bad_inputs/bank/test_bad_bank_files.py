"""Bank files that must not be landed: each is refused whole by the rule it breaks, named."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from landed_projects import current, landed, refused_files

from ingestion.sources import bank
from ingestion.sources.bank import BankSource, refusals
from ingestion.sources.bank.checks import check_statement
from ingestion.sources.bank.formats import FileSettings, parse_bank_file

SAMPLES = Path(bank.__file__).parent / "sample"
Change = Callable[[bytes], bytes]


def _swap(old: str, new: str, encoding: str = "utf-8") -> Change:
    def change(content: bytes) -> bytes:
        before, after = old.encode(encoding), new.encode(encoding)
        assert before in content
        return content.replace(before, after, 1)

    return change


def _cut(share: float) -> Change:
    return lambda content: content[: int(len(content) * share)]


def _gb(old: str, new: str) -> Change:
    return _swap(old, new, "gb18030")


CAMT, MT940, OFX = "batch.camt053.xml", "two_months.mt940.sta", "march.ofx"
BAI2, ICBC, GENERIC = "one_day.bai2", "icbc_corporate.csv", "generic.csv"
LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><Document'
)
EXTERNAL = '<!DOCTYPE Document [<!ENTITY x SYSTEM "file:///etc/passwd">]><Document'

CASES: list[tuple[str, str, Change, type[refusals.BankFileRefused], str]] = [
    # Truncation and emptiness
    ("empty file", CAMT, lambda _: b"", refusals.EmptyFile, "empty"),
    ("blank file", CAMT, lambda _: b" \r\n\r\n", refusals.EmptyFile, "empty"),
    ("camt cut in the middle", CAMT, _cut(0.6), refusals.Malformed, "XML"),
    ("MT940 cut in the middle", MT940, _cut(0.5), refusals.Truncated, "62F"),
    ("MT940 cut in its last amount", MT940, _cut(0.985), refusals.ClosingBalanceWrong, "closing"),
    ("MT940 cut behind its reference", MT940, lambda _: b":20:SAMPLE\n:25:1\n",
     refusals.Truncated, "60F"),
    ("OFX cut in the middle", OFX, _cut(0.8), refusals.Truncated, "</OFX>"),
    ("BAI2 without its trailer", BAI2, _swap("99,1000600,1,9/\n", ""), refusals.Truncated, "99"),
    ("BAI2 cut in its trailer", BAI2, _swap("99,1000600,1,9/\n", "99,1000600,1"),
     refusals.Truncated, "number of records"),
    ("CSV cut in the middle of a row", ICBC, _cut(0.87), refusals.RaggedRow, "line 7"),
    ("CSV cut at a row's end", ICBC, lambda content: b"\r\n".join(content.split(b"\r\n")[:6]),
     refusals.StatedTotalWrong, "number of lines = 2, its lines give 1"),
    ("header only", GENERIC, lambda content: content.split(b"\n")[0] + b"\n",
     refusals.AccountMissing, "account"),
    # Balances and control totals
    ("camt closing balance wrong", CAMT, _swap("1070.50", "1070.51"),
     refusals.ClosingBalanceWrong, "difference -0.01"),
    ("MT940 closing balance wrong", MT940, _swap("260331CNY3999,50", "260331CNY3999,51"),
     refusals.ClosingBalanceWrong, "difference -0.01"),
    ("MT940 reversal read as credit", MT940, _swap("RD200", "RC200"),
     refusals.ClosingBalanceWrong, "difference -400"),
    ("CSV closing balance wrong", ICBC, _gb("期末余额:13845.67", "期末余额:13845.76"),
     refusals.ClosingBalanceWrong, "closing = 13845.76"),
    ("CSV row removed", GENERIC, _swap(",100.000,KWD,100.000", ",90.000,KWD,90.000"),
     refusals.RunningBalanceWrong, "should be 89.875"),
    ("camt number of entries wrong", CAMT, _swap("<NbOfNtries>4", "<NbOfNtries>5"),
     refusals.StatedTotalWrong, "number of entries"),
    ("camt batch does not add up", CAMT, _swap(">200.00<", ">200.01<"),
     refusals.DetailSumWrong, "details of 300.01"),
    ("BAI2 control total wrong", BAI2, _swap("49,1000600", "49,1000601"),
     refusals.StatedTotalWrong, "control total of record 49"),
    ("BAI2 record count wrong", BAI2, _swap("98,1000600,1,7", "98,1000600,1,8"),
     refusals.StatedTotalWrong, "number of records of record 98"),
    ("statement closes before it opens", CAMT, _swap("<Dt>2026-03-02</Dt></Dt></Bal>",
                                                     "<Dt>2026-03-09</Dt></Dt></Bal>"),
     refusals.PeriodReversed, "closes before"),
    ("no closing balance", CAMT, _swap("<Cd>CLBD", "<Cd>CLAV"), refusals.BalanceMissing,
     "no closing balance"),
    # XML attacks and versions
    ("external entity", CAMT, _swap("<Document", EXTERNAL), refusals.DoctypeForbidden, "DOCTYPE"),
    ("billion laughs", CAMT, _swap("<Document", LAUGHS), refusals.DoctypeForbidden, "DOCTYPE"),
    ("external entity in UTF-16", CAMT,
     lambda content: content.decode().replace("<Document", EXTERNAL, 1)
     .replace("UTF-8", "UTF-16", 1).encode("utf-16"),
     refusals.DoctypeForbidden, "DOCTYPE"),
    ("entity in OFX", OFX, _swap("<OFX>", '<!DOCTYPE OFX SYSTEM "http://example.org/x"><OFX>'),
     refusals.DoctypeForbidden, "DOCTYPE"),
    ("unknown version", CAMT, _swap("053.001.08", "053.001.77"), refusals.VersionUnknown, "77"),
    ("another message", CAMT, _swap("camt.053.001.08", "pain.001.001.09"),
     refusals.VersionUnknown, "pain.001"),
    ("no direction", CAMT, _swap("<CdtDbtInd>DBIT", "<CdtDbtInd>DEBT"),
     refusals.DirectionUnknown, "CRDT nor DBIT"),
    ("no status", CAMT, _swap("<Cd>BOOK</Cd>", "<Cd>DONE</Cd>"), refusals.StatusUnknown, "BOOK"),
    # Encodings
    ("GB18030 export saved as UTF-8", ICBC,
     lambda content: content.decode("gb18030").encode(), refusals.FormatUnknown, "profile"),
    ("one line in UTF-8 within GB18030", ICBC,
     lambda content: content.replace("中国工商银行上海分行".encode("gb18030"),
                                     "中国工商银行上海分行".encode()),
     refusals.EncodingMixed, "line 7"),
    ("latin-1 in a UTF-8 file", MT940, lambda content: content.replace(b"rent", b"r\xe9nt"),
     refusals.EncodingWrong, "utf-8"),
    ("OFX byte outside its encoding", OFX, lambda content: content.replace(b"Lake", b"L\xffke"),
     refusals.EncodingWrong, "utf-8"),
    ("OFX in an unknown encoding", OFX, _swap("ENCODING:UTF-8", "ENCODING:EBCDIC"),
     refusals.EncodingWrong, "EBCDIC"),
    ("NUL in a field", MT940, lambda content: content.replace(b"rent", b"r\0nt"),
     refusals.NulByte, "line 6"),
    ("NUL in a CSV field", GENERIC, lambda content: content.replace(b"INV-3", b"INV\0"),
     refusals.NulByte, "line 3"),
    # Amounts and dates
    ("decimal comma", GENERIC, _swap(",-1500,", ',"-1500,00",'), refusals.AmountUnreadable,
     "line 4: amount"),
    ("decimal comma in camt", CAMT, _swap("300.00", "300,00"), refusals.AmountUnreadable, "Amt"),
    ("decimal comma in OFX", OFX, _swap("1500.25", "1500,25"), refusals.AmountUnreadable,
     "line 15: TRNAMT"),
    ("decimal point in MT940", MT940, _swap("3999,50", "3999.50"), refusals.Malformed, "62F"),
    ("fullwidth digits", GENERIC, _swap("-1500", "-１５００"), refusals.AmountUnreadable,
     "line 4: amount"),
    ("fullwidth digits in GB18030", ICBC, _gb("24.00", "２４.00"), refusals.AmountUnreadable,
     "line 7: 借方发生额"),
    ("parentheses for a negative", GENERIC, _swap("-1500", "(1500)"), refusals.AmountUnreadable,
     "line 4"),
    ("trailing minus", GENERIC, _swap("-1500", "1500-"), refusals.AmountUnreadable, "line 4"),
    ("text in an amount", GENERIC, _swap("-1500", "1.5万元"), refusals.AmountUnreadable, "line 4"),
    ("not a number", GENERIC, _swap("-1500", "NaN"), refusals.AmountUnreadable, "line 4"),
    ("exponent", GENERIC, _swap("-1500", "1e400"), refusals.AmountUnreadable, "line 4"),
    ("five decimals", GENERIC, _swap("-0.125", "-0.12505"), refusals.TooManyDecimals,
     "four decimals"),
    ("ten to the sixteenth", GENERIC, _swap("-1500", "1" + "0" * 16), refusals.AmountTooLarge,
     "line 4"),
    ("30 February", GENERIC, _swap("2026-03-15", "2026-02-30"), refusals.DateUnreadable,
     "line 4: booking date"),
    ("30 February in MT940", MT940, _swap("2603020302", "2602300230"), refusals.Malformed,
     "movement"),
    ("day zero", GENERIC, _swap("2026-03-15", "0000-00-00"), refusals.DateUnreadable, "line 4"),
    ("end of time", GENERIC, _swap("2026-03-15", "9999-12-31"), refusals.DateUnreadable, "line 4"),
    ("ambiguous day and month", GENERIC, _swap("2026-03-15", "03/04/2026"),
     refusals.DateUnreadable, "line 4"),
    ("no day in OFX", OFX, _swap("<DTPOSTED>20260331<", "<DTPOSTED><"),
     refusals.BookingDateMissing, "line 16"),
    # Structure of CSV
    ("header renamed", ICBC, _gb("凭证号", "凭证编号"), refusals.FormatUnknown,
     "nearest: icbc_corporate, missing 凭证号"),
    ("header reordered", GENERIC, _swap("booking_date,value_date", "value_date,booking_date"),
     refusals.FormatUnknown, "the order of its columns"),
    ("column dropped", GENERIC, _swap("account,booking_date,", "booking_date,"),
     refusals.FormatUnknown, "missing account"),
    ("row too short", GENERIC, _swap(",INV-3,TRF", ",INV-3"), refusals.RaggedRow,
     "line 3 has 11 fields, the header has 12"),
    ("row too long", GENERIC, _swap(",INV-3,TRF", ",INV-3,TRF,more"), refusals.RaggedRow,
     "line 3 has 13 fields"),
    ("quote never closed", GENERIC, _swap('lines",TRF', "lines,TRF"), refusals.Malformed,
     "line 4"),
    ("both amount columns filled", ICBC, _gb(",24.00,,", ',24.00,"1.00",'),
     refusals.DirectionUnknown, "both or neither"),
    # Accounts and currencies
    ("no account", MT940, _swap(":25:31050165360000001289", ":25:"), refusals.AccountMissing,
     "line 1"),
    ("no currency", GENERIC, _swap("-1500,JPY", "-1500,"), refusals.CurrencyMissing, "JP-002"),
    ("unknown currency", GENERIC, _swap("-1500,JPY", "-1500,JPX"), refusals.CurrencyUnknown,
     "JPX"),
    ("mixed currencies", CAMT, _swap('Ccy="EUR">20.50', 'Ccy="CHF">20.50'),
     refusals.CurrencyMixed, "CHF and EUR"),
    ("no known format", CAMT, lambda _: b"Dear customer,\nyour statement is attached.\n",
     refusals.FormatUnknown, "no known format"),
]  # fmt: skip


def _judge(content: bytes) -> None:
    for statement in parse_bank_file(content):
        check_statement(statement)


@pytest.mark.parametrize(
    ("sample", "change", "rule", "words"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_a_bad_file_is_refused_by_the_rule_it_breaks(
    sample: str, change: Change, rule: type[refusals.BankFileRefused], words: str
) -> None:
    content = (SAMPLES / sample).read_bytes()
    _judge(content)  # sound before the change
    with pytest.raises(refusals.BankFileRefused) as refused:
        _judge(change(content))
    assert type(refused.value) is rule, refused.value
    assert words in str(refused.value)


def test_none_of_the_bad_files_lands_a_row_and_all_are_on_record(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    contents = set()
    for number, (_, sample, change, _, _) in enumerate(CASES):
        content = change((SAMPLES / sample).read_bytes())
        contents.add(content)
        (folder / f"{number:03}").write_bytes(content)
    project, report = landed(BankSource(folder), tmp_path / "project")
    assert report.loaded_rows == 0
    for table in ("accounts", "statements", "statement_lines"):
        assert current(project, f"raw_bank.{table}") == []
    refused = refused_files(project)
    assert len(refused) == len(contents)
    assert all(reason.endswith(".") for reason in refused.values())
    kept = {path.read_bytes() for path in project.archive_folder.rglob("*") if path.is_file()}
    assert kept == contents


def _damaged(content: bytes, random: Random) -> bytes:
    """Change a byte, drop a piece, repeat a piece or cut the end off, once to four times."""
    damaged = bytearray(content)
    for _ in range(random.choice((1, 1, 2, 4))):
        place = random.randrange(len(damaged))
        match random.randrange(4):
            case 0:
                damaged[place] = random.randrange(256)
            case 1:
                del damaged[place : place + random.randrange(1, 30)]
            case 2:
                begin = random.randrange(len(damaged))
                damaged[place:place] = damaged[begin : begin + random.randrange(1, 40)]
            case _:
                damaged = damaged[: place + 1]
        damaged = damaged or bytearray(b"x")
    return bytes(damaged)


@pytest.mark.parametrize("sample", [CAMT, MT940, OFX, BAI2, ICBC, GENERIC])
def test_random_damage_is_refused_or_leaves_statements_that_add_up(sample: str) -> None:
    random = Random(20261031)
    content = (SAMPLES / sample).read_bytes()
    refused = 0
    for _ in range(250):
        try:
            statements = parse_bank_file(_damaged(content, random))
            for statement in statements:
                check_statement(statement)
        except refusals.BankFileRefused:
            refused += 1
            continue
        for statement in statements:
            if statement.opening and statement.closing:
                moved = statement.closing.amount - statement.opening.amount
                assert statement.booked_sum == moved
    assert refused > 125


def test_a_file_of_an_account_not_listed_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "march.ofx").write_bytes((SAMPLES / OFX).read_bytes())
    source = BankSource(folder, known_accounts=["DE89 3704 0044 0532 0130 00"])
    project, report = landed(source, tmp_path / "project")
    assert report.loaded_rows == 0
    assert "account 000123456789 is not among known_accounts" in refused_files(project)["march.ofx"]


def test_a_bad_iban_is_warned_of_and_its_money_landed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    content = (SAMPLES / CAMT).read_bytes().replace(b"DE89370400440532013000",
                                                    b"DE88370400440532013000")  # fmt: skip
    (folder / "statement.xml").write_bytes(content)
    with caplog.at_level(logging.WARNING, logger="ingestion.sources.bank"):
        project, _ = landed(BankSource(folder), tmp_path / "project")
    assert len(current(project, "raw_bank.statement_lines")) == 5
    assert "DE88370400440532013000 looks like an IBAN, its check digits are wrong" in caplog.text


def test_a_month_without_movement_is_sound_where_the_file_says_so() -> None:
    content = (SAMPLES / ICBC).read_bytes().decode("gb18030")
    head = content.split("2026-03-02,")[0]
    quiet = head.replace("期末余额:13845.67,总笔数:2", "期末余额:1000.00,总笔数:0")
    (statement,) = parse_bank_file(quiet.encode("gb18030"))
    check_statement(statement)
    assert statement.lines == ()


def test_a_list_without_lines_or_balances_is_not_taken_for_a_quiet_month() -> None:
    header = (SAMPLES / GENERIC).read_bytes().split(b"\n")[0] + b"\n"
    (statement,) = parse_bank_file(header, FileSettings(account="A1", currency="EUR"))
    with pytest.raises(refusals.NoLines):
        check_statement(statement)


def test_messages_tell_no_names_or_texts(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for number, (_, sample, change, _, _) in enumerate(CASES):
        content = change((SAMPLES / sample).read_bytes())
        (folder / f"{number:03}").write_bytes(content)
    with caplog.at_level(logging.DEBUG):
        project, _ = landed(BankSource(folder), tmp_path / "project")
    told = caplog.text + " ".join(refused_files(project).values())
    for secret in ("North Sea Tools", "Lake", "rent March", "Dana Trading", "NL91ABNA0417164300"):
        assert secret not in told
