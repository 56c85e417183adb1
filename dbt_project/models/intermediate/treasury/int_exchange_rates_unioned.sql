-- Rates of every provider side by side; which one goes first is decided where they are filled.
with

fx_rates as (
    select * from {{ ref('stg_fx_rates__exchange_rates') }}
),

files as (
    select * from {{ ref('stg_files__exchange_rates') }}
),

united as (
    select
        'fx_rates' as source_system,
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
        'files' as source_system,
        files.rate_type,
        files.from_currency,
        files.to_currency,
        files.rate_date,
        files.rate,
        'company' as provider,
        files.recorded_at
    from files
)

select * from united
