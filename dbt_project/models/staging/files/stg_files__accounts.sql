with

landed as (
    {{ current_rows(source('raw_files', 'accounts')) }}
),

renamed as (
    select
        cast(landed.account_id as varchar) as account_id,
        cast(landed.account_name as varchar) as account_name,
        cast(landed.domain as varchar) as domain,
        cast(landed.industry as varchar) as industry,
        cast(landed.region as varchar) as region,
        cast(landed.country_code as varchar) as country_code,
        cast(landed.owner_id as varchar) as owner_id,
        cast(landed.erp_customer_number as varchar) as erp_customer_number,
        cast(landed.created_at as timestamp) as created_at,
        cast(landed.updated_at as timestamp) as updated_at,
        landed._recorded_at as recorded_at
    from landed
)

select * from renamed
