"""Exchange rates as landed: the ECB's history to the digit, the company's own rates before it."""

import csv
import datetime as dt
import io
import json
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from landed_projects import REAL_DATA, current, landed, quarantine

from ingestion.project import Project
from ingestion.sources import fx_rates
from ingestion.sources.fx_rates import FxRatesSource
from ingestion.sources.fx_rates.ecb_history import EcbCurrencyUnknown, EcbHistoryMalformed

SAMPLE = Path(fx_rates.__file__).parent / "sample" / "company_rates.csv"

real_rates = pytest.mark.skipif(
    not (REAL_DATA / "fx").is_dir(), reason="the ECB's history file lies beside the repository"
)


@pytest.fixture(scope="module")
def all_rates(tmp_path_factory: pytest.TempPathFactory) -> Project:
    source = FxRatesSource(since=dt.date(1999, 1, 1))
    return landed(source, tmp_path_factory.mktemp("rates"))[0]


@pytest.fixture(scope="module")
def golden() -> dict:
    return json.loads((REAL_DATA / "expected.json").read_text())["fx"]


@real_rates
def test_every_quotation_of_the_ecb_is_landed_to_the_digit(all_rates: Project) -> None:
    with zipfile.ZipFile(REAL_DATA / "fx" / "eurofxref-hist.zip") as package:
        lines = csv.DictReader(io.StringIO(package.read(package.namelist()[0]).decode()))
        quoted = {
            (currency, dt.date.fromisoformat(line["Date"])): Decimal(rate)
            for line in lines
            for currency, rate in line.items()
            if currency not in ("Date", "") and rate not in ("N/A", "")
        }
    rows = current(all_rates, "raw_fx_rates.rates", "to_currency, rate_date, rate")
    assert {(currency, day): rate for currency, day, rate in rows} == quoted
    assert quarantine(all_rates) == []


@real_rates
def test_currencies_begin_end_and_pause_as_published(all_rates: Project, golden: dict) -> None:
    rows = current(all_rates, "raw_fx_rates.rates", "to_currency, rate_date")
    days: dict[str, list[dt.date]] = {}
    for currency, day in rows:
        days.setdefault(currency, []).append(day)
    assert {
        currency: {"n": len(own), "first": str(min(own)), "last": str(max(own))}
        for currency, own in days.items()
    } == {
        currency: {name: stated[name] for name in ("n", "first", "last")}
        for currency, stated in golden["currencies"].items()
    }
    all_days = {day for _, day in rows}
    inside = {day for day in all_days if min(days["ISK"]) <= day <= max(days["ISK"])}
    assert len(inside - set(days["ISK"])) == golden["currencies"]["ISK"]["missing_inside"]
    assert sum(day.weekday() > 4 for day in all_days) == golden["weekend_rows"] == 0


@real_rates
def test_crossing_the_landed_rates_gives_the_golden_cross_rates(
    all_rates: Project, golden: dict
) -> None:
    rows = current(all_rates, "raw_fx_rates.rates", "to_currency, rate_date, rate")
    per_euro = {(currency, str(day)): rate for currency, day, rate in rows}
    for day, stated in golden["cross_rate_checks"].items():
        yuan, dollar, yen = (per_euro[code, day] for code in ("CNY", "USD", "JPY"))
        assert round(yuan / dollar, 8) == Decimal(str(stated["USDCNY"]))
        assert round(yen / yuan, 8) == Decimal(str(stated["CNYJPY"]))


def test_only_the_currencies_and_days_asked_for_are_landed(tmp_path: Path) -> None:
    source = FxRatesSource(since=dt.date(2026, 10, 28), currencies=["CNY", "EUR", "USD"])
    project, _ = landed(source, tmp_path)
    rows = current(project, "raw_fx_rates.rates", "to_currency, rate_date, rate, provider")
    assert len(rows) == 6
    assert ("USD", dt.date(2026, 10, 30), Decimal("1.1172"), "ecb") in rows


def test_a_second_run_loads_nothing(tmp_path: Path) -> None:
    source = FxRatesSource(since=dt.date(2026, 1, 1), currencies=["CNY"])
    landed(source, tmp_path)
    _, report = landed(source, tmp_path)
    assert report.loaded_rows == 0


def test_a_company_rate_goes_before_the_ecbs_of_the_same_day(tmp_path: Path) -> None:
    own = tmp_path / "rates.csv"
    own.write_text(
        "rate_type,from_currency,to_currency,rate_date,rate\n"
        "spot,EUR,CNY,2026-10-30,7.5\nclosing,EUR,CNY,2026-10-31,7.44\n"
    )
    source = FxRatesSource(since=dt.date(2026, 10, 29), currencies=["CNY"], company_file=own)
    project, _ = landed(source, tmp_path / "project")
    assert current(project, "raw_fx_rates.rates", "rate_type, rate_date, rate, provider") == [
        ("closing", dt.date(2026, 10, 31), Decimal("7.44"), "company"),
        ("spot", dt.date(2026, 10, 29), Decimal("7.4144"), "ecb"),
        ("spot", dt.date(2026, 10, 30), Decimal("7.5"), "company"),
    ]


def test_the_sample_gives_its_golden_rows(tmp_path: Path) -> None:
    source = FxRatesSource(since=dt.date(2026, 11, 1), company_file=SAMPLE)
    project, _ = landed(source, tmp_path)
    columns = "rate_type, from_currency, to_currency, rate_date, rate, provider"
    found = [
        [str(value) for value in row] for row in current(project, "raw_fx_rates.rates", columns)
    ]
    refused = [list(entry) for entry in quarantine(project)]
    golden = json.loads(SAMPLE.with_suffix(".golden.json").read_text())
    assert {"rows": found, "quarantine": refused} == golden


def test_a_rate_taken_back_is_deleted(tmp_path: Path) -> None:
    own = tmp_path / "rates.csv"
    head = "rate_type,from_currency,to_currency,rate_date,rate\n"
    own.write_text(head + "spot,CNY,HKD,2026-10-31,1.18\n")
    source = FxRatesSource(since=dt.date(2026, 10, 30), currencies=["CNY"], company_file=own)
    landed(source, tmp_path / "project")
    own.write_text(head)
    project, report = landed(source, tmp_path / "project")
    assert sum(table.deleted_rows for table in report.tables) == 1
    assert len(current(project, "raw_fx_rates.rates")) == 1


def test_a_currency_the_ecb_never_quoted_is_named(tmp_path: Path) -> None:
    with pytest.raises(EcbCurrencyUnknown, match="VND"):
        landed(FxRatesSource(currencies=["CNY", "VND"]), tmp_path)


def test_a_history_file_that_is_none_is_refused_by_name(tmp_path: Path) -> None:
    broken = tmp_path / "eurofxref-hist.zip"
    broken.write_bytes(b"PK not really")
    with pytest.raises(EcbHistoryMalformed, match=r"eurofxref-hist\.zip"):
        landed(FxRatesSource(ecb_file=broken), tmp_path / "project")
