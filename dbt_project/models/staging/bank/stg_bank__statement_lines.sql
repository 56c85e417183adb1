with

statement_lines as (
    {{ current_rows(source('raw_bank', 'statement_lines')) }}
),

renamed as (
    select
        statement_lines.line_id,
        statement_lines.statement_id,
        statement_lines.account_id,
        cast(statement_lines.line_number as bigint) as line_number,
        cast(statement_lines.booking_date as date) as booking_date,
        cast(statement_lines.value_date as date) as value_date,
        {{ money('statement_lines.amount') }} as amount,
        statement_lines.currency_code,
        statement_lines.bank_reference,
        statement_lines.end_to_end_reference,
        statement_lines.counterparty_name,
        statement_lines.counterparty_account,
        statement_lines.remittance_text,
        statement_lines.transaction_code,
        {{ money('statement_lines.balance_after_amount') }} as balance_after_amount,
        coalesce(statement_lines.status, 'booked') as status,
        statement_lines._recorded_at as recorded_at
    from statement_lines
)

select * from renamed
