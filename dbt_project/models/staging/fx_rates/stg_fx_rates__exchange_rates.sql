with

rates as (
    {{ current_rows(source('raw_fx_rates', 'rates')) }}
),

renamed as (
    select
        rates.rate_type,
        rates.from_currency,
        rates.to_currency,
        cast(rates.rate_date as date) as rate_date,
        cast(rates.rate as decimal(18, 10)) as rate,
        rates.provider,
        rates._recorded_at as recorded_at
    from rates
)

select * from renamed
