with

landed as (
    {{ current_rows(source('raw_files', 'fiscal_periods')) }}
),

renamed as (
    select
        cast(landed.fiscal_period_id as varchar) as fiscal_period_id,
        cast(landed.entity_id as varchar) as entity_id,
        cast(landed.period_name as varchar) as period_name,
        cast(landed.fiscal_year_name as varchar) as fiscal_year_name,
        cast(landed.starts_date as date) as starts_date,
        cast(landed.ends_date as date) as ends_date,
        cast(landed.is_adjustment as boolean) as is_adjustment,
        cast(landed.state as varchar) as state,
        landed._recorded_at as recorded_at
    from landed
)

select * from renamed
