-- A bank line and a ledger line are the same money when bank account, bank reference and amount
-- agree. Repeats pair up in the order of their dates, one to one.
with

bank_lines as (
    select * from {{ ref('int_bank_lines_resolved') }}
    where bank_reference is not null
),

ledger_lines as (
    select * from {{ ref('int_bank_ledger_lines_resolved') }}
    where bank_reference is not null and journal_type <> 'opening'
),

numbered_bank_lines as (
    select
        bank_lines.*,
        row_number() over (
            partition by
                bank_lines.bank_account_key, bank_lines.bank_reference, bank_lines.amount
            order by bank_lines.booking_date asc, bank_lines.bank_line_key asc
        ) as repeat_number
    from bank_lines
),

numbered_ledger_lines as (
    select
        ledger_lines.*,
        row_number() over (
            partition by
                ledger_lines.bank_account_key, ledger_lines.bank_reference, ledger_lines.amount
            order by ledger_lines.effective_date asc, ledger_lines.journal_line_key asc
        ) as repeat_number
    from ledger_lines
),

matched as (
    select
        numbered_bank_lines.bank_account_key,
        numbered_bank_lines.bank_line_key,
        numbered_ledger_lines.journal_line_key,
        numbered_bank_lines.booking_date,
        numbered_bank_lines.fiscal_period as bank_fiscal_period,
        numbered_ledger_lines.effective_date,
        numbered_ledger_lines.fiscal_period as ledger_fiscal_period,
        'exact_reference' as match_method,
        numbered_bank_lines.amount as matched_amount
    from numbered_bank_lines
    inner join numbered_ledger_lines
        on
            numbered_bank_lines.bank_account_key = numbered_ledger_lines.bank_account_key
            and numbered_bank_lines.bank_reference = numbered_ledger_lines.bank_reference
            and numbered_bank_lines.amount = numbered_ledger_lines.amount
            and numbered_bank_lines.repeat_number = numbered_ledger_lines.repeat_number
)

select * from matched
