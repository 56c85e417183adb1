-- Every ISO 4217 currency and how many digits its minor unit has; a currency that a source uses and
-- the standard no longer lists keeps the source's own number of digits.
with

currencies as (
    select * from {{ ref('currencies') }}
),

source_currencies as (
    select
        unioned.currency_code,
        max(unioned.currency_name) as currency_name,
        max(unioned.minor_unit_exponent) as minor_unit_exponent
    from {{ ref('int_currencies_unioned') }} as unioned
    group by unioned.currency_code
),

all_currencies as (
    select
        coalesce(currencies.currency_code, source_currencies.currency_code) as currency_code,
        coalesce(
            currencies.currency_name,
            source_currencies.currency_name,
            source_currencies.currency_code
        ) as currency_name,
        cast(
            coalesce(currencies.minor_unit_exponent, source_currencies.minor_unit_exponent, 2)
            as bigint
        ) as minor_unit_exponent,
        coalesce(currencies.valid_from, date '1900-01-01') as valid_from,
        coalesce(currencies.valid_to, date '9999-12-31') as valid_to,
        coalesce(currencies.successor_currency, source_currencies.currency_code)
            as successor_currency,
        cast(coalesce(currencies.units_per_successor, 1) as decimal(18, 10)) as units_per_successor
    from currencies
    full outer join source_currencies
        on currencies.currency_code = source_currencies.currency_code
)

select * from all_currencies
