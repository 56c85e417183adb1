-- The statements as reported: every line of every close, as it was printed then.
with

reported as (
    select * from {{ ref('int_closed_statement_lines_reported') }}
),

selected as (
    select
        reported.event_id,
        reported.entity_key,
        reported.entity_code,
        reported.fiscal_period,
        reported.layout,
        reported.statement,
        reported.currency_view,
        reported.line_code,
        reported.currency_code,
        reported.amount,
        reported.is_in_force
    from reported
)

select * from selected
