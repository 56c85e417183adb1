"""Faults of statements and of what is traced from them: ST and LN."""

from __future__ import annotations

from faults.fault import CELL, IFRS, Fault, add_one

_CAS = CELL.format(layout="cas", period="2026-08")
_MANAGEMENT = CELL.format(layout="management", period="2026-08")

# An account cash was paid to or came from in the month faults are planted in.
_MOVED = """
    select min(account_key) from statements.fct_statement_amounts
    where
        statement = 'cash_flow' and account_class = 'payable' and movement_kind = 'out'
        and entity_code = 'LH-EU' and currency_view = 'functional' and fiscal_period = '2026-08'
"""

FAULTS = (
    Fault(
        "ST-1",
        "the balance sheet shows stock that is not there",
        "select 'balance sheet of 2026-08 (cas)'",
        # In every layout, or ST-4 would see that they no longer agree.
        (
            add_one(
                "statements.rpt_balance_sheet",
                "'inventories', 'current_assets', 'total_assets'",
                f"({IFRS} or {_CAS})",
            ),
            add_one(
                "statements.rpt_balance_sheet",
                "'inventories', 'operating_current_assets', 'total_assets', 'working_capital', "
                "'capital_employed'",
                _MANAGEMENT,
            ),
        ),
    ),
    Fault(
        "ST-2",
        "the income statement shows revenue the ledger does not have",
        "select 'net profit of 2026-08'",
        (
            add_one(
                "statements.rpt_profit_and_loss",
                "'revenue', 'total_revenue', 'gross_profit', 'operating_profit', "
                "'profit_before_tax', 'net_profit', 'owners_profit'",
                IFRS,
            ),
            add_one(
                "statements.rpt_profit_and_loss",
                "'main_revenue', 'operating_revenue', 'operating_profit', 'profit_before_tax', "
                "'net_profit', 'owners_profit'",
                _CAS,
            ),
            add_one(
                "statements.rpt_profit_and_loss",
                "'revenue', 'total_revenue', 'contribution_margin', 'contribution_after_selling', "
                "'ebitda', 'ebit', 'profit_before_tax', 'net_profit', 'owners_profit'",
                _MANAGEMENT,
            ),
        ),
    ),
    Fault(
        "ST-3",
        "profit carried to retained earnings was shown as a dividend",
        "select 'retained earnings of 2026-01'",
        (
            """
            update statements.rpt_changes_in_equity
            set amount = amount + case when movement_kind = 'dividends' then 1 else -1 end
            where
                component_code = 'retained_earnings'
                and movement_kind in ('dividends', 'profit_carried')
                and entity_code = 'LH-EU' and currency_view = 'functional'
                and fiscal_period = '2025-12'
            """,
        ),
    ),
    Fault(
        "ST-4",
        "an account fell out of a layout",
        "select 'account 6701 (management, books)'",
        (
            """
            delete from seeds.statement_line_accounts
            where
                layout = 'management' and statement = 'profit_and_loss'
                and account_class = 'impairment'
            """,
        ),
    ),
    Fault(
        "ST-5",
        "a line was changed and its subtotal was not",
        "select 'profit_and_loss of 2026-08 (cas), operating_profit'",
        (add_one("statements.rpt_profit_and_loss", "'selling_expenses'", _CAS),),
    ),
    Fault(
        "ST-6",
        "a contribution of the owners was forgotten",
        "select 'movements of paid_in_capital of 2026-08 (cas)'",
        (
            """
            update statements.rpt_changes_in_equity set amount = amount - 1
            where
                component_code = 'share_capital' and movement_kind = 'contributions'
                and entity_code = 'LH-EU' and currency_view = 'functional'
                and fiscal_period = '2026-08'
            """,
        ),
    ),
    Fault(
        "ST-7",
        "a month was left out of its quarter",
        "select 'profit_and_loss, selling_expenses of quarter to 2026-08 (management)'",
        (
            f"""
            update statements.rpt_statements set amount = amount - 1
            where
                {_MANAGEMENT} and statement = 'profit_and_loss' and period_type = 'quarter'
                and line_code = 'selling_expenses'
            """,
        ),
    ),
    Fault(
        "LN-1",
        "a statement counts an amount no journal line stands behind",
        "select 'account 660102, profit_and_loss of 2026-08'",
        (
            """
            update statements.fct_statement_amounts set amount = amount - 1
            where
                entity_code = 'LH-EU' and currency_view = 'functional'
                and statement = 'profit_and_loss' and fiscal_period = '2026-08'
                and account_key = (
                    select account_key from ledger.dim_accounts
                    inner join ledger.dim_entities using (entity_key)
                    where account_code = '660102' and entity_code = 'LH-EU'
                )
            """,
        ),
    ),
    Fault(
        "LN-1",
        "a line of the cash flow statement shows cash that came for another",
        "select 'cash_flow, payments_to_suppliers of 2026-08 (ifrs)'",
        (
            f"""
            update statements.rpt_cash_flow
            set amount = amount + case when line_code = 'receipts_from_customers' then 1 else -1 end
            where {IFRS} and line_code in ('receipts_from_customers', 'payments_to_suppliers')
            """,
        ),
    ),
    Fault(
        "LN-1",
        "a line of the cash flow statement counts cash no journal moved",
        "select 'account ' || account_code || ', cash_flow of 2026-08' from ledger.dim_accounts "
        f"where account_key = ({_MOVED})",
        (
            f"""
            update statements.fct_statement_amounts set amount = amount - 1
            where
                statement = 'cash_flow' and entity_code = 'LH-EU' and movement_kind = 'out'
                and currency_view = 'functional' and fiscal_period = '2026-08'
                and account_key = ({_MOVED})
            """,
        ),
    ),
    Fault(
        "LN-1",
        "a change in equity was counted that no journal line made",
        "select 'account ' || account_code || ', changes_in_equity of 2026-08' "
        "from ledger.dim_accounts inner join ledger.dim_entities using (entity_key) "
        "where entity_code = 'LH-EU' and account_class = 'share_capital'",
        (
            """
            update statements.fct_statement_amounts set amount = amount - 1
            where
                statement = 'changes_in_equity' and entity_code = 'LH-EU'
                and currency_view = 'functional' and fiscal_period = '2026-08'
                and account_class = 'share_capital' and movement_kind = 'closing'
            """,
        ),
    ),
)
