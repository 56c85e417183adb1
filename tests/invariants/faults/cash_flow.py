"""Faults of the cash flow statements: CF."""

from __future__ import annotations

from faults.fault import CELL, IFRS, Fault, add_one

# The last payment of interest by an entity whose books are not in the presentation currency.
_INTEREST = """
    (cash_line_key, counter_account_key) in (
        select (cash_line_key, counter_account_key) from treasury.fct_cash_movements
        where cash_flow_line_code = 'interest_paid' and functional_currency <> group_currency
        order by fiscal_period desc, cash_line_key limit 1
    )
"""

_LH_EU_AUGUST = "entity_code = 'LH-EU' and fiscal_period = '2026-08'"
# An account of stock that moved in that month.
_STOCK = f"""
    select min(account_key) from statements.fct_statement_amounts
    where
        statement = 'cash_flow_indirect' and account_class = 'inventory' and {_LH_EU_AUGUST}
        and currency_view = 'functional'
"""
# The newest payment of an entity whose books are in the presentation currency.
_PAYMENT = """
    (cash_line_key, counter_account_key) in (
        select (cash_line_key, counter_account_key) from treasury.fct_cash_movements
        where cash_flow_category = 'operating' and functional_currency = group_currency
            and within_group_amount_group = 0
        order by fiscal_period desc, cash_line_key limit 1
    )
"""

FAULTS = (
    Fault(
        "CF-1",
        "the indirect cash flow shows stock that was not sold",
        "select 'operating cash of 2026-08 (cas)'",
        (
            # In every layout and with the correction of a journal behind it, or LN-1 would see that
            # the lines part from what stands behind them.
            add_one(
                "statements.rpt_cash_flow_indirect",
                "'change_in_inventories', 'working_capital_changes', 'net_cash_operating'",
                IFRS,
            ),
            add_one(
                "statements.rpt_cash_flow_indirect",
                "'decrease_in_inventories', 'net_cash_operating'",
                CELL.format(layout="cas", period="2026-08"),
            ),
            add_one(
                "statements.rpt_cash_flow_indirect",
                "'change_in_inventories', 'trade_working_capital_changes', "
                "'working_capital_changes', 'net_cash_operating'",
                CELL.format(layout="management", period="2026-08"),
            ),
            f"""
            update statements.fct_statement_amounts set amount = amount + 1
            where
                statement = 'cash_flow_indirect' and {_LH_EU_AUGUST}
                and currency_view = 'functional' and account_key = ({_STOCK})
            """,
            f"""
            insert into statements.fct_operating_cash_corrections by name
            select
                journal_key, account_key, 'crossing' as correction_kind, entity_key, fiscal_period,
                1 as amount_functional, 1 as amount_group
            from ledger.fct_journal_lines
            where fiscal_period = '2026-08' and account_key = ({_STOCK})
            limit 1
            """,
        ),
    ),
    Fault(
        "CF-2",
        "a payment counts with another amount in the group's currency",
        "select 'cash flows of ' || fiscal_period from treasury.fct_cash_movements "
        f"where {_PAYMENT}",
        (
            f"""
            update treasury.fct_cash_movements
            set allocated_amount_group = allocated_amount_group + 1 where {_PAYMENT}
            """,
        ),
    ),
    Fault(
        "CF-3",
        "the cash flow statement forgot a cash box",
        "select 'closing cash of 2026-08 (ifrs)'",
        (add_one("statements.rpt_cash_flow", "'opening_cash', 'closing_cash'", IFRS),),
    ),
    Fault(
        "CF-4",
        "a part of the cash has no activity",
        """
        select 'cash of journal ' || journal_number from ledger.fct_journals
        where journal_key = (
            select journal_key from treasury.fct_cash_movements
            where cash_flow_category = 'operating' order by cash_line_key limit 1
        )
        """,
        (
            """
            update treasury.fct_cash_movements set cash_flow_category = 'none'
            where cash_line_key = (
                select min(cash_line_key) from treasury.fct_cash_movements
                where cash_flow_category = 'operating'
            )
            """,
        ),
    ),
    Fault(
        "CF-5",
        "an item in transit is not listed",
        """
        select 'at the end of ' || fiscal_period from treasury.fct_bank_reconciliation_items
        order by fiscal_period, bank_account_key, item_key limit 1
        """,
        (
            """
            delete from treasury.fct_bank_reconciliation_items
            where (bank_account_key, fiscal_period, item_key) in (
                select (bank_account_key, fiscal_period, item_key)
                from treasury.fct_bank_reconciliation_items
                order by fiscal_period, bank_account_key, item_key limit 1
            )
            """,
        ),
    ),
    Fault(
        "CF-6",
        "interest was translated at a wrong rate and the effect of exchange rates swallowed it",
        "select 'effect of exchange rates in ' || fiscal_period from treasury.fct_cash_movements "
        f"where {_INTEREST}",
        (
            # In every layout and account by account, or LN-1 would see that they part.
            f"""
            update statements.rpt_cash_flow
            set amount = amount + case when line_code = 'fx_effect' then 100 else -100 end
            where
                line_code in (
                    'interest_paid', 'cash_paid_for_dividends_and_interest', 'financing_outflows',
                    'net_cash_financing', 'fx_effect'
                )
                and currency_view = 'group'
                and (entity_key, fiscal_period) in (
                    select (entity_key, fiscal_period) from treasury.fct_cash_movements
                    where {_INTEREST}
                )
            """,
            f"""
            update statements.fct_statement_amounts set amount = amount - 100
            where
                statement = 'cash_flow' and currency_view = 'group' and entity_key <> 'GROUP'
                and (account_key, fiscal_period) in (
                    select (counter_account_key, fiscal_period) from treasury.fct_cash_movements
                    where {_INTEREST}
                )
            """,
            # The interest was paid within the group, which leaves it out as before.
            f"""
            update treasury.fct_cash_movements
            set
                allocated_amount_group = allocated_amount_group - 100,
                within_group_amount_group = within_group_amount_group - 100
            where {_INTEREST}
            """,
        ),
    ),
)
