-- Open items as they stand on the as-of date; the open amounts come from dated events.
with

items as (
    select * from {{ ref('int_receivable_items_opened') }}
),

balances as (
    select * from {{ ref('int_receivable_balances_running') }}
),

as_of as (
    select * from {{ ref('int_as_of_date') }}
),

spot_rates as (
    select * from {{ ref('int_exchange_rates_filled') }}
    where rate_type = 'spot'
),

current_balances as (
    select balances.*
    from balances
    where balances.valid_to_date is null
),

standing as (
    select
        items.item_key,
        items.entity_key,
        items.customer_key,
        items.document_type,
        items.document_key,
        items.document_number,
        items.instalment_number,
        items.control_account_key,
        items.opened_date,
        items.due_date,
        case
            when
                current_balances.open_amount = 0
                and current_balances.open_amount_functional = 0
                then current_balances.valid_from_date
        end as cleared_date,
        items.currency_code,
        items.functional_currency,
        {{ money('items.original_amount') }} as original_amount,
        {{ money('items.original_amount_functional') }} as original_amount_functional,
        {{ money('coalesce(current_balances.open_amount, 0)') }} as open_amount,
        {{ money('coalesce(current_balances.open_amount_functional, 0)') }}
            as open_amount_functional,
        {{ convert_amount(
            'coalesce(current_balances.open_amount_functional, 0)', 'items.functional_currency',
            'as_of.presentation_currency', 'spot_rates.rate'
        ) }} as open_amount_group
    from items
    cross join as_of
    left join current_balances on items.item_key = current_balances.item_key
    left join spot_rates
        on
            as_of.as_of_date = spot_rates.rate_date
            and items.functional_currency = spot_rates.from_currency
            and as_of.presentation_currency = spot_rates.to_currency
)

select * from standing
{{ in_order_of('opened_date') }}
