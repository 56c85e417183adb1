with

companies as (
    {{ current_rows(source('raw_crm', 'companies')) }}
),

renamed as (
    select
        cast(companies.id as varchar) as account_id,
        companies.name as account_name,
        lower(companies.domain) as domain,
        companies.industry,
        companies.region,
        companies.country as country_code,
        cast(companies.hubspot_owner_id as varchar) as owner_id,
        cast(companies.erp_customer_number as varchar) as erp_customer_number,
        cast(companies.createdate as timestamp) as created_at,
        cast(companies.hs_lastmodifieddate as timestamp) as updated_at,
        companies._recorded_at as recorded_at
    from companies
)

select * from renamed
