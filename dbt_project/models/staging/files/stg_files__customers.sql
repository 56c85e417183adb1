with

landed as (
    {{ current_rows(source('raw_files', 'customers')) }}
),

renamed as (
    select
        cast(landed.customer_id as varchar) as customer_id,
        cast(landed.customer_number as varchar) as customer_number,
        cast(landed.customer_name as varchar) as customer_name,
        cast(landed.segment as varchar) as segment,
        cast(landed.region as varchar) as region,
        cast(landed.country_code as varchar) as country_code,
        cast(landed.city as varchar) as city,
        cast(landed.currency_code as varchar) as currency_code,
        cast(landed.payment_term_id as varchar) as payment_term_id,
        cast(landed.credit_limit_amount as decimal(20, 4)) as credit_limit_amount,
        cast(landed.sales_rep_id as varchar) as sales_rep_id,
        cast(landed.intercompany_entity_id as varchar) as intercompany_entity_id,
        cast(landed.created_date as date) as created_date,
        landed._recorded_at as recorded_at
    from landed
)

select * from renamed
