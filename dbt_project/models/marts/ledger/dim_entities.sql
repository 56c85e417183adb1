-- The legal entities of the group, each with the currency it keeps its books in and its owner as of
-- now.
with

entities as (
    select * from {{ ref('int_entities_unioned') }}
),

ownerships as (
    select * from {{ ref('int_ownerships_unioned') }}
),

as_of as (
    select * from {{ ref('int_as_of_date') }}
),

owned_now as (
    select
        ownerships.entity_key,
        ownerships.parent_entity_key,
        ownerships.ownership_ratio,
        ownerships.consolidation_method
    from ownerships
    cross join as_of
    where
        as_of.as_of_date >= ownerships.valid_from
        and (ownerships.valid_to is null or as_of.as_of_date <= ownerships.valid_to)
),

described as (
    select
        entities.entity_key,
        coalesce(entities.entity_code, entities.entity_id) as entity_code,
        entities.entity_name,
        entities.functional_currency,
        entities.country_code,
        owned_now.parent_entity_key,
        coalesce(owned_now.ownership_ratio, cast(1 as decimal(9, 6))) as ownership_ratio,
        case
            when owned_now.entity_key is not null then owned_now.consolidation_method
            -- Owned at another time, but not now.
            when entities.entity_key in (select ownerships.entity_key from ownerships) then 'none'
            else 'full'
        end as consolidation_method,
        owned_now.parent_entity_key is null as is_group_parent
    from entities
    left join owned_now on entities.entity_key = owned_now.entity_key
)

select * from described
