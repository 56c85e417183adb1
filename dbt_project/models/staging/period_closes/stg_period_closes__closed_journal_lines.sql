with

closed_journal_lines as (
    {{ current_rows(source('raw_period_closes', 'closed_journal_lines')) }}
),

renamed as (
    select
        closed_journal_lines.event_id,
        closed_journal_lines.journal_line_key,
        closed_journal_lines.journal_key,
        closed_journal_lines.account_key,
        {{ money('closed_journal_lines.functional_amount') }} as functional_amount,
        closed_journal_lines._recorded_at as recorded_at
    from closed_journal_lines
)

select * from renamed
