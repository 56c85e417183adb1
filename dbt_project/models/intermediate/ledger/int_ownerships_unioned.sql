-- Who owns whom, by codes as the group's controllers state it. A source whose entities carry their
-- parent states an ownership in full that has always held, unless the group's own table names the
-- entity.
with

group_structure as (
    select * from {{ ref('stg_group_structure__ownerships') }}
),

files as (
    select * from {{ ref('stg_files__ownerships') }}
),

entities as (
    select * from {{ ref('int_entities_unioned') }}
),

stated as (
    select
        'group_structure' as source_system,
        group_structure.entity_code,
        group_structure.parent_entity_code,
        group_structure.ownership_ratio,
        group_structure.consolidation_method,
        group_structure.valid_from,
        group_structure.valid_to,
        group_structure.recorded_at
    from group_structure
    union all
    select
        'files' as source_system,
        files.entity_code,
        files.parent_entity_code,
        files.ownership_ratio,
        files.consolidation_method,
        files.valid_from,
        files.valid_to,
        files.recorded_at
    from files
),

resolved as (
    select
        stated.source_system,
        subsidiaries.entity_key,
        parents.entity_key as parent_entity_key,
        stated.ownership_ratio,
        stated.consolidation_method,
        stated.valid_from,
        stated.valid_to,
        stated.recorded_at
    from stated
    inner join entities as subsidiaries on stated.entity_code = subsidiaries.entity_code
    inner join entities as parents on stated.parent_entity_code = parents.entity_code
),

with_parents_of_entities as (
    select * from resolved
    union all
    select
        entities.source_system,
        entities.entity_key,
        entities.parent_entity_key,
        coalesce(entities.ownership_ratio, cast(1 as decimal(9, 6))) as ownership_ratio,
        'full' as consolidation_method,
        cast('1900-01-01' as date) as valid_from,
        cast(null as date) as valid_to,
        entities.recorded_at
    from entities
    where
        entities.parent_entity_key is not null
        and entities.entity_key not in (select resolved.entity_key from resolved)
)

select * from with_parents_of_entities
