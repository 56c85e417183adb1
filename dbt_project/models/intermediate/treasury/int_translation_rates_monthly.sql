-- The two rates a month's books are translated at: the closing rate is the last day's, the average
-- is the mean of every calendar day's rate (weekends and holidays carry the last fixing).
with

spot_rates as (
    select * from {{ ref('int_exchange_rates_filled') }}
),

numbered as (
    select
        spot_rates.from_currency,
        spot_rates.to_currency,
        {{ month_of('spot_rates.rate_date') }} as fiscal_period,
        spot_rates.rate_date,
        spot_rates.rate,
        spot_rates.is_filled,
        spot_rates.fill_age_days,
        spot_rates.provider,
        row_number() over (
            partition by
                spot_rates.from_currency,
                spot_rates.to_currency,
                {{ month_of('spot_rates.rate_date') }}
            order by spot_rates.rate_date desc
        ) as day_rank
    from spot_rates
),

monthly as (
    select
        numbered.from_currency,
        numbered.to_currency,
        numbered.fiscal_period,
        max(numbered.rate_date) as closing_date,
        {{ ratio('sum(numbered.rate)', 'count(*)') }} as average_rate,
        max(case when numbered.day_rank = 1 then numbered.rate end) as closing_rate,
        bool_or(numbered.day_rank = 1 and numbered.is_filled) as is_closing_filled,
        max(case when numbered.day_rank = 1 then numbered.fill_age_days end)
            as closing_fill_age_days,
        max(case when numbered.day_rank = 1 then numbered.provider end) as closing_provider,
        bool_or(numbered.is_filled) as is_average_filled,
        max(numbered.fill_age_days) as average_fill_age_days
    from numbered
    group by numbered.from_currency, numbered.to_currency, numbered.fiscal_period
)

select * from monthly
