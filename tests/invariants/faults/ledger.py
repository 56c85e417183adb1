"""Faults of the ledger and of closed periods: GL and TM."""

from __future__ import annotations

from faults.fault import CELL, COSTS, Fault

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
# The latest: its month is open, so that no restatement would tell of it.
_REVERSAL = (
    "(select max_by(journal_key, (effective_date, journal_key)) from ledger.fct_journals "
    "where reversed_journal_key is not null)"
)
_CLOSED_LINE = (
    "(select min(journal_line_key) from intermediate.int_closed_journal_lines_reported "
    "where fiscal_period = '2026-05' and functional_amount > 0)"
)
_CLOSED = CELL.format(layout="ifrs", period="2026-05")

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
            where (entity_key, account_key, fiscal_period) in ({COSTS.format(code=code)})
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
        "GL-9",
        "a reversal takes back one cent less than was accrued; the cent was booked by hand",
        f"""
        select 'journal ' || journal_number || ' of ' || effective_date || ' reversed on account '
        from ledger.fct_journals
        where journal_key = (
            select reversed_journal_key from ledger.fct_journals where journal_key = {_REVERSAL}
        )
        """,
        (
            f"""
            insert into ledger.fct_journals by name
            select * replace (
                'by hand' as journal_key, 'by hand' as source_key, null as reversed_journal_key
            ) from ledger.fct_journals where journal_key = {_REVERSAL}
            """,
            f"""
            insert into ledger.fct_journal_lines by name
            select * replace (
                'by hand' as journal_key, 'by hand ' || line_number as source_key,
                'by hand ' || line_number as journal_line_key,
                sign(functional_amount) * 0.01 as functional_amount,
                sign(functional_amount) * 0.01 as transaction_amount,
                sign(debit_amount) * 0.01 as debit_amount,
                sign(credit_amount) * 0.01 as credit_amount
            ) from ledger.fct_journal_lines where journal_key = {_REVERSAL}
            """,
            f"""
            update ledger.fct_journal_lines set
                functional_amount = functional_amount - sign(functional_amount) * 0.01,
                transaction_amount = transaction_amount - sign(functional_amount) * 0.01,
                debit_amount = debit_amount - sign(debit_amount) * 0.01,
                credit_amount = credit_amount - sign(credit_amount) * 0.01
            where journal_key = {_REVERSAL}
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
