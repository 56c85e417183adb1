-- How long an opportunity stayed in a stage: until the next one, or until the as-of date.
with

stage_history as (
    select * from {{ ref('int_opportunity_stage_history_unioned') }}
),

opportunities as (
    select * from {{ ref('int_opportunities_unioned') }}
),

as_of as (
    select * from {{ ref('int_as_of_date') }}
),

sequenced as (
    select
        stage_history.opportunity_key,
        stage_history.stage,
        stage_history.entered_at,
        lead(stage_history.entered_at) over (
            partition by stage_history.opportunity_key
            order by stage_history.entered_at asc, stage_history.stage asc
        ) as left_at
    from stage_history
    inner join opportunities on stage_history.opportunity_key = opportunities.opportunity_key
    inner join as_of on cast(stage_history.entered_at as date) <= as_of.as_of_date
    where
        opportunities.created_date is null
        or opportunities.created_date <= as_of.as_of_date
),

published as (
    select
        sequenced.opportunity_key,
        sequenced.stage,
        sequenced.entered_at,
        sequenced.left_at,
        {{ days_between(
            'sequenced.entered_at', 'coalesce(cast(sequenced.left_at as date), as_of.as_of_date)'
        ) }} as days_in_stage
    from sequenced
    cross join as_of
)

select * from published
