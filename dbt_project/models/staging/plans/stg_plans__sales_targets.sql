with

sales_targets as (
    {{ current_rows(source('raw_plans', 'sales_targets')) }}
),

renamed as (
    select
        sales_targets.plan_version,
        cast(sales_targets.sales_rep_number as varchar) as sales_rep_id,
        cast(sales_targets.fiscal_period || '-01' as date) as starts_date,
        {{ money('sales_targets.target_amount') }} as target_amount,
        sales_targets.currency_code,
        sales_targets._recorded_at as recorded_at
    from sales_targets
)

select * from renamed
