"""Exchange rates that are wrong: each row is quarantined by rule, or the file refused by name."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from landed_projects import current, landed, quarantine

from ingestion.project import Project
from ingestion.sources.fx_rates import FxRatesSource
from ingestion.tabular_files import FileRefused, HeaderMissing, RaggedRow, UndecodableText

HEADER = "rate_type,from_currency,to_currency,rate_date,rate"
AHEAD = (dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=3)).isoformat()

BAD = (
    ("spot,USD,CNY,2026-10-01,0", "rate_is_positive"),
    ("spot,USD,CNY,2026-10-02,-7.1", "rate_is_positive"),
    ("spot,USD,CNY,2026-10-05,0.1503", "rate_is_not_inverted"),
    ("spot,USD,CNY,2026-10-06,NaN", "type:rate"),
    ("spot,USD,CNY,2026-10-07,", "required:rate"),
    ("spot,USD,CNY,2026-10-08,1e400", "type:rate"),
    ("spot,USD,CNY,2026-10-09,6.65300000001", "type:rate"),
    ("spot,USD,CNY,2026-10-12,６.65", "type:rate"),
    ("spot,RMB,USD,2026-10-13,0.15", "from_currency_is_iso_4217"),
    ("spot,USD,ECU,2026-10-14,1.1", "to_currency_is_iso_4217"),
    ("spot,USD,USD,2026-10-15,1", "currencies_differ"),
    ("mid,USD,CNY,2026-10-16,6.6", "rate_type_is_known"),
    ("spot,USD,CNY,2026-02-30,6.6", "type:rate_date"),
    ("spot,USD,CNY,0000-00-00,6.6", "type:rate_date"),
    ("spot,USD,CNY,31/10/2026,6.6", "type:rate_date"),
    ("spot,USD,CNY,,6.6", "required:rate_date"),
    (f"spot,USD,CNY,{AHEAD},6.6", "rate_date_is_not_in_the_future"),
    ("spot,USD,CNY,9999-12-31,6.6", "rate_date_is_not_in_the_future"),
    ("spot,USD,EUR,2026-10-20,0.90", "duplicate_key"),
    ("spot,USD,EUR,2026-10-20,0.91", "duplicate_key"),
)
GOOD = (
    "spot,USD,CNY,2026-10-21,6.70",
    # A currency that ended may still be quoted for the time when it lived.
    "closing,EUR,HRK,2022-12-30,7.5345",
    # Near parity the inverse lies close by; that alone is no reason to refuse.
    "spot,EUR,CHF,2022-09-26,0.9550",
    "spot,KRW,IDR,2026-10-22,13.5",
    # What a budget reckons with is agreed for days to come.
    f"budget,USD,CNY,{AHEAD},7.0",
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("rates")
    own = folder / "rates.csv"
    own.write_text("\n".join([HEADER, *(row for row, _ in BAD), *GOOD]) + "\n", encoding="utf-8")
    source = FxRatesSource(since=dt.date(2026, 11, 1), company_file=own)
    return landed(source, folder / "project")[0]


@pytest.mark.parametrize("number", range(len(BAD)), ids=[row for row, _ in BAD])
def test_a_bad_rate_is_quarantined_with_rule_and_line(number: int, project: Project) -> None:
    found = {entry.line: entry for entry in quarantine(project)}
    entry = found[number + 2]
    assert (entry.table, entry.rule, entry.file) == ("rates", BAD[number][1], "rates.csv")


def test_the_good_rates_beside_them_are_landed(project: Project) -> None:
    columns = "rate_type || ',' || from_currency || ',' || to_currency || ',' || rate_date"
    rows = {row for (row,) in current(project, "raw_fx_rates.rates", columns)}
    assert rows == {row.rpartition(",")[0] for row in GOOD}


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (HEADER.replace("rate_date", "date").encode(), HeaderMissing),
        (f"{HEADER}\nspot,USD,CNY,2026-10-01,6,65\n".encode(), RaggedRow),
        (f"{HEADER}\n即期,USD,CNY,2026-10-01,6.65\n".encode("gb18030"), UndecodableText),
        (b"", HeaderMissing),
    ],
    ids=["header", "decimal comma", "encoding", "empty"],
)
def test_a_rate_file_that_cannot_be_read_refuses_the_run(
    content: bytes, refusal: type[FileRefused], tmp_path: Path
) -> None:
    own = tmp_path / "rates.csv"
    own.write_bytes(content)
    with pytest.raises(refusal, match=r"rates\.csv"):
        landed(FxRatesSource(since=dt.date(2026, 11, 1), company_file=own), tmp_path / "project")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_understood(encoding: str, tmp_path: Path) -> None:
    own = tmp_path / "rates.csv"
    own.write_bytes(f"{HEADER}\n{GOOD[0]}\n".encode(encoding))
    source = FxRatesSource(since=dt.date(2026, 11, 1), company_file=own)
    project, _ = landed(source, tmp_path / "project")
    assert len(current(project, "raw_fx_rates.rates")) == 1
    assert quarantine(project) == []
