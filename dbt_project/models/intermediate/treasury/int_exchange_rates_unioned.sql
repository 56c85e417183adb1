-- A company's own rate table goes before a provider's for the same pair and day.
with

fx_rates as (
    select * from {{ ref('stg_fx_rates__exchange_rates') }}
),

files as (
    select * from {{ ref('stg_files__exchange_rates') }}
),

united as (
    select
        2 as priority,
        fx_rates.rate_type,
        fx_rates.from_currency,
        fx_rates.to_currency,
        fx_rates.rate_date,
        fx_rates.rate,
        fx_rates.provider,
        fx_rates.recorded_at
    from fx_rates
    union all
    select
        1 as priority,
        files.rate_type,
        files.from_currency,
        files.to_currency,
        files.rate_date,
        files.rate,
        'company' as provider,
        files.recorded_at
    from files
),

ranked as (
    select
        united.*,
        row_number() over (
            partition by
                united.rate_type, united.from_currency, united.to_currency, united.rate_date
            order by united.priority asc
        ) as preference
    from united
    where united.rate > 0
),

preferred as (
    select
        ranked.rate_type,
        ranked.from_currency,
        ranked.to_currency,
        ranked.rate_date,
        ranked.rate,
        ranked.provider,
        ranked.recorded_at
    from ranked
    where ranked.preference = 1
)

select * from preferred
