-- Bank statements as the bank issued them: opening balance, booked lines and closing balance.
with

statements as (
    select * from {{ ref('int_bank_statements_unioned') }}
),

own_periods as (
    {{ own_periods() }}
),

bank_accounts as (
    select * from {{ ref('int_bank_accounts_resolved') }}
),

as_of as (
    select * from {{ ref('int_as_of_date') }}
),

selected as (
    select
        statements.statement_key,
        bank_accounts.bank_account_key,
        statements.statement_number,
        statements.statement_format,
        statements.opening_date,
        statements.opening_amount,
        statements.closing_date,
        statements.closing_amount,
        statements.currency_code,
        {{ fiscal_period_of('statements.closing_date') }} as fiscal_period,
        statements.is_complete,
        statements.file_name
    from statements
    cross join as_of
    inner join bank_accounts on statements.account_id = bank_accounts.statement_account_id
    {{ join_own_periods('bank_accounts.entity_key', 'statements.closing_date') }}
    where statements.closing_date <= as_of.as_of_date
)

select * from selected
