-- Every ownership names entities the books have. One that does not would be left out, and an entity
-- held in part would count in full.
with

stated as (
    select
        'group_structure' as source_system,
        stated_codes.entity_code,
        stated_codes.parent_entity_code
    from {{ ref('stg_group_structure__ownerships') }} as stated_codes
    union all
    select
        'files' as source_system,
        stated_codes.entity_code,
        stated_codes.parent_entity_code
    from {{ ref('stg_files__ownerships') }} as stated_codes
),

entities as (
    select * from {{ ref('dim_entities') }}
),

unknown as (
    select stated.*
    from stated
    where
        stated.entity_code not in (select entities.entity_code from entities)
        or stated.parent_entity_code not in (select entities.entity_code from entities)
)

select * from unknown
