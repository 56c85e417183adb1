with

landed as (
    {{ current_rows(source('raw_files', 'currencies')) }}
),

renamed as (
    select
        cast(landed.currency_code as varchar) as currency_code,
        cast(landed.currency_name as varchar) as currency_name,
        cast(landed.minor_unit_exponent as bigint) as minor_unit_exponent,
        landed._recorded_at as recorded_at
    from landed
)

select * from renamed
