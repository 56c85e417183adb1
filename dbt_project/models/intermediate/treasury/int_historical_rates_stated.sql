-- The rates a company translates the equity of a day at where it has set them itself, both ways: of
-- a pair stated both ways each way its own. Days without one are translated at their spot rate.
with

rates as (
    select * from {{ ref('int_exchange_rates_unioned') }}
    where rate_type = 'historical' and rate > 0
),

both_ways as (
    select
        rates.from_currency,
        rates.to_currency,
        rates.rate_date,
        cast(rates.rate as decimal(18, 10)) as rate,
        rates.source_system,
        0 as reversal
    from rates
    union all
    select
        rates.to_currency as from_currency,
        rates.from_currency as to_currency,
        rates.rate_date,
        {{ ratio('1', 'cast(rates.rate as double)') }} as rate,
        rates.source_system,
        1 as reversal
    from rates
),

ranked as (
    select
        both_ways.from_currency,
        both_ways.to_currency,
        both_ways.rate_date,
        both_ways.rate,
        row_number() over (
            partition by both_ways.from_currency, both_ways.to_currency, both_ways.rate_date
            order by both_ways.reversal asc, both_ways.source_system asc
        ) as place
    from both_ways
),

stated as (
    select
        ranked.from_currency,
        ranked.to_currency,
        ranked.rate_date,
        ranked.rate
    from ranked
    where ranked.place = 1
)

select * from stated
