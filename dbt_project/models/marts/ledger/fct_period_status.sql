-- Whether each period of each entity's and the group's books is open or closed, by whom and why,
-- and whether anything was recorded into it after its close.
with

entity_periods as (
    select * from {{ ref('int_entity_periods_spined') }}
),

period_events as (
    select * from {{ ref('int_period_events_ordered') }}
),

entities as (
    select * from {{ ref('dim_entities') }}
),

restatements as (
    select * from {{ ref('fct_restatements') }}
),

scopes as (
    select
        entity_periods.entity_key,
        entities.entity_code,
        entity_periods.fiscal_period
    from entity_periods
    inner join entities on entity_periods.entity_key = entities.entity_key
    union all
    select distinct
        'GROUP' as entity_key,
        'GROUP' as entity_code,
        entity_periods.fiscal_period
    from entity_periods
    where entity_periods.is_reached_by_all
),

newest_events as (
    select * from period_events
    where is_newest
),

event_counts as (
    select
        period_events.entity_key,
        period_events.fiscal_period,
        sum(case when period_events.action = 'reopen' then 1 else 0 end) as reopened_count
    from period_events
    group by period_events.entity_key, period_events.fiscal_period
),

restated_periods as (
    select
        restatements.entity_key,
        restatements.fiscal_period,
        count(*) as restated_line_count
    from restatements
    group by restatements.entity_key, restatements.fiscal_period
),

judged as (
    select
        scopes.entity_key,
        scopes.entity_code,
        scopes.fiscal_period,
        case
            when coalesce(newest_events.action, 'reopen') <> 'close' then 'open'
            when coalesce(restated_periods.restated_line_count, 0) > 0 then 'restated'
            else 'closed'
        end as status,
        newest_events.decided_by,
        newest_events.reason,
        newest_events.decided_at,
        newest_events.knowledge_at,
        newest_events.release_name,
        newest_events.statement_hash,
        cast(coalesce(event_counts.reopened_count, 0) as bigint) as reopened_count,
        cast(coalesce(restated_periods.restated_line_count, 0) as bigint) as restated_line_count
    from scopes
    left join newest_events
        on
            scopes.entity_key = newest_events.entity_key
            and scopes.fiscal_period = newest_events.fiscal_period
    left join event_counts
        on
            scopes.entity_key = event_counts.entity_key
            and scopes.fiscal_period = event_counts.fiscal_period
    left join restated_periods
        on
            scopes.entity_key = restated_periods.entity_key
            and scopes.fiscal_period = restated_periods.fiscal_period
)

select * from judged
