with

statements as (
    {{ current_rows(source('raw_bank', 'statements')) }}
),

renamed as (
    select
        statements.statement_id,
        statements.account_id,
        statements.format as statement_format,
        cast(statements.statement_number as varchar) as statement_number,
        statements.currency_code,
        cast(statements.opening_date as date) as opening_date,
        {{ money('statements.opening_amount') }} as opening_amount,
        cast(statements.closing_date as date) as closing_date,
        {{ money('statements.closing_amount') }} as closing_amount,
        coalesce(statements.is_complete, true) as is_complete,
        statements._file as file_name,
        statements._recorded_at as recorded_at
    from statements
)

select * from renamed
