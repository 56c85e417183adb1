-- Closes and reopenings in their order: the newest event of an entity and period says whether it
-- is closed, the newest close what was reported.
with

period_events as (
    select * from {{ ref('stg_period_closes__period_events') }}
),

entities as (
    select * from {{ ref('int_entities_unioned') }}
),

ranked as (
    select
        period_events.event_id,
        period_events.event_number,
        case
            when period_events.entity_code = 'GROUP' then 'GROUP' else entities.entity_key
        end as entity_key,
        period_events.entity_code,
        period_events.fiscal_period,
        period_events.action,
        period_events.decided_by,
        period_events.reason,
        cast(period_events.decided_at as timestamp) as decided_at,
        cast(period_events.knowledge_at as timestamp) as knowledge_at,
        period_events.release_name,
        period_events.statement_hash,
        row_number() over (
            partition by period_events.entity_code, period_events.fiscal_period
            order by period_events.event_number desc
        ) = 1 as is_newest
    from period_events
    left join entities
        on period_events.entity_code = coalesce(entities.entity_code, entities.entity_id)
)

select * from ranked
