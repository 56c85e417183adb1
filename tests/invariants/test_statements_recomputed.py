"""Statements computed a second time from the landed rows, in Python, by another path."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

CENT = Decimal("0.01")
Amounts = dict[tuple[str, str], Decimal]


def rows(warehouse: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def monthly_profit(built_warehouse: Path) -> Amounts:
    """Profit per entity and month from the source's own lines, year-end closings left out."""
    lines = rows(
        built_warehouse,
        """
        select party.code, move.date, line.credit - line.debit
        from raw_erp.account_move_line as line
        inner join raw_erp.account_move as move on line.move = move.id
        inner join raw_erp.account_journal as journal on move.journal = journal.id
        inner join raw_erp.account_account as account on line.account = account.id
        inner join raw_erp.company_company as company on move.company = company.id
        inner join raw_erp.party_party as party on company.party = party.id
        where move.state = 'posted' and journal.type <> 'situation' and account.code like '6%'
        """,
    )
    profit: Amounts = defaultdict(Decimal)
    for entity, date, amount in lines:
        profit[entity, date.strftime("%Y-%m")] += Decimal(amount)
    return profit


def test_net_profit_is_the_income_and_expense_of_the_source(
    built_warehouse: Path, monthly_profit: Amounts
) -> None:
    printed = rows(
        built_warehouse,
        """
        select entity_code, fiscal_period, amount from statements.rpt_profit_and_loss
        where line_code = 'net_profit' and layout = 'cas' and currency_view = 'functional'
        """,
    )
    assert len(printed) == 3 * 36
    assert {(entity, period): amount for entity, period, amount in printed} == monthly_profit


def test_total_equity_is_what_the_source_holds_on_equity_and_income(built_warehouse: Path) -> None:
    (held,) = rows(
        built_warehouse,
        """
        select sum(line.credit - line.debit)
        from raw_erp.account_move_line as line
        inner join raw_erp.account_move as move on line.move = move.id
        inner join raw_erp.account_account as account on line.account = account.id
        where move.state = 'posted' and move.company = 1 and left(account.code, 1) in ('4', '6')
        """,
    )
    (printed,) = rows(
        built_warehouse,
        """
        select amount from statements.rpt_balance_sheet
        where
            line_code = 'total_equity' and layout = 'ifrs' and entity_code = 'LH-CN'
            and currency_view = 'functional' and fiscal_period = '2026-10'
        """,
    )
    assert printed == held


def test_cash_of_the_group_is_each_entitys_cash_at_the_last_ecb_fixing(
    built_warehouse: Path,
) -> None:
    fixings = dict(
        rows(
            built_warehouse,
            """
            select to_currency, rate from raw_fx_rates.rates
            where rate_date = date '2026-10-30' and to_currency in ('CNY', 'USD')
            """,
        )
    )
    per_currency = {
        "CNY": Decimal(1),
        "EUR": fixings["CNY"],
        "USD": (fixings["CNY"] / fixings["USD"]).quantize(Decimal("1e-10"), ROUND_HALF_UP),
    }
    cash = rows(
        built_warehouse,
        """
        select currency.code, account.code, sum(line.debit - line.credit)
        from raw_erp.account_move_line as line
        inner join raw_erp.account_move as move on line.move = move.id
        inner join raw_erp.account_account as account on line.account = account.id
        inner join raw_erp.company_company as company on move.company = company.id
        inner join raw_erp.currency_currency as currency on company.currency = currency.id
        where move.state = 'posted' and left(account.code, 3) = '100'
        group by all
        """,
    )
    # Each account is rounded for itself, as an accountant's sheet would.
    expected = sum(
        (Decimal(amount) * per_currency[currency]).quantize(CENT, ROUND_HALF_UP)
        for currency, _, amount in cash
    )
    (printed,) = rows(
        built_warehouse,
        """
        select amount from statements.rpt_cash_flow
        where
            line_code = 'closing_cash' and layout = 'ifrs' and entity_code = 'GROUP'
            and fiscal_period = '2026-10'
        """,
    )
    assert printed == (expected,)


def test_group_profit_is_each_month_at_the_mean_of_its_days(
    built_warehouse: Path, monthly_profit: Amounts
) -> None:
    fixings: dict[dt.date, Decimal] = dict(
        rows(
            built_warehouse,
            """
            select rate_date, rate from raw_fx_rates.rates
            where to_currency = 'CNY' and rate_date >= date '2026-02-20'
            """,
        )
    )
    printed = dict(
        rows(
            built_warehouse,
            """
            select fiscal_period, amount from statements.rpt_profit_and_loss
            where
                line_code = 'net_profit' and layout = 'ifrs' and entity_code = 'LH-EU'
                and currency_view = 'group' and fiscal_period >= '2026-03'
            """,
        )
    )
    rates: dict[str, list[Decimal]] = defaultdict(list)
    day, rate = dt.date(2026, 2, 20), Decimal(0)
    while day <= dt.date(2026, 10, 31):
        rate = fixings.get(day, rate)
        rates[day.strftime("%Y-%m")].append(rate)
        day += dt.timedelta(days=1)
    for period, amount in printed.items():
        average = sum(rates[period], Decimal(0)) / len(rates[period])
        # Every account is rounded to a cent for itself: some forty of them make the profit.
        assert abs(amount - monthly_profit["LH-EU", period] * average) < Decimal("0.25")
