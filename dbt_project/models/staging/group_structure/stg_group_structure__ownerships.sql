with

landed as (
    {{ current_rows(source('raw_group_structure', 'ownerships')) }}
),

renamed as (
    select
        cast(landed.entity_code as varchar) as entity_code,
        cast(landed.parent_entity_code as varchar) as parent_entity_code,
        cast(landed.ownership_ratio as decimal(9, 6)) as ownership_ratio,
        cast(landed.consolidation_method as varchar) as consolidation_method,
        cast(landed.valid_from as date) as valid_from,
        cast(landed.valid_to as date) as valid_to,
        landed._recorded_at as recorded_at
    from landed
)

select * from renamed
