-- The period ends at which a bank account can be reconciled: from its first statement to the as-of
-- date, with the newest statement that had closed by then.
with

statements as (
    select * from {{ ref('int_bank_statements_unioned') }}
),

bank_accounts as (
    select * from {{ ref('int_bank_accounts_resolved') }}
),

as_of as (
    select * from {{ ref('int_as_of_date') }}
),

fiscal_periods as (
    select * from {{ ref('int_fiscal_periods_resolved') }}
),

own_periods as (
    {{ own_periods() }}
),

account_statements as (
    select
        bank_accounts.bank_account_key,
        bank_accounts.entity_key,
        statements.statement_key,
        statements.opening_date,
        statements.closing_date,
        statements.closing_amount,
        {{ fiscal_period_of('statements.closing_date') }} as fiscal_period
    from statements
    cross join as_of
    inner join bank_accounts on statements.account_id = bank_accounts.statement_account_id
    {{ join_own_periods('bank_accounts.entity_key', 'statements.closing_date') }}
    where
        bank_accounts.ledger_account_key is not null
        and statements.closing_date <= as_of.as_of_date
),

first_statements as (
    select
        account_statements.bank_account_key,
        account_statements.entity_key,
        min(account_statements.fiscal_period) as first_fiscal_period,
        min(account_statements.opening_date) as first_opening_date
    from account_statements
    group by account_statements.bank_account_key, account_statements.entity_key
),

candidates as (
    select
        first_statements.bank_account_key,
        fiscal_periods.fiscal_period,
        fiscal_periods.ends_date as period_end_date,
        first_statements.first_opening_date,
        account_statements.statement_key,
        account_statements.closing_date,
        account_statements.closing_amount,
        row_number() over (
            partition by first_statements.bank_account_key, fiscal_periods.fiscal_period
            order by account_statements.closing_date desc, account_statements.statement_key desc
        ) as newest_rank
    from first_statements
    cross join as_of
    inner join fiscal_periods
        on
            first_statements.entity_key = fiscal_periods.entity_key
            and first_statements.first_fiscal_period <= fiscal_periods.fiscal_period
            and as_of.as_of_date >= fiscal_periods.starts_date
    inner join account_statements
        on
            first_statements.bank_account_key = account_statements.bank_account_key
            and fiscal_periods.fiscal_period >= account_statements.fiscal_period
),

newest as (
    select
        candidates.bank_account_key,
        candidates.fiscal_period,
        candidates.period_end_date,
        candidates.first_opening_date,
        candidates.statement_key,
        candidates.closing_date as statement_date,
        candidates.closing_amount as statement_amount
    from candidates
    where candidates.newest_rank = 1
)

select * from newest
