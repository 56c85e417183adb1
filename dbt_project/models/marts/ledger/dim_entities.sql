-- The legal entities of the group, each with the currency it keeps its books in.
with

entities as (
    select * from {{ ref('int_entities_unioned') }}
),


described as (
    select
        entities.entity_key,
        coalesce(entities.entity_code, entities.entity_id) as entity_code,
        entities.entity_name,
        entities.functional_currency,
        entities.country_code,
        {{ surrogate_key('entities.parent_entity_id', 'entities.source_system') }}
            as parent_entity_key,
        cast(coalesce(entities.ownership_ratio, 1) as decimal(9, 6)) as ownership_ratio,
        entities.parent_entity_id is null as is_group_parent
    from entities
)

select * from described
