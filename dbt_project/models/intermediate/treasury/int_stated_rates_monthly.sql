-- The monthly rates a company sets itself, of each type and both ways: of several in a month the
-- last counts, of a pair stated both ways each way its own. A rate holds until the month before the
-- next one of its kind; who uses it for its own month alone looks at fiscal_period only.
with

rates as (
    select * from {{ ref('int_exchange_rates_unioned') }}
    where rate_type in ('closing', 'average', 'budget') and rate > 0
),

both_ways as (
    select
        rates.rate_type,
        rates.from_currency,
        rates.to_currency,
        rates.rate_date,
        cast(rates.rate as decimal(18, 10)) as rate,
        rates.provider,
        0 as reversal
    from rates
    union all
    select
        rates.rate_type,
        rates.to_currency as from_currency,
        rates.from_currency as to_currency,
        rates.rate_date,
        {{ ratio('1', 'cast(rates.rate as double)') }} as rate,
        rates.provider,
        1 as reversal
    from rates
),

ranked as (
    select
        both_ways.rate_type,
        both_ways.from_currency,
        both_ways.to_currency,
        {{ month_of('both_ways.rate_date') }} as fiscal_period,
        both_ways.rate_date,
        both_ways.rate,
        both_ways.provider,
        row_number() over (
            partition by
                both_ways.rate_type,
                both_ways.from_currency,
                both_ways.to_currency,
                {{ month_of('both_ways.rate_date') }}
            order by
                both_ways.reversal asc, both_ways.rate_date desc, both_ways.provider asc
        ) as place
    from both_ways
),

monthly as (
    select
        ranked.rate_type,
        ranked.from_currency,
        ranked.to_currency,
        ranked.fiscal_period,
        ranked.rate_date,
        ranked.rate,
        ranked.provider,
        lead(ranked.fiscal_period) over (
            partition by ranked.rate_type, ranked.from_currency, ranked.to_currency
            order by ranked.fiscal_period
        ) as next_period
    from ranked
    where ranked.place = 1
)

select * from monthly
