-- Booked lines of bank statements, signed: money in positive, money out negative.
with

bank_lines as (
    select * from {{ ref('int_bank_lines_resolved') }}
),

selected as (
    select
        bank_lines.bank_line_key,
        bank_lines.bank_account_key,
        bank_lines.statement_key,
        bank_lines.line_number,
        bank_lines.booking_date,
        bank_lines.value_date,
        bank_lines.fiscal_period,
        bank_lines.amount,
        bank_lines.currency_code,
        bank_lines.bank_reference,
        bank_lines.counterparty_name,
        bank_lines.counterparty_account,
        bank_lines.remittance_text,
        bank_lines.transaction_code
    from bank_lines
)

select * from selected
