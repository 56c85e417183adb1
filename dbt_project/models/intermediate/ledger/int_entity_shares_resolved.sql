-- What the group holds of each entity at each period end: the shares along the chain of parents,
-- multiplied. An entity nobody owns is the head of its group and counts in full, and so does every
-- entity where no ownership is stated at all; one whose ownership has not begun, has ended or is
-- not consolidated is left out, with everything it owns. A chain is at most six parents long.
{% set depth = 6 %}

with

entity_periods as (
    select * from {{ ref('int_entity_periods_spined') }}
),

ownerships as (
    select * from {{ ref('int_ownerships_unioned') }}
),

ever_owned as (
    select distinct ownerships.entity_key
    from ownerships
),

held as (
    select
        entity_periods.entity_key,
        entity_periods.fiscal_period,
        ownerships.parent_entity_key,
        coalesce(ownerships.ownership_ratio, cast(1 as decimal(9, 6))) as ownership_ratio,
        entity_periods.is_reached_by_all
        and (
            coalesce(ownerships.consolidation_method = 'full', false)
            or ever_owned.entity_key is null
        ) as is_consolidated
    from entity_periods
    left join ever_owned on entity_periods.entity_key = ever_owned.entity_key
    left join ownerships
        on
            entity_periods.entity_key = ownerships.entity_key
            and entity_periods.ends_date >= ownerships.valid_from
            and (
                ownerships.valid_to is null
                or entity_periods.ends_date <= ownerships.valid_to
            )
),

step_0 as (
    select
        held.entity_key,
        held.fiscal_period,
        held.parent_entity_key as next_entity_key,
        cast(held.ownership_ratio as decimal(18, 10)) as share_ratio,
        held.is_consolidated
    from held
),

{% for step in range(1, depth + 1) %}
    step_{{ step }} as (
        select
            step_{{ step - 1 }}.entity_key,
            step_{{ step - 1 }}.fiscal_period,
            held.parent_entity_key as next_entity_key,
            cast(
                {{ multiply(
                    'step_' ~ (step - 1) ~ '.share_ratio', 'coalesce(held.ownership_ratio, 1)'
                ) }} as decimal(18, 10)
            ) as share_ratio,
            step_{{ step - 1 }}.is_consolidated and coalesce(held.is_consolidated, true)
                as is_consolidated
        from step_{{ step - 1 }}
        left join held
            on
                step_{{ step - 1 }}.next_entity_key = held.entity_key
                and step_{{ step - 1 }}.fiscal_period = held.fiscal_period
    ),

{% endfor %}
resolved as (
    select
        held.entity_key,
        held.fiscal_period,
        held.parent_entity_key,
        held.ownership_ratio,
        step_{{ depth }}.share_ratio as group_share_ratio,
        step_{{ depth }}.is_consolidated
    from held
    inner join step_{{ depth }}
        on
            held.entity_key = step_{{ depth }}.entity_key
            and held.fiscal_period = step_{{ depth }}.fiscal_period
)

select * from resolved
