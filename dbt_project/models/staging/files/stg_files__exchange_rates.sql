with

landed as (
    {{ current_rows(source('raw_files', 'exchange_rates')) }}
),

renamed as (
    select
        cast(landed.rate_type as varchar) as rate_type,
        cast(landed.from_currency as varchar) as from_currency,
        cast(landed.to_currency as varchar) as to_currency,
        cast(landed.rate_date as date) as rate_date,
        cast(landed.rate as decimal(18, 10)) as rate,
        landed._recorded_at as recorded_at
    from landed
)

select * from renamed
