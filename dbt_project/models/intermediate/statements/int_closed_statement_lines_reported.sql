-- The statement lines of every close, as they were reported then.
with

closed_statement_lines as (
    select * from {{ ref('stg_period_closes__closed_statement_lines') }}
),

period_events as (
    select * from {{ ref('int_period_events_ordered') }}
),

reported as (
    select
        closed_statement_lines.event_id,
        period_events.entity_key,
        period_events.entity_code,
        period_events.fiscal_period,
        closed_statement_lines.layout,
        closed_statement_lines.statement,
        closed_statement_lines.currency_view,
        closed_statement_lines.line_code,
        closed_statement_lines.currency_code,
        closed_statement_lines.amount,
        period_events.is_newest as is_in_force
    from closed_statement_lines
    inner join period_events on closed_statement_lines.event_id = period_events.event_id
)

select * from reported
