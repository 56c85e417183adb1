-- CO-3: every ownership leads to an entity nobody owns: no circle. Counts the ownerships that are
-- stated and those whose chain of parents ends within six steps.
{% set depth = 6 %}

with

ownerships as (
    select * from {{ ref('dim_ownerships') }}
),

entities as (
    select * from {{ ref('dim_entities') }}
),

step_0 as (
    select
        ownerships.entity_key,
        ownerships.valid_from,
        ownerships.valid_from as chain_from,
        coalesce(ownerships.valid_to, cast('9999-12-31' as date)) as chain_to,
        ownerships.parent_entity_key as next_entity_key
    from ownerships
),

{% for step in range(1, depth + 1) %}
    step_{{ step }} as (
        select
            step_{{ step - 1 }}.entity_key,
            step_{{ step - 1 }}.valid_from,
            greatest(step_{{ step - 1 }}.chain_from, ownerships.valid_from) as chain_from,
            least(
                step_{{ step - 1 }}.chain_to,
                coalesce(ownerships.valid_to, cast('9999-12-31' as date))
            ) as chain_to,
            ownerships.parent_entity_key as next_entity_key
        from step_{{ step - 1 }}
        inner join ownerships
            on
                step_{{ step - 1 }}.next_entity_key = ownerships.entity_key
                and step_{{ step - 1 }}.chain_from
                <= coalesce(ownerships.valid_to, cast('9999-12-31' as date))
                and step_{{ step - 1 }}.chain_to >= ownerships.valid_from
    ),

{% endfor %}
endless as (
    select distinct
        step_{{ depth }}.entity_key,
        step_{{ depth }}.valid_from
    from step_{{ depth }}
),

cells as (
    select
        'GROUP' as scope,
        'ownership of ' || entities.entity_code || ' from '
        || cast(ownerships.valid_from as varchar) as record,
        1 as left_amount,
        case when endless.entity_key is null then 1 else 0 end as right_amount
    from ownerships
    inner join entities on ownerships.entity_key = entities.entity_key
    left join endless
        on
            ownerships.entity_key = endless.entity_key
            and ownerships.valid_from = endless.valid_from
),

results as (
    {{ invariant_result('CO-3', 'cells') }}
)

select * from results
