-- The rates everything is translated with: spot per day, average and closing per month (dated on
-- the last day of the month, or on the as-of date in the running month); and those budgets reckon
-- with, from the month they are set for.
with

spot_rates as (
    select * from {{ ref('int_exchange_rates_filled') }}
),

monthly_rates as (
    select * from {{ ref('int_translation_rates_monthly') }}
),

stated_rates as (
    select * from {{ ref('int_stated_rates_monthly') }}
    where rate_type = 'budget'
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
        monthly_rates.average_provider as provider
    from monthly_rates
    union all
    select
        stated_rates.rate_type,
        stated_rates.from_currency,
        stated_rates.to_currency,
        {{ month_end("cast(stated_rates.fiscal_period || '-01' as date)") }} as rate_date,
        stated_rates.rate,
        false as is_filled,
        cast(0 as bigint) as fill_age_days,
        stated_rates.provider
    from stated_rates
)

select * from all_rates
