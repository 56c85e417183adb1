with

period_events as (
    {{ current_rows(source('raw_period_closes', 'period_events')) }}
),

renamed as (
    select
        period_events.event_id,
        period_events.event_number,
        period_events.entity_code,
        period_events.fiscal_period,
        period_events.action,
        period_events.decided_by,
        period_events.reason,
        period_events.decided_at,
        period_events.knowledge_at,
        period_events.release_name,
        period_events.statement_hash,
        period_events._recorded_at as recorded_at
    from period_events
)

select * from renamed
