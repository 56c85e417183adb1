-- The journal lines of every close, as they stood then.
with

closed_journal_lines as (
    select * from {{ ref('stg_period_closes__closed_journal_lines') }}
),

period_events as (
    select * from {{ ref('int_period_events_ordered') }}
),

reported as (
    select
        closed_journal_lines.event_id,
        period_events.entity_key,
        period_events.fiscal_period,
        closed_journal_lines.journal_line_key,
        closed_journal_lines.journal_key,
        closed_journal_lines.account_key,
        closed_journal_lines.functional_amount,
        period_events.is_newest as is_in_force
    from closed_journal_lines
    inner join period_events on closed_journal_lines.event_id = period_events.event_id
)

select * from reported
