-- What an entity's books are translated at in each period of its own calendar; fct_exchange_rates
-- has the rates of days and calendar months.
with

rates as (
    select * from {{ ref('int_translation_rates_resolved') }}
),

published as (
    select
        rates.entity_key,
        rates.fiscal_period,
        rates.from_currency,
        rates.to_currency,
        rates.closing_date,
        cast(rates.closing_rate as decimal(18, 10)) as closing_rate,
        cast(rates.average_rate as decimal(18, 10)) as average_rate
    from rates
)

select * from published
