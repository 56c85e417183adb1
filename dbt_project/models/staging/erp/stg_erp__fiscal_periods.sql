with

periods as (
    {{ current_rows(source('raw_erp', 'account_period')) }}
),

fiscal_years as (
    {{ current_rows(source('raw_erp', 'account_fiscalyear')) }}
),

renamed as (
    select
        cast(periods.id as varchar) as fiscal_period_id,
        cast(fiscal_years.company as varchar) as entity_id,
        periods.name as period_name,
        fiscal_years.name as fiscal_year_name,
        cast(periods.start_date as date) as starts_date,
        cast(periods.end_date as date) as ends_date,
        coalesce(periods.type, 'standard') = 'adjustment' as is_adjustment,
        periods.state,
        periods._recorded_at as recorded_at
    from periods
    inner join fiscal_years on periods.fiscalyear = fiscal_years.id
)

select * from renamed
