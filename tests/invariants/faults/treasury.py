"""Faults of bank statements and exchange rates: BK and FX."""

from __future__ import annotations

from faults.fault import COSTS, Fault

FAULTS = (
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
            where (entity_key, account_key, fiscal_period) in ({COSTS.format(code="4001")})
            """,
        ),
    ),
)
