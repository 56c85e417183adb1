-- The journal lines of closed periods as they stand now against how they stood when the period was
-- closed. What differs was recorded after the close: a late, an edited or a deleted line.
with

period_events as (
    select * from {{ ref('int_period_events_ordered') }}
    where action = 'close' and is_newest and entity_key <> 'GROUP'
),

closed_journal_lines as (
    select * from {{ ref('int_closed_journal_lines_reported') }}
    where is_in_force
),

journal_lines as (
    select * from {{ ref('int_journal_lines_posted') }}
),

both_sides as (
    select
        closed_journal_lines.event_id,
        closed_journal_lines.entity_key,
        closed_journal_lines.fiscal_period,
        closed_journal_lines.journal_line_key,
        closed_journal_lines.journal_key,
        closed_journal_lines.account_key,
        closed_journal_lines.functional_amount as reported_amount,
        0 as restated_amount,
        1 as reported_count,
        0 as restated_count,
        cast(null as timestamp) as recorded_at
    from closed_journal_lines
    union all
    select
        period_events.event_id,
        period_events.entity_key,
        period_events.fiscal_period,
        journal_lines.journal_line_key,
        journal_lines.journal_key,
        journal_lines.account_key,
        0 as reported_amount,
        journal_lines.functional_amount as restated_amount,
        0 as reported_count,
        1 as restated_count,
        cast(journal_lines.recorded_at as timestamp) as recorded_at
    from journal_lines
    inner join period_events
        on
            journal_lines.entity_key = period_events.entity_key
            and journal_lines.fiscal_period = period_events.fiscal_period
),

compared as (
    select
        both_sides.event_id,
        both_sides.entity_key,
        both_sides.fiscal_period,
        both_sides.journal_line_key,
        max(both_sides.journal_key) as journal_key,
        both_sides.account_key,
        case
            when sum(both_sides.reported_count) = 0 then 'added'
            when sum(both_sides.restated_count) = 0 then 'removed'
            else 'changed'
        end as change_type,
        {{ money('sum(both_sides.reported_amount)') }} as reported_amount,
        {{ money('sum(both_sides.restated_amount)') }} as restated_amount,
        max(both_sides.recorded_at) as recorded_at
    from both_sides
    group by
        both_sides.event_id,
        both_sides.entity_key,
        both_sides.fiscal_period,
        both_sides.journal_line_key,
        both_sides.account_key
    having
        sum(both_sides.reported_amount) <> sum(both_sides.restated_amount)
        or sum(both_sides.reported_count) <> sum(both_sides.restated_count)
)

select * from compared
