with

currencies as (
    {{ current_rows(source('raw_erp', 'currency_currency')) }}
),

renamed as (
    select
        currencies.code as currency_code,
        max(currencies.name) as currency_name,
        cast(max(currencies.digits) as bigint) as minor_unit_exponent,
        max(currencies._recorded_at) as recorded_at
    from currencies
    where currencies.code is not null
    group by currencies.code
)

select * from renamed
