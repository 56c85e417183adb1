-- Purchase orders in three currencies; totals are the source's own. Drafts and quotations are no
-- commitment yet.
with

orders as (
    select * from {{ ref('int_purchase_orders_unioned') }}
),

entities as (
    select * from {{ ref('int_entities_unioned') }}
),

as_of as (
    select * from {{ ref('int_as_of_date') }}
),

spot_rates as (
    select * from {{ ref('int_exchange_rates_filled') }}
    where rate_type = 'spot'
),

rated as (
    select
        orders.purchase_order_key,
        orders.purchase_order_number,
        orders.entity_key,
        orders.supplier_key,
        orders.order_date,
        orders.state,
        orders.currency_code,
        orders.net_amount,
        orders.tax_amount,
        orders.freight_amount,
        orders.gross_amount,
        orders.source_system,
        orders.recorded_at,
        entities.functional_currency,
        as_of.presentation_currency,
        functional_rates.rate as functional_rate,
        group_rates.rate as group_rate
    from orders
    inner join as_of on orders.order_date <= as_of.as_of_date
    left join entities on orders.entity_key = entities.entity_key
    left join spot_rates as functional_rates
        on
            orders.order_date = functional_rates.rate_date
            and orders.currency_code = functional_rates.from_currency
            and entities.functional_currency = functional_rates.to_currency
    left join spot_rates as group_rates
        on
            orders.order_date = group_rates.rate_date
            and entities.functional_currency = group_rates.from_currency
            and as_of.presentation_currency = group_rates.to_currency
    where coalesce(orders.state, '') not in ('draft', 'quotation')
),

functional as (
    select
        rated.*,
        {{ convert_amount(
            'rated.net_amount', 'rated.currency_code', 'rated.functional_currency',
            'rated.functional_rate'
        ) }} as net_amount_functional,
        {{ convert_amount(
            'rated.tax_amount', 'rated.currency_code', 'rated.functional_currency',
            'rated.functional_rate'
        ) }} as tax_amount_functional,
        {{ convert_amount(
            'rated.freight_amount', 'rated.currency_code', 'rated.functional_currency',
            'rated.functional_rate'
        ) }} as freight_amount_functional,
        {{ convert_amount(
            'rated.gross_amount', 'rated.currency_code', 'rated.functional_currency',
            'rated.functional_rate'
        ) }} as gross_amount_functional
    from rated
),

valued as (
    select
        functional.*,
        {{ convert_amount(
            'functional.net_amount_functional', 'functional.functional_currency',
            'functional.presentation_currency', 'functional.group_rate'
        ) }} as net_amount_group,
        {{ convert_amount(
            'functional.tax_amount_functional', 'functional.functional_currency',
            'functional.presentation_currency', 'functional.group_rate'
        ) }} as tax_amount_group,
        {{ convert_amount(
            'functional.freight_amount_functional', 'functional.functional_currency',
            'functional.presentation_currency', 'functional.group_rate'
        ) }} as freight_amount_group,
        {{ convert_amount(
            'functional.gross_amount_functional', 'functional.functional_currency',
            'functional.presentation_currency', 'functional.group_rate'
        ) }} as gross_amount_group
    from functional
)

select * from valued
