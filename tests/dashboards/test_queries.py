"""Every tile's SQL runs on a real release and reads published marts alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from dashboards.release import Release, open_release
from dashboards.tiles import QUERIES, ROW_LIMIT, parameters_of, query_text, tables_of

NAMES = sorted(
    file.relative_to(QUERIES).with_suffix("").as_posix() for file in QUERIES.rglob("*.sql")
)
PUBLISHED_TABLE = re.compile(r"[a-z]+\.(dim|fct|rpt|audit)_[a-z_]+")
PARAMETERS = {
    "entity_code": "GROUP",
    "currency_view": "group",
    "from_period": "2026-01",
    "fiscal_period": "2026-10",
    "prior_from_period": "2025-01",
    "prior_period": "2025-10",
    "trend_from_period": "2025-10",
    "twelve_months_from_date": date(2025, 11, 1),
    "balance_date": date(2026, 10, 31),
    "as_of_date": date(2026, 10, 31),
    "layout": "ifrs",
    "period_type": "ytd",
    "dimension": "region",
    "product_line": "ALL",
    "region": "ALL",
    "customer_number": "C0001",
}
# What the demo company must show something for.
NEVER_EMPTY = [
    name
    for name in NAMES
    if name not in {"receivables/customer_statement", "receivables/worklist"}
    and not name.startswith("audit/quarantine")
]


@pytest.fixture(scope="module")
def connection(release: Release) -> Iterator[duckdb.DuckDBPyConnection]:
    opened = open_release(release)
    yield opened
    opened.close()


def bound(query: str) -> dict[str, object]:
    return {name: PARAMETERS[name] for name in parameters_of(query)}


def test_queries_lie_in_domain_folders() -> None:
    domains = {name.split("/")[0] for name in NAMES}
    assert domains <= {
        *("calendar", "sales", "receivables", "payables", "treasury"),
        *("supply", "ledger", "statements", "planning", "audit"),
    }


@pytest.mark.parametrize("query", NAMES)
def test_a_query_runs_and_stays_within_a_tile(
    query: str, connection: duckdb.DuckDBPyConnection
) -> None:
    rows = connection.execute(query_text(query), bound(query) or None).fetchall()
    assert len(rows) <= ROW_LIMIT


@pytest.mark.parametrize("query", NEVER_EMPTY)
def test_the_demo_company_answers_every_query(
    query: str, connection: duckdb.DuckDBPyConnection
) -> None:
    assert connection.execute(query_text(query), bound(query) or None).fetchone() is not None


@pytest.mark.parametrize("query", NAMES)
def test_a_query_reads_published_marts_alone(
    query: str, connection: duckdb.DuckDBPyConnection
) -> None:
    tables = tables_of(connection, query)
    assert tables
    for table in tables:
        assert PUBLISHED_TABLE.fullmatch(table), table


@pytest.mark.parametrize("query", NAMES)
def test_money_stays_decimal(query: str, connection: duckdb.DuckDBPyConnection) -> None:
    result = connection.execute(query_text(query), bound(query) or None)
    floats = [name for name, kind, *_ in result.description or () if str(kind) == "DOUBLE"]
    # A median of days and a share for a label are no money.
    assert [name for name in floats if "amount" in name] == []


@pytest.mark.parametrize("query", NAMES)
def test_a_query_says_what_it_answers_and_is_used(query: str) -> None:
    assert query_text(query).startswith("-- "), "the first line says what the tile answers"
    code = "".join(file.read_text() for file in QUERIES.parent.rglob("*.py"))
    assert f'"{query}"' in code
