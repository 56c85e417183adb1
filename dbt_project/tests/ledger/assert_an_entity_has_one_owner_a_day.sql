-- An entity has one owner on any day, whichever source states it: two would count it twice.
with

ownerships as (
    select * from {{ ref('dim_ownerships') }}
),

overlapping as (
    select
        earlier.entity_key,
        earlier.valid_from,
        later.valid_from as overlapping_from
    from ownerships as earlier
    inner join ownerships as later
        on
            earlier.entity_key = later.entity_key
            and earlier.valid_from < later.valid_from
            and (earlier.valid_to is null or earlier.valid_to >= later.valid_from)
)

select * from overlapping
