"""Faults of the cash flow statements: CF."""

from __future__ import annotations

from faults.fault import IFRS, Fault, add_one

# The last payment of interest by an entity whose books are not in the presentation currency.
_INTEREST = """
    (cash_line_key, counter_account_key) in (
        select (cash_line_key, counter_account_key) from treasury.fct_cash_movements
        where cash_flow_line_code = 'interest_paid' and functional_currency <> group_currency
        order by fiscal_period desc, cash_line_key limit 1
    )
"""

FAULTS = (
    Fault(
        "CF-1",
        "the indirect cash flow shows stock that was not sold",
        "select 'operating cash of 2026-08 (ifrs)'",
        (
            add_one(
                "statements.rpt_cash_flow_indirect",
                "'change_in_inventories', 'working_capital_changes', 'net_cash_operating'",
                IFRS,
            ),
        ),
    ),
    Fault(
        "CF-2",
        "a payment counts in another month",
        "select 'cash flows of 2024-01'",
        (
            """
            update treasury.fct_cash_movements set fiscal_period = '2024-01'
            where (cash_line_key, counter_account_key) in (
                select (cash_line_key, counter_account_key) from treasury.fct_cash_movements
                where cash_flow_category = 'operating' and functional_currency = group_currency
                order by fiscal_period desc, cash_line_key limit 1
            )
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
            f"""
            update statements.rpt_cash_flow
            set amount = amount + case when line_code = 'fx_effect' then 100 else -100 end
            where
                line_code in ('interest_paid', 'net_cash_financing', 'fx_effect')
                and layout = 'ifrs' and currency_view = 'group'
                and (entity_key, fiscal_period) in (
                    select (entity_key, fiscal_period) from treasury.fct_cash_movements
                    where {_INTEREST}
                )
            """,
            f"""
            update treasury.fct_cash_movements
            set allocated_amount_group = allocated_amount_group - 100 where {_INTEREST}
            """,
        ),
    ),
)
