-- Booked bank lines with their bank account; pending lines are announcements, not money. A line
-- belongs to the period its statement closes in.
with

bank_lines as (
    select * from {{ ref('int_bank_statement_lines_unioned') }}
    where status = 'booked'
),

own_periods as (
    {{ own_periods() }}
),

statements as (
    select * from {{ ref('int_bank_statements_unioned') }}
),

bank_accounts as (
    select * from {{ ref('int_bank_accounts_resolved') }}
),

as_of as (
    select * from {{ ref('int_as_of_date') }}
),

resolved as (
    select
        bank_lines.bank_line_key,
        bank_accounts.bank_account_key,
        bank_lines.statement_key,
        cast(bank_lines.line_number as bigint) as line_number,
        bank_lines.booking_date,
        bank_lines.value_date,
        {{ fiscal_period_of('coalesce(statements.closing_date, bank_lines.booking_date)') }}
            as fiscal_period,
        bank_lines.amount,
        bank_lines.currency_code,
        nullif(trim(bank_lines.bank_reference), '') as bank_reference,
        bank_lines.counterparty_name,
        bank_lines.counterparty_account,
        bank_lines.remittance_text,
        bank_lines.transaction_code
    from bank_lines
    cross join as_of
    inner join bank_accounts on bank_lines.account_id = bank_accounts.statement_account_id
    left join statements on bank_lines.statement_key = statements.statement_key
    {{ join_own_periods(
        'bank_accounts.entity_key', 'coalesce(statements.closing_date, bank_lines.booking_date)'
    ) }}
    where coalesce(statements.closing_date, bank_lines.booking_date) <= as_of.as_of_date
)

select * from resolved
