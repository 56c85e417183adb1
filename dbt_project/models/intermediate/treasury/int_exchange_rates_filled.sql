-- One spot rate for every day and every currency pair the books need. A company's own fixings come
-- before a public provider's of the same day; cross rates go through the currency the provider
-- quotes against; a day without a fixing carries the last one forward and says how old it is.
with

rates as (
    select * from {{ ref('int_exchange_rates_unioned') }}
    where rate_type = 'spot' and rate > 0
),

as_of as (
    select * from {{ ref('int_as_of_date') }}
),

days as (
    select spined.date_day
    from {{ ref('int_dates_spined') }} as spined
    cross join as_of
    where spined.date_day <= as_of.as_of_date
),

home_currencies as (
    select cast('{{ var("presentation_currency") }}' as varchar) as currency_code
    union
    select cast('EUR' as varchar) as currency_code
    union
    select entities.functional_currency as currency_code
    from {{ ref('int_entities_unioned') }} as entities
    where entities.functional_currency is not null
),

currencies as (
    select home_currencies.currency_code from home_currencies
    {%- for model, column in [
        ('int_journal_lines_unioned', 'transaction_currency'),
        ('int_sales_orders_unioned', 'currency_code'),
        ('int_sales_invoices_unioned', 'currency_code'),
        ('int_purchase_orders_unioned', 'currency_code'),
        ('int_supplier_bills_unioned', 'currency_code'),
        ('int_opportunities_unioned', 'currency_code'),
        ('int_bank_accounts_unioned', 'currency_code'),
    ] %}
        union
        select cast(documents.{{ column }} as varchar) as currency_code
        from {{ ref(model) }} as documents
        where documents.{{ column }} is not null
    {%- endfor %}
),

-- The reverse of every needed pair is needed too: what is translated out must translate back.
pairs as (
    select
        from_currencies.currency_code as from_currency,
        to_currencies.currency_code as to_currency
    from currencies as from_currencies
    cross join currencies as to_currencies
    where
        from_currencies.currency_code in (
            select home_currencies.currency_code from home_currencies
        )
        or to_currencies.currency_code in (
            select home_currencies.currency_code from home_currencies
        )
),

quotes_per_currency as (
    select
        quoted.provider,
        quoted.currency_code,
        count(*) as quote_count
    from (
        select
            rates.provider,
            rates.from_currency as currency_code
        from rates
        union all
        select
            rates.provider,
            rates.to_currency as currency_code
        from rates
    ) as quoted
    group by quoted.provider, quoted.currency_code
),

-- A provider quotes against one currency: the one that stands in most of its rates.
provider_pivots as (
    select
        ranked.provider,
        ranked.currency_code as pivot_currency
    from (
        select
            quotes_per_currency.provider,
            quotes_per_currency.currency_code,
            row_number() over (
                partition by quotes_per_currency.provider
                order by quotes_per_currency.quote_count desc, quotes_per_currency.currency_code asc
            ) as pivot_rank
        from quotes_per_currency
    ) as ranked
    where ranked.pivot_rank = 1
),

legs as (
    select
        rates.provider,
        provider_pivots.pivot_currency,
        case
            when rates.from_currency = provider_pivots.pivot_currency then rates.to_currency
            else rates.from_currency
        end as currency_code,
        rates.rate_date,
        max(
            case
                when rates.from_currency = provider_pivots.pivot_currency
                    then cast(rates.rate as double)
                else 1 / cast(rates.rate as double)
            end
        ) as units_per_pivot
    from rates
    inner join provider_pivots on rates.provider = provider_pivots.provider
    where
        rates.from_currency <> rates.to_currency
        and provider_pivots.pivot_currency in (rates.from_currency, rates.to_currency)
    group by
        rates.provider,
        provider_pivots.pivot_currency,
        case
            when rates.from_currency = provider_pivots.pivot_currency then rates.to_currency
            else rates.from_currency
        end,
        rates.rate_date
),

legs_with_pivot as (
    select
        legs.provider,
        legs.currency_code,
        legs.rate_date,
        legs.units_per_pivot
    from legs
    union all
    select distinct
        legs.provider,
        legs.pivot_currency as currency_code,
        legs.rate_date,
        cast(1 as double) as units_per_pivot
    from legs
),

fixings_by_provider as (
    select
        pairs.from_currency,
        pairs.to_currency,
        to_legs.rate_date,
        cast(to_legs.units_per_pivot / from_legs.units_per_pivot as decimal(18, 10)) as rate,
        to_legs.provider,
        row_number() over (
            partition by pairs.from_currency, pairs.to_currency, to_legs.rate_date
            order by
                case when to_legs.provider in ('company', 'erp') then 0 else 1 end asc,
                to_legs.provider asc
        ) as provider_rank
    from pairs
    inner join legs_with_pivot as to_legs on pairs.to_currency = to_legs.currency_code
    inner join legs_with_pivot as from_legs
        on
            pairs.from_currency = from_legs.currency_code
            and to_legs.provider = from_legs.provider
            and to_legs.rate_date = from_legs.rate_date
    where pairs.from_currency <> pairs.to_currency
),

fixings as (
    select * from fixings_by_provider
    where provider_rank = 1
),

first_days as (
    select min(days.date_day) as first_date from days
),

-- The last fixing before the first day is what the first days are filled from.
carried_fixings as (
    select
        fixings.from_currency,
        fixings.to_currency,
        max(fixings.rate_date) as rate_date
    from fixings
    cross join first_days
    where fixings.rate_date < first_days.first_date
    group by fixings.from_currency, fixings.to_currency
),

timeline as (
    select
        pairs.from_currency,
        pairs.to_currency,
        days.date_day as rate_date,
        true as is_asked
    from pairs
    cross join days
    where pairs.from_currency <> pairs.to_currency
    union all
    select
        carried_fixings.from_currency,
        carried_fixings.to_currency,
        carried_fixings.rate_date,
        false as is_asked
    from carried_fixings
),

numbered as (
    select
        timeline.from_currency,
        timeline.to_currency,
        timeline.rate_date,
        timeline.is_asked,
        fixings.rate,
        fixings.provider,
        case when fixings.rate is not null then timeline.rate_date end as fixing_date,
        count(fixings.rate) over (
            partition by timeline.from_currency, timeline.to_currency
            order by timeline.rate_date
            rows between unbounded preceding and current row
        ) as fixing_number
    from timeline
    left join fixings
        on
            timeline.from_currency = fixings.from_currency
            and timeline.to_currency = fixings.to_currency
            and timeline.rate_date = fixings.rate_date
),

filled as (
    select
        numbered.from_currency,
        numbered.to_currency,
        numbered.rate_date,
        numbered.is_asked,
        max(numbered.rate) over (
            partition by numbered.from_currency, numbered.to_currency, numbered.fixing_number
        ) as rate,
        max(numbered.provider) over (
            partition by numbered.from_currency, numbered.to_currency, numbered.fixing_number
        ) as provider,
        max(numbered.fixing_date) over (
            partition by numbered.from_currency, numbered.to_currency, numbered.fixing_number
        ) as fixing_date
    from numbered
    where numbered.fixing_number > 0
),

same_currency as (
    select
        currencies.currency_code as from_currency,
        currencies.currency_code as to_currency,
        days.date_day as rate_date,
        cast(1 as decimal(18, 10)) as rate,
        false as is_filled,
        cast(0 as bigint) as fill_age_days,
        'identity' as provider
    from currencies
    cross join days
),

all_rates as (
    select
        filled.from_currency,
        filled.to_currency,
        filled.rate_date,
        filled.rate,
        filled.fixing_date < filled.rate_date as is_filled,
        {{ days_between('filled.fixing_date', 'filled.rate_date') }} as fill_age_days,
        filled.provider
    from filled
    where filled.is_asked
    union all
    select * from same_currency
),

typed as (
    select
        'spot' as rate_type,
        all_rates.from_currency,
        all_rates.to_currency,
        all_rates.rate_date,
        all_rates.rate,
        all_rates.is_filled,
        all_rates.fill_age_days,
        all_rates.provider
    from all_rates
)

select * from typed
