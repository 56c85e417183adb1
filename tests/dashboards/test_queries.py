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
    "statement": "profit_and_loss",
    "line_code": "revenue",
    "account_class": "revenue",
    "debit_sign": -1,
    "layer": "elimination",
    "source_entity_code": "LH-CN",
}
# Queries of other statements know other lines, those of one account or journal its key.
EARNINGS = {"line_code": "current_year_earnings.profit", "account_class": "current_year_earnings"}
OTHERS: dict[str, dict[str, object]] = {
    "ledger/account_cash_lines": {
        "statement": "cash_flow",
        "line_code": "receipts_from_customers",
    },
    "ledger/account_operating_lines": {"account_class": "current_year_earnings"},
    "ledger/account_equity_lines": {**EARNINGS},
    "statements/equity_cell": {**EARNINGS},
    "statements/equity_cell_accounts": {**EARNINGS},
    "statements/equity_entries": {**EARNINGS},
}
ACCOUNTS = {
    "ledger/account_lines": "revenue",
    "ledger/account_cash_lines": "receivable",
    "ledger/account_equity_lines": "revenue",
    "ledger/account_operating_lines": "revenue",
    "statements/consolidation_entries": "revenue_intercompany",
    "statements/equity_entries": "revenue_intercompany",
}
# What the demo company must show something for.
NEVER_EMPTY = [
    name
    for name in NAMES
    if name
    not in {
        *("receivables/customer_statement", "receivables/worklist"),
        *("ledger/late_postings", "statements/restatement_bridge"),  # test_close
        "audit/quarantine",
    }
]


@pytest.fixture(scope="module")
def connection(release: Release) -> Iterator[duckdb.DuckDBPyConnection]:
    opened = open_release(release)
    yield opened
    opened.close()


def bound(query: str, connection: duckdb.DuckDBPyConnection) -> dict[str, object]:
    values = {**PARAMETERS, **OTHERS.get(query, {})}
    wanted = parameters_of(query)
    if "account_key" in wanted:
        (values["account_key"],) = one_of(
            connection,
            f"""
            select account_key from ledger.fct_account_balances
            inner join ledger.dim_accounts using (account_key, entity_key)
            inner join ledger.dim_entities using (entity_key)
            where account_class = '{ACCOUNTS[query]}' and entity_code = 'LH-CN'
            order by abs(closing_amount) desc limit 1
            """,
        )
    if "journal_key" in wanted:
        (values["journal_key"],) = one_of(
            connection,
            """
            select invoices.journal_key from sales.fct_invoices as invoices
            inner join receivables.fct_receivable_items as items
                on invoices.invoice_key = items.document_key
            inner join receivables.fct_settlements as settlements using (item_key)
            inner join receivables.fct_receipts as receipts using (payment_key)
            inner join ledger.fct_journal_lines as lines
                on receipts.journal_key = lines.journal_key
            inner join treasury.fct_bank_matches using (journal_line_key)
            order by invoices.invoice_number limit 1
            """,
        )
    return {name: values[name] for name in wanted}


def one_of(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[object, ...]:
    row: tuple[object, ...] | None = connection.execute(sql).fetchone()
    assert row is not None
    return row


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
    rows = connection.execute(query_text(query), bound(query, connection) or None).fetchall()
    assert len(rows) <= ROW_LIMIT


@pytest.mark.parametrize("query", NEVER_EMPTY)
def test_the_demo_company_answers_every_query(
    query: str, connection: duckdb.DuckDBPyConnection
) -> None:
    assert (
        connection.execute(query_text(query), bound(query, connection) or None).fetchone()
        is not None
    )


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
    result = connection.execute(query_text(query), bound(query, connection) or None)
    floats = [name for name, kind, *_ in result.description or () if str(kind) == "DOUBLE"]
    # A median of days and a share for a label are no money.
    assert [name for name in floats if "amount" in name] == []


@pytest.mark.parametrize("query", NAMES)
def test_a_query_says_what_it_answers_and_is_used(query: str) -> None:
    assert query_text(query).startswith("-- "), "the first line says what the tile answers"
    code = "".join(file.read_text() for file in QUERIES.parent.rglob("*.py"))
    assert f'"{query}"' in code
