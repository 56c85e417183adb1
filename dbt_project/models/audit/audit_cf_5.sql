-- CF-5: the ledger's cash on each bank account equals the bank's closing balance plus deposits in
-- transit, less outstanding payments, less lines the ledger has not booked, each of them listed.
with

reconciliations as (
    select * from {{ ref('rpt_bank_reconciliation') }}
),

bank_accounts as (
    select * from {{ ref('dim_bank_accounts') }}
),

statements as (
    select * from {{ ref('fct_bank_statements') }}
),

items as (
    select * from {{ ref('fct_bank_reconciliation_items') }}
),

journal_lines as (
    select * from {{ ref('fct_journal_lines') }}
),

entities as (
    select * from {{ ref('dim_entities') }}
),

ledger_sums as (
    select
        bank_accounts.bank_account_key,
        journal_lines.fiscal_period,
        sum(
            case
                when journal_lines.transaction_currency = bank_accounts.currency_code
                    then journal_lines.transaction_amount
                when journal_lines.functional_currency = bank_accounts.currency_code
                    then journal_lines.functional_amount
                else 0
            end
        ) as amount
    from journal_lines
    inner join bank_accounts on journal_lines.account_key = bank_accounts.ledger_account_key
    group by bank_accounts.bank_account_key, journal_lines.fiscal_period
),

ledger_balances as (
    select
        reconciliations.bank_account_key,
        reconciliations.fiscal_period,
        sum(coalesce(ledger_sums.amount, 0)) as ledger_amount
    from reconciliations
    left join ledger_sums
        on
            reconciliations.bank_account_key = ledger_sums.bank_account_key
            and reconciliations.fiscal_period >= ledger_sums.fiscal_period
    group by reconciliations.bank_account_key, reconciliations.fiscal_period
),

item_sums as (
    select
        items.bank_account_key,
        items.fiscal_period,
        sum(
            case
                when items.item_kind = 'unbooked_bank_line' then -items.amount
                else items.amount
            end
        ) as items_amount
    from items
    group by items.bank_account_key, items.fiscal_period
),

cells as (
    select
        entities.entity_code
        || case
            when bank_accounts.currency_code = entities.functional_currency then ''
            else ' in ' || bank_accounts.currency_code
        end as scope,
        'bank account ' || bank_accounts.account_number
        || ' at the end of ' || reconciliations.fiscal_period as record,
        ledger_balances.ledger_amount as left_amount,
        statements.closing_amount + coalesce(item_sums.items_amount, 0) as right_amount
    from reconciliations
    inner join bank_accounts on reconciliations.bank_account_key = bank_accounts.bank_account_key
    inner join entities on bank_accounts.entity_key = entities.entity_key
    inner join statements on reconciliations.statement_key = statements.statement_key
    inner join ledger_balances
        on
            reconciliations.bank_account_key = ledger_balances.bank_account_key
            and reconciliations.fiscal_period = ledger_balances.fiscal_period
    left join item_sums
        on
            reconciliations.bank_account_key = item_sums.bank_account_key
            and reconciliations.fiscal_period = item_sums.fiscal_period
),

results as (
    {{ invariant_result('CF-5', 'cells') }}
)

select * from results
