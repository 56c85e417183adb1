"""The faults planted into a built warehouse: one per invariant, each in the layer it guards.

**Belongs here**: the SQL that plants a fault and the SQL that says which record must be named.

**Keep out**: building the warehouse and judging it (`test_planted_faults`).

Each fault is an error that could really happen and that only its own invariant can see; where one
mistake would upset several identities, it is planted behind the others (a statement is changed
consistently up to its totals, a balance is moved between two accounts).
"""

from __future__ import annotations

from typing import NamedTuple


class Fault(NamedTuple):
    """One planted fault.

    invariant_id: The invariant that must name it.
    story: What went wrong, for the test's name.
    record: SQL that gives, before planting, the text the invariant's detail must contain.
    plant: SQL statements that plant it, run in order.
    """

    invariant_id: str
    story: str
    record: str
    plant: tuple[str, ...]


_LINE = (
    "(select min(journal_line_key) from ledger.fct_journal_lines "
    "where functional_amount > 0 and journal_type = 'sale')"
)
_OTHER_LINE = (
    "(select max(journal_line_key) from ledger.fct_journal_lines "
    "where functional_amount > 0 and journal_type = 'sale')"
)
# The first and the last line of income of an invoice in a foreign currency.
_FOREIGN_LINES = """
    journal_line_key in (
        select unnest([min(journal_line_key), max(journal_line_key)])
        from ledger.fct_journal_lines inner join ledger.dim_accounts using (account_key)
        where
            journal_type = 'sale' and transaction_currency <> functional_currency
            and account_class = 'revenue'
        group by journal_key having count(*) > 1 order by journal_key limit 2
    )
"""
_OPEN_ITEM = (
    "(select min(item_key) from {items} inner join ledger.dim_accounts "
    "on control_account_key = account_key "
    "where open_amount_functional <> 0 and currency_code <> functional_currency "
    "and account_class = '{account_class}')"
)
_RECEIVABLE = _OPEN_ITEM.format(
    items="receivables.fct_receivable_items", account_class="receivable"
)
_PAYABLE = _OPEN_ITEM.format(items="payables.fct_payable_items", account_class="payable")
_CLOSED_LINE = (
    "(select min(journal_line_key) from intermediate.int_closed_journal_lines_reported "
    "where fiscal_period = '2026-05' and functional_amount > 0)"
)
_COSTS = (
    "select entity_key, account_key, fiscal_period from ledger.fct_account_balances "
    "inner join ledger.dim_accounts using (entity_key, account_key) "
    "inner join ledger.dim_entities using (entity_key) "
    "where entity_code = 'LH-EU' and fiscal_period = '2026-05' and account_code = '{code}'"
)
# Statements are planted with faults in a month still open; in a closed one TM-2 would see them too.
_CELL = (
    "layout = '{layout}' and entity_code = 'LH-EU' and currency_view = 'functional' "
    "and fiscal_period = '{period}'"
)
_IFRS = _CELL.format(layout="ifrs", period="2026-08")
_CAS = _CELL.format(layout="cas", period="2026-08")
_MANAGEMENT = _CELL.format(layout="management", period="2026-08")
_CLOSED = _CELL.format(layout="ifrs", period="2026-05")
# The last payment of interest by an entity whose books are not in the presentation currency.
_INTEREST = """
    (cash_line_key, counter_account_key) in (
        select (cash_line_key, counter_account_key) from treasury.fct_cash_movements
        where cash_flow_line_code = 'interest_paid' and functional_currency <> group_currency
        order by fiscal_period desc, cash_line_key limit 1
    )
"""


def _add_one(table: str, lines: str, where: str) -> str:
    return f"update {table} set amount = amount + 1 where {where} and line_code in ({lines})"


FAULTS = (
    Fault(
        "GL-1",
        "a line stands in the wrong journal",
        f"""
        select 'journal ' || journal_number from ledger.fct_journals where journal_key in (
            select journal_key from ledger.fct_journal_lines
            where journal_line_key in ({_LINE}, {_OTHER_LINE})
        ) order by 1 limit 1
        """,
        (
            f"""
            update ledger.fct_journal_lines set journal_key = (
                select journal_key from ledger.fct_journal_lines
                where journal_line_key = {_OTHER_LINE}
            ) where journal_line_key = {_LINE}
            """,
        ),
    ),
    Fault(
        "GL-2",
        "the lines of an invoice in a foreign currency were mixed up",
        f"""
        select min('line ' || source_key || ' of ') from ledger.fct_journal_lines
        where {_FOREIGN_LINES}
        """,
        (
            f"""
            update ledger.fct_journal_lines as mixed_up
            set transaction_amount = mixed_up.transaction_amount + sides.amount
            from (
                select journal_line_key, case row_number() over (order by journal_line_key)
                    when 1 then 1000 else -1000 end as amount
                from ledger.fct_journal_lines where {_FOREIGN_LINES}
            ) as sides
            where mixed_up.journal_line_key = sides.journal_line_key
            """,
        ),
    ),
    Fault(
        "GL-3",
        "a line has lost its currency",
        f"""
        select 'line ' || source_key || ' without currency' from ledger.fct_journal_lines
        where journal_line_key = {_LINE}
        """,
        (
            f"""
            update ledger.fct_journal_lines set functional_currency = null
            where journal_line_key = {_LINE}
            """,
        ),
    ),
    Fault(
        "GL-4",
        "a line of the source is recorded twice",
        f"""
        select 'line ' || source_key || ' number ' from ledger.fct_journal_lines
        where journal_line_key = {_OTHER_LINE}
        """,
        (
            f"""
            update ledger.fct_journal_lines as twice
            set source_key = once.source_key, line_number = once.line_number
            from (select * from ledger.fct_journal_lines) as once
            where twice.journal_line_key = {_LINE} and once.journal_line_key = {_OTHER_LINE}
            """,
        ),
    ),
    Fault(
        "GL-5",
        "a line entered a closed period and no restatement tells of it",
        f"""
        select 'account ' || account_code || ' in closed 2026-05'
        from intermediate.int_closed_journal_lines_reported
        inner join ledger.dim_accounts using (account_key)
        where journal_line_key = {_CLOSED_LINE}
        """,
        (
            f"""
            delete from intermediate.int_closed_journal_lines_reported
            where journal_line_key = {_CLOSED_LINE}
            """,
        ),
    ),
    Fault(
        "GL-6",
        "a balance was moved to another account",
        "select 'account 660102 in 2026-05, closing'",
        tuple(
            f"""
            update ledger.fct_account_balances set closing_amount = closing_amount {change}
            where (entity_key, account_key, fiscal_period) in ({_COSTS.format(code=code)})
            """
            for code, change in (("660102", "+ 5"), ("660202", "- 5"))
        ),
    ),
    Fault(
        "GL-7",
        "the printed trial balance was typed over",
        "select 'trial balance of 2026-05'",
        (
            """
            update statements.rpt_trial_balance set closing_amount = closing_amount + 1
            where entity_code = 'LH-EU' and fiscal_period = '2026-05' and account_code = '660102'
            """,
        ),
    ),
    Fault(
        "GL-8",
        "the source knows a posting the platform does not",
        """
        select 'account ' || account_code from ledger.dim_accounts where account_key = (
            select md5('erp|' || account) from raw_erp.trial_balance
            order by account, period limit 1
        )
        """,
        (
            """
            update raw_erp.trial_balance set debit = debit + 1 where (account, period) in (
                select (account, period) from raw_erp.trial_balance
                order by account, period limit 1
            )
            """,
        ),
    ),
    Fault(
        "GL-10",
        "a difference between rules and ledger has dropped off the list",
        """
        select document_type || ' ' || document_key || ' account ' || account_key
        from ledger.fct_shadow_ledger_differences order by difference_key limit 1
        """,
        (
            """
            delete from ledger.fct_shadow_ledger_differences where difference_key = (
                select min(difference_key) from ledger.fct_shadow_ledger_differences
            )
            """,
        ),
    ),
    Fault(
        "ST-1",
        "the balance sheet shows stock that is not there",
        "select 'balance sheet of 2026-08 (cas)'",
        # In every layout, or ST-4 would see that they no longer agree.
        (
            _add_one(
                "statements.rpt_balance_sheet",
                "'inventories', 'current_assets', 'total_assets'",
                f"({_IFRS} or {_CAS})",
            ),
            _add_one(
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
            _add_one(
                "statements.rpt_profit_and_loss",
                "'revenue', 'total_revenue', 'gross_profit', 'operating_profit', "
                "'profit_before_tax', 'net_profit', 'owners_profit'",
                _IFRS,
            ),
            _add_one(
                "statements.rpt_profit_and_loss",
                "'main_revenue', 'operating_revenue', 'operating_profit', 'profit_before_tax', "
                "'net_profit', 'owners_profit'",
                _CAS,
            ),
            _add_one(
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
        (_add_one("statements.rpt_profit_and_loss", "'selling_expenses'", _CAS),),
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
        "CF-1",
        "the indirect cash flow shows stock that was not sold",
        "select 'operating cash of 2026-08 (ifrs)'",
        (
            _add_one(
                "statements.rpt_cash_flow_indirect",
                "'change_in_inventories', 'working_capital_changes', 'net_cash_operating'",
                _IFRS,
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
        (_add_one("statements.rpt_cash_flow", "'opening_cash', 'closing_cash'", _IFRS),),
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
    Fault(
        "AR-1",
        "an item is kept under another control account",
        f"""
        select 'control account ' || account_code from ledger.dim_accounts where account_key = (
            select control_account_key from receivables.fct_receivable_items
            where item_key = {_RECEIVABLE}
        )
        """,
        (
            f"""
            update receivables.fct_receivable_items set control_account_key = (
                select account_key from ledger.dim_accounts
                where
                    account_class = 'receivable_intercompany'
                    and entity_key = receivables.fct_receivable_items.entity_key
            )
            where item_key = {_RECEIVABLE}
            """,
        ),
    ),
    Fault(
        "AR-2",
        "a document was changed after it was recorded",
        """
        select 'open amount of invoice ' || document_number from receivables.fct_receivable_items
        where document_type = 'invoice' order by item_key limit 1
        """,
        (
            """
            update receivables.fct_receivable_items
            set original_amount_functional = original_amount_functional + 1
            where item_key = (
                select item_key from receivables.fct_receivable_items
                where document_type = 'invoice' order by item_key limit 1
            )
            """,
        ),
    ),
    Fault(
        "AR-3",
        "an overdue item stands in no bucket",
        """
        select 'items in ' || currency_code from receivables.rpt_receivables_ageing
        where as_of_date = (select max(as_of_date) from receivables.rpt_receivables_ageing)
        order by entity_key, customer_key, currency_code, bucket limit 1
        """,
        (
            """
            delete from receivables.rpt_receivables_ageing
            where (as_of_date, entity_key, customer_key, currency_code, bucket) in (
                select (as_of_date, entity_key, customer_key, currency_code, bucket)
                from receivables.rpt_receivables_ageing
                where as_of_date = (select max(as_of_date) from receivables.rpt_receivables_ageing)
                order by entity_key, customer_key, currency_code, bucket limit 1
            )
            """,
        ),
    ),
    Fault(
        "AR-4",
        "money was applied a day before it was there",
        """
        select 'applied of receipt ' || payment_number from receivables.fct_receipts
        where applied_amount_functional > 0 order by payment_key limit 1
        """,
        (
            """
            update receivables.fct_receipts set payment_date = payment_date + 1
            where payment_key = (
                select payment_key from receivables.fct_receipts
                where applied_amount_functional > 0 order by payment_key limit 1
            )
            """,
        ),
    ),
    Fault(
        "AR-5",
        "a month tells of money that never moved",
        """
        select 'closing of receivables in ' || max(fiscal_period)
        from receivables.rpt_receivables_roll_forward
        """,
        (
            """
            update receivables.rpt_receivables_roll_forward
            set settled_amount_functional = settled_amount_functional + 1
            where (fiscal_period, entity_key, customer_key, currency_code) in (
                select (fiscal_period, entity_key, customer_key, currency_code)
                from receivables.rpt_receivables_roll_forward
                order by fiscal_period desc, entity_key, customer_key, currency_code limit 1
            )
            """,
        ),
    ),
    Fault(
        "AR-6",
        "a receipt keeps money on account that it has applied",
        """
        select 'receipt ' || payment_number from receivables.fct_receipts
        order by payment_key limit 1
        """,
        (
            """
            update receivables.fct_receipts
            set unapplied_amount_functional = unapplied_amount_functional + 1
            where payment_key = (select min(payment_key) from receivables.fct_receipts)
            """,
        ),
    ),
    Fault(
        "AP-1",
        "an item is kept under another control account",
        f"""
        select 'control account ' || account_code from ledger.dim_accounts where account_key = (
            select control_account_key from payables.fct_payable_items
            where item_key = {_PAYABLE}
        )
        """,
        (
            f"""
            update payables.fct_payable_items set control_account_key = (
                select account_key from ledger.dim_accounts
                where
                    account_class = 'payable_intercompany'
                    and entity_key = payables.fct_payable_items.entity_key
            )
            where item_key = {_PAYABLE}
            """,
        ),
    ),
    Fault(
        "AP-2",
        "a document was changed after it was recorded",
        """
        select 'open amount of bill ' || document_number from payables.fct_payable_items
        where document_type = 'bill' order by item_key limit 1
        """,
        (
            """
            update payables.fct_payable_items
            set original_amount_functional = original_amount_functional + 1
            where item_key = (
                select item_key from payables.fct_payable_items
                where document_type = 'bill' order by item_key limit 1
            )
            """,
        ),
    ),
    Fault(
        "AP-4",
        "money was applied a day before it was there",
        """
        select 'applied of payment ' || payment_number from payables.fct_payments
        where applied_amount_functional > 0 order by payment_key limit 1
        """,
        (
            """
            update payables.fct_payments set payment_date = payment_date + 1
            where payment_key = (
                select payment_key from payables.fct_payments
                where applied_amount_functional > 0 order by payment_key limit 1
            )
            """,
        ),
    ),
    Fault(
        "AP-5",
        "a month tells of money that never moved",
        """
        select 'closing of payables in ' || max(fiscal_period)
        from payables.rpt_payables_roll_forward
        """,
        (
            """
            update payables.rpt_payables_roll_forward
            set settled_amount_functional = settled_amount_functional + 1
            where (fiscal_period, entity_key, supplier_key, currency_code) in (
                select (fiscal_period, entity_key, supplier_key, currency_code)
                from payables.rpt_payables_roll_forward
                order by fiscal_period desc, entity_key, supplier_key, currency_code limit 1
            )
            """,
        ),
    ),
    Fault(
        "AP-6",
        "a payment keeps money on account that it has applied",
        """
        select 'payment ' || payment_number from payables.fct_payments
        order by payment_key limit 1
        """,
        (
            """
            update payables.fct_payments
            set unapplied_amount_functional = unapplied_amount_functional + 1
            where payment_key = (select min(payment_key) from payables.fct_payments)
            """,
        ),
    ),
    Fault(
        "BK-1",
        "a bank line was changed after the bank issued it",
        """
        select 'statement ' || statement_number || ' closing ' || closing_date
        from treasury.fct_bank_statements where statement_key = (
            select statement_key from treasury.fct_bank_lines order by bank_line_key limit 1
        )
        """,
        (
            """
            update treasury.fct_bank_lines set amount = amount + 1
            where bank_line_key = (select min(bank_line_key) from treasury.fct_bank_lines)
            """,
        ),
    ),
    Fault(
        "FX-1",
        "a day's rate is missing",
        """
        select 'spot rate EUR to CNY of ' || max(effective_date) || ' is missing'
        from ledger.fct_journal_lines where functional_currency = 'EUR'
        """,
        (
            """
            delete from treasury.fct_exchange_rates
            where
                rate_type = 'spot' and from_currency = 'EUR' and to_currency = 'CNY'
                and rate_date = (
                    select max(effective_date) from ledger.fct_journal_lines
                    where functional_currency = 'EUR'
                )
            """,
        ),
    ),
    Fault(
        "FX-2",
        "a receipt realised more than its journal posts",
        """
        select 'exchange gain of journal ' || journal_number from ledger.fct_journals
        where journal_key = (
            select difference_journal_key from receivables.fct_settlements
            where realised_gain_amount_functional > 0 order by settlement_key limit 1
        )
        """,
        (
            """
            update receivables.fct_settlements
            set realised_gain_amount_functional = realised_gain_amount_functional + 1
            where settlement_key = (
                select settlement_key from receivables.fct_settlements
                where realised_gain_amount_functional > 0 order by settlement_key limit 1
            )
            """,
        ),
    ),
    Fault(
        "FX-3",
        "a month reverses more than the one before recognised",
        """
        select 'reversal on account ' || account_code || ' in ' || fiscal_period
            || ' of ' || position_key
        from treasury.fct_fx_revaluations inner join ledger.dim_accounts using (account_key)
        where reversed_gain_amount_functional <> 0 order by position_key, fiscal_period limit 1
        """,
        (
            """
            update treasury.fct_fx_revaluations
            set reversed_gain_amount_functional = reversed_gain_amount_functional + 1
            where (position_key, fiscal_period) in (
                select (position_key, fiscal_period) from treasury.fct_fx_revaluations
                where reversed_gain_amount_functional <> 0
                order by position_key, fiscal_period limit 1
            )
            """,
        ),
    ),
    Fault(
        "FX-4",
        "a capital movement was proven at the closing rate",
        "select 'translation difference of 2026-05'",
        (
            """
            update statements.fct_cta_proof set
                equity_effect_amount_group = equity_effect_amount_group + 100,
                proven_change_amount_group = proven_change_amount_group + 100
            where entity_code = 'LH-EU' and fiscal_period = '2026-05'
            """,
        ),
    ),
    Fault(
        "FX-5",
        "a translated balance was written over the entity's own",
        "select 'account 4001 in 2026-05'",
        (
            f"""
            update ledger.fct_translated_balances
            set closing_amount_functional = closing_amount_group
            where (entity_key, account_key, fiscal_period) in ({_COSTS.format(code="4001")})
            """,
        ),
    ),
    Fault(
        "IC-1",
        "a document in transit was taken off the list of differences",
        "select 'trade in EUR of LH-CN and LH-EU in 2026-05'",
        (
            """
            update statements.fct_intercompany_pairs
            set in_transit_difference_amount_group = in_transit_difference_amount_group - 1
            where
                kind = 'trade' and transaction_currency = 'EUR' and fiscal_period = '2026-05'
                and creditor_entity_key = (
                    select entity_key from ledger.dim_entities where entity_code = 'LH-CN'
                )
            """,
        ),
    ),
    Fault(
        "IC-2",
        "a balance was eliminated on one side only",
        "select 'balance entry of 2026-05'",
        (
            """
            update statements.fct_elimination_lines
            set movement_amount_group = movement_amount_group + 1
            where
                kind = 'balance' and fiscal_period = '2026-05'
                and entity_key = (
                    select entity_key from ledger.dim_entities where entity_code = 'LH-EU'
                )
            """,
        ),
    ),
    Fault(
        "IC-3",
        "a company of the group was taken for a customer",
        """
        select 'revenue of ' || min(fiscal_period) from ledger.fct_journal_lines
        inner join ledger.dim_accounts using (entity_key, account_key)
        where account_class = 'revenue_intercompany'
        """,
        (
            """
            update sales.dim_customers set intercompany_entity_key = null
            where intercompany_entity_key is not null
            """,
        ),
    ),
    Fault(
        "CO-1",
        "a layer holds stock the group statement does not show",
        "select 'total_assets of 2026-08'",
        (
            """
            update statements.fct_consolidated_balances
            set closing_amount_group = closing_amount_group + 1
            where
                layer = 'entity' and fiscal_period = '2026-08'
                and account_key in (
                    select account_key from ledger.dim_accounts
                    inner join ledger.dim_entities using (entity_key)
                    where entity_code = 'LH-EU' and account_code = '1405'
                )
            """,
        ),
    ),
    Fault(
        "CO-2",
        "others sold a part of their share and kept their interest",
        "select 'interest of others at the end of 2026-08'",
        (
            """
            update intermediate.int_entity_shares_resolved set group_share_ratio = 0.85
            where group_share_ratio < 1 and fiscal_period = '2026-08'
            """,
        ),
    ),
    Fault(
        "CO-3",
        "a parent was entered as the subsidiary of its own subsidiary",
        "select 'ownership of LH-CN from 2024-01-01'",
        (
            """
            insert into ledger.dim_ownerships by name
            select parent_entity_key as entity_key, entity_key as parent_entity_key,
                ownership_ratio, consolidation_method, date '2024-01-01' as valid_from, valid_to
            from ledger.dim_ownerships
            where entity_key = (
                select entity_key from ledger.dim_entities where entity_code = 'LH-EU'
            )
            """,
        ),
    ),
    Fault(
        "LD-1",
        "a row was lost after it had been accepted",
        "select 'table account_move_line, rows'",
        (
            """
            update raw_landing.control_totals set landed_amount = landed_amount - 1
            where source_name = 'erp' and table_name = 'account_move_line' and measure = 'rows'
            """,
        ),
    ),
    Fault(
        "LD-2",
        "a row was neither accepted nor quarantined",
        "select 'table account_move_line, rows'",
        (
            """
            update raw_landing.control_totals set accepted_amount = accepted_amount - 1
            where source_name = 'erp' and table_name = 'account_move_line' and measure = 'rows'
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
        "TM-1",
        "a reported figure was changed after the close",
        "select 'statements of 2026-05 as reported'",
        (
            f"""
            update statements.fct_statement_snapshots set amount = amount + 1
            where {_CLOSED} and statement = 'cash_flow' and line_code = 'opening_cash'
            """,
        ),
    ),
    Fault(
        "TM-2",
        "a restatement is told of that moved nothing",
        "select 'revenue of 2026-05 (ifrs)'",
        (
            f"""
            insert into statements.rpt_restatement_bridge by name
            select entity_key, entity_code, fiscal_period, layout, 'profit_and_loss' as statement,
                line_code, 'none' as journal_key, 'added' as change_type, currency_code,
                amount as reported_amount, 1 as delta_amount, amount + 1 as restated_amount
            from statements.rpt_profit_and_loss where {_CLOSED} and line_code = 'revenue'
            """,
        ),
    ),
)
