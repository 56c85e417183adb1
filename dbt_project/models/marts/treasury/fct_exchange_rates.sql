-- The rates everything is translated with: spot per day, average and closing per month (dated on
-- the last day of the month, or on the as-of date in the running month).
with

spot_rates as (
    select * from {{ ref('int_exchange_rates_filled') }}
),

monthly_rates as (
    select * from {{ ref('int_translation_rates_monthly') }}
),

all_rates as (
    select
        spot_rates.rate_type,
        spot_rates.from_currency,
        spot_rates.to_currency,
        spot_rates.rate_date,
        spot_rates.rate,
        spot_rates.is_filled,
        spot_rates.fill_age_days,
        spot_rates.provider
    from spot_rates
    union all
    select
        'closing' as rate_type,
        monthly_rates.from_currency,
        monthly_rates.to_currency,
        monthly_rates.closing_date as rate_date,
        monthly_rates.closing_rate as rate,
        monthly_rates.is_closing_filled as is_filled,
        monthly_rates.closing_fill_age_days as fill_age_days,
        monthly_rates.closing_provider as provider
    from monthly_rates
    union all
    select
        'average' as rate_type,
        monthly_rates.from_currency,
        monthly_rates.to_currency,
        monthly_rates.closing_date as rate_date,
        monthly_rates.average_rate as rate,
        monthly_rates.is_average_filled as is_filled,
        monthly_rates.average_fill_age_days as fill_age_days,
        monthly_rates.closing_provider as provider
    from monthly_rates
)

select * from all_rates
