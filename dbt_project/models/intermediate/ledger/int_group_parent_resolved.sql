-- The parent of the group: the entity that owns others and is owned by none. Without stated
-- ownership any entity would do; then, and of several, it is the first by its code.
with

entities as (
    select * from {{ ref('int_entities_unioned') }}
),

ownerships as (
    select * from {{ ref('int_ownerships_unioned') }}
),

owned as (
    select distinct ownerships.entity_key
    from ownerships
),

owning as (
    select distinct ownerships.parent_entity_key as entity_key
    from ownerships
),

ranked as (
    select
        entities.entity_key,
        row_number() over (
            order by
                case when owned.entity_key is null then 0 else 1 end asc,
                case when owning.entity_key is null then 1 else 0 end asc,
                coalesce(entities.entity_code, entities.entity_id) asc,
                entities.entity_key asc
        ) as parent_rank
    from entities
    left join owned on entities.entity_key = owned.entity_key
    left join owning on entities.entity_key = owning.entity_key
),

resolved as (
    select ranked.entity_key
    from ranked
    where ranked.parent_rank = 1
)

select * from resolved
