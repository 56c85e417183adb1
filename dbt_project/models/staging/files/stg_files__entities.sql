with

landed as (
    {{ current_rows(source('raw_files', 'entities')) }}
),

renamed as (
    select
        cast(landed.entity_id as varchar) as entity_id,
        cast(landed.entity_code as varchar) as entity_code,
        cast(landed.entity_name as varchar) as entity_name,
        cast(landed.functional_currency as varchar) as functional_currency,
        cast(landed.country_code as varchar) as country_code,
        cast(landed.parent_entity_id as varchar) as parent_entity_id,
        cast(landed.ownership_ratio as decimal(9, 6)) as ownership_ratio,
        cast(landed.posting_source as varchar) as posting_source,
        landed._recorded_at as recorded_at
    from landed
)

select * from renamed
