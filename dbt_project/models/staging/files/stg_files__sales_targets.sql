with

landed as (
    {{ current_rows(source('raw_files', 'sales_targets')) }}
),

renamed as (
    select
        cast(landed.sales_rep_id as varchar) as sales_rep_id,
        cast(landed.starts_date as date) as starts_date,
        cast(landed.target_amount as decimal(20, 4)) as target_amount,
        cast(landed.currency_code as varchar) as currency_code,
        landed._recorded_at as recorded_at
    from landed
)

select * from renamed
