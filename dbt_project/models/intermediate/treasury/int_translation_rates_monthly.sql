-- The two rates a month's books are translated at: the closing rate is the last day's, the average
-- is the mean of every calendar day's rate (weekends and holidays carry the last fixing). A rate
-- the company sets itself for the month goes before both.
with

spot_rates as (
    select * from {{ ref('int_exchange_rates_filled') }}
),

stated as (
    select * from {{ ref('int_stated_rates_monthly') }}
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
),

chosen as (
    select
        monthly.from_currency,
        monthly.to_currency,
        monthly.fiscal_period,
        monthly.closing_date,
        coalesce(stated_averages.rate, monthly.average_rate) as average_rate,
        coalesce(stated_closings.rate, monthly.closing_rate) as closing_rate,
        stated_closings.rate is null and monthly.is_closing_filled as is_closing_filled,
        case when stated_closings.rate is null then monthly.closing_fill_age_days else 0 end
            as closing_fill_age_days,
        coalesce(stated_closings.provider, monthly.closing_provider) as closing_provider,
        stated_averages.rate is null and monthly.is_average_filled as is_average_filled,
        case when stated_averages.rate is null then monthly.average_fill_age_days else 0 end
            as average_fill_age_days,
        coalesce(stated_averages.provider, monthly.closing_provider) as average_provider
    from monthly
    left join stated as stated_closings
        on
            monthly.from_currency = stated_closings.from_currency
            and monthly.to_currency = stated_closings.to_currency
            and monthly.fiscal_period = stated_closings.fiscal_period
            and stated_closings.rate_type = 'closing'
    left join stated as stated_averages
        on
            monthly.from_currency = stated_averages.from_currency
            and monthly.to_currency = stated_averages.to_currency
            and monthly.fiscal_period = stated_averages.fiscal_period
            and stated_averages.rate_type = 'average'
)

select * from chosen
