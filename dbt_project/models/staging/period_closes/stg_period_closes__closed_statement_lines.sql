with

closed_statement_lines as (
    {{ current_rows(source('raw_period_closes', 'closed_statement_lines')) }}
),

renamed as (
    select
        closed_statement_lines.event_id,
        closed_statement_lines.layout,
        closed_statement_lines.statement,
        closed_statement_lines.currency_view,
        closed_statement_lines.line_code,
        closed_statement_lines.currency_code,
        {{ money('closed_statement_lines.amount') }} as amount,
        closed_statement_lines._recorded_at as recorded_at
    from closed_statement_lines
)

select * from renamed
