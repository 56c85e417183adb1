with

landed as (
    {{ current_rows(source('raw_files', 'suppliers')) }}
),

renamed as (
    select
        cast(landed.supplier_id as varchar) as supplier_id,
        cast(landed.supplier_number as varchar) as supplier_number,
        cast(landed.supplier_name as varchar) as supplier_name,
        cast(landed.country_code as varchar) as country_code,
        cast(landed.currency_code as varchar) as currency_code,
        cast(landed.payment_term_id as varchar) as payment_term_id,
        cast(landed.intercompany_entity_id as varchar) as intercompany_entity_id,
        landed._recorded_at as recorded_at
    from landed
)

select * from renamed
