-- Open items by age at each end of a month or of any company's fiscal period and on the as-of date,
-- from the balance each item had that day. A credit is never overdue: money on account and credit
-- notes stand under not_due.
with

items as (
    select * from {{ ref('int_payable_items_opened') }}
),

balances as (
    select * from {{ ref('int_payable_balances_running') }}
    where open_amount <> 0 or open_amount_functional <> 0
),

as_of as (
    select * from {{ ref('int_as_of_date') }}
),

days as (
    select * from {{ ref('int_dates_spined') }}
),

own_periods as (
    {{ own_periods() }}
),

spot_rates as (
    select * from {{ ref('int_exchange_rates_filled') }}
    where rate_type = 'spot'
),

ageing_dates as (
    select
        days.date_day as as_of_date,
        as_of.presentation_currency
    from days
    inner join as_of on days.date_day <= as_of.as_of_date
    where
        days.date_day = days.month_end_date
        or days.date_day = as_of.as_of_date
        or days.date_day in (select own_periods.ends_date from own_periods)
),

open_items as (
    select
        ageing_dates.as_of_date,
        ageing_dates.presentation_currency,
        items.entity_key,
        items.supplier_key,
        items.currency_code,
        items.functional_currency,
        balances.open_amount,
        balances.open_amount_functional,
        case
            when balances.open_amount_functional < 0 then 0
            else {{ days_between('items.due_date', 'ageing_dates.as_of_date') }}
        end as overdue_days
    from ageing_dates
    inner join balances
        on
            ageing_dates.as_of_date >= balances.valid_from_date
            and (
                balances.valid_to_date is null
                or ageing_dates.as_of_date < balances.valid_to_date
            )
    inner join items on balances.item_key = items.item_key
),

bucketed as (
    select
        open_items.*,
        case
            when open_items.overdue_days <= 0 then 'not_due'
            when open_items.overdue_days <= 30 then '1_30'
            when open_items.overdue_days <= 60 then '31_60'
            when open_items.overdue_days <= 90 then '61_90'
            else 'over_90'
        end as bucket
    from open_items
),

summed as (
    select
        bucketed.as_of_date,
        bucketed.entity_key,
        coalesce(bucketed.supplier_key, 'UNKNOWN') as supplier_key,
        bucketed.currency_code,
        bucketed.functional_currency,
        bucketed.presentation_currency,
        bucketed.bucket,
        cast(count(*) as bigint) as item_count,
        sum(bucketed.open_amount) as open_amount,
        sum(bucketed.open_amount_functional) as open_amount_functional
    from bucketed
    group by
        bucketed.as_of_date,
        bucketed.entity_key,
        coalesce(bucketed.supplier_key, 'UNKNOWN'),
        bucketed.currency_code,
        bucketed.functional_currency,
        bucketed.presentation_currency,
        bucketed.bucket
),

translated as (
    select
        summed.as_of_date,
        summed.entity_key,
        summed.supplier_key,
        summed.currency_code,
        summed.bucket,
        summed.item_count,
        {{ money('summed.open_amount') }} as open_amount,
        {{ money('summed.open_amount_functional') }} as open_amount_functional,
        {{ convert_amount(
            'summed.open_amount_functional', 'summed.functional_currency',
            'summed.presentation_currency', 'spot_rates.rate'
        ) }} as open_amount_group
    from summed
    left join spot_rates
        on
            summed.as_of_date = spot_rates.rate_date
            and summed.functional_currency = spot_rates.from_currency
            and summed.presentation_currency = spot_rates.to_currency
)

select * from translated
