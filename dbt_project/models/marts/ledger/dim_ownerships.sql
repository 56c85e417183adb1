-- Who owns whom, from day to day: what consolidation goes by.
with

ownerships as (
    select * from {{ ref('int_ownerships_unioned') }}
),

published as (
    select
        ownerships.entity_key,
        ownerships.parent_entity_key,
        ownerships.ownership_ratio,
        ownerships.consolidation_method,
        ownerships.valid_from,
        ownerships.valid_to
    from ownerships
)

select * from published
