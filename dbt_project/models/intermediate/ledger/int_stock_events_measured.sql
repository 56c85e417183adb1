-- What goods that move are worth, in the books' own currency: deliveries and returns at cost, goods
-- receipts at cost against the price agreed with the supplier at the rate of the day, production at
-- the cost of what comes out and what goes in.
with

entities as (
    select * from {{ ref('int_entities_unioned') }}
),

spot_rates as (
    select * from {{ ref('int_exchange_rates_filled') }}
    where rate_type = 'spot'
),

delivered as (
    select
        'delivery' as event_type,
        deliveries.entity_key,
        deliveries.delivery_date as event_date,
        'delivery' as document_type,
        deliveries.delivery_key as document_key,
        deliveries.delivery_id as document_id,
        deliveries.delivery_number as document_number,
        deliveries.customer_key as party_key,
        customers.intercompany_entity_key,
        delivery_lines.product_key,
        'cost' as event_measure,
        delivery_lines.delivery_line_key as document_line_key,
        delivery_lines.cost_amount as amount_functional,
        deliveries.source_system,
        greatest(deliveries.recorded_at, delivery_lines.recorded_at) as recorded_at
    from {{ ref('int_delivery_lines_unioned') }} as delivery_lines
    inner join {{ ref('int_deliveries_unioned') }} as deliveries
        on delivery_lines.delivery_key = deliveries.delivery_key
    left join {{ ref('int_customers_unioned') }} as customers
        on deliveries.customer_key = customers.customer_key
    where
        coalesce(deliveries.state, 'done') = 'done'
        and delivery_lines.cost_amount is not null
),

priced_receipts as (
    select
        receipts.*,
        stock_moves.document_key as shipment_key,
        suppliers.intercompany_entity_key,
        purchase_orders.currency_code,
        entities.functional_currency,
        {{ round_to_currency(
            line_amount('receipts.quantity', 'order_lines.unit_price'),
            'purchase_orders.currency_code'
        ) }} as price_amount,
        spot_rates.rate
    from {{ ref('int_goods_receipts_unioned') }} as receipts
    inner join entities on receipts.entity_key = entities.entity_key
    left join {{ ref('int_stock_moves_unioned') }} as stock_moves
        on
            receipts.goods_receipt_line_id = stock_moves.stock_move_id
            and receipts.source_system = stock_moves.source_system
            and stock_moves.document_type = 'goods_receipt'
    left join {{ ref('int_suppliers_unioned') }} as suppliers
        on receipts.supplier_key = suppliers.supplier_key
    left join {{ ref('int_purchase_order_lines_unioned') }} as order_lines
        on receipts.purchase_order_line_key = order_lines.purchase_order_line_key
    left join {{ ref('int_purchase_orders_unioned') }} as purchase_orders
        on order_lines.purchase_order_key = purchase_orders.purchase_order_key
    left join spot_rates
        on
            receipts.receipt_date = spot_rates.rate_date
            and purchase_orders.currency_code = spot_rates.from_currency
            and entities.functional_currency = spot_rates.to_currency
    where receipts.cost_amount is not null
),

-- A receipt without an order is accrued at its cost.
valued_receipts as (
    select
        priced_receipts.*,
        case
            when priced_receipts.price_amount is null then priced_receipts.cost_amount
            else {{ convert_amount(
                'priced_receipts.price_amount', 'priced_receipts.currency_code',
                'priced_receipts.functional_currency', 'priced_receipts.rate'
            ) }}
        end as accrued_functional
    from priced_receipts
),

receipt_measures as (
    select cast('cost' as varchar) as event_measure
    union all
    select cast('accrued' as varchar) as event_measure
    union all
    select cast('price_difference' as varchar) as event_measure
),

received as (
    select
        'goods_receipt' as event_type,
        valued_receipts.entity_key,
        valued_receipts.receipt_date as event_date,
        'goods_receipt' as document_type,
        coalesce(
            valued_receipts.shipment_key,
            {{ surrogate_key('valued_receipts.receipt_number', 'valued_receipts.source_system') }},
            valued_receipts.goods_receipt_line_key
        ) as document_key,
        valued_receipts.goods_receipt_line_id as document_id,
        valued_receipts.receipt_number as document_number,
        valued_receipts.supplier_key as party_key,
        valued_receipts.intercompany_entity_key,
        valued_receipts.product_key,
        receipt_measures.event_measure,
        valued_receipts.goods_receipt_line_key as document_line_key,
        case receipt_measures.event_measure
            when 'cost' then valued_receipts.cost_amount
            when 'accrued' then valued_receipts.accrued_functional
            else valued_receipts.accrued_functional - valued_receipts.cost_amount
        end as amount_functional,
        valued_receipts.source_system,
        valued_receipts.recorded_at
    from valued_receipts
    cross join receipt_measures
),

production_moves as (
    select
        stock_moves.*,
        case when stock_moves.from_location_type = 'production' then 1 else -1 end as direction,
        {{ round_to_currency(
            line_amount('stock_moves.quantity', 'stock_moves.unit_cost'),
            'entities.functional_currency'
        ) }} as cost_amount
    from {{ ref('int_stock_moves_unioned') }} as stock_moves
    inner join entities on stock_moves.entity_key = entities.entity_key
    where
        stock_moves.document_type = 'production'
        and stock_moves.state = 'done'
        and stock_moves.unit_cost is not null
        and (
            stock_moves.from_location_type = 'production'
            or stock_moves.to_location_type = 'production'
        )
),

-- An order's journal counts on the day its output is done.
production_days as (
    select
        production_moves.document_key,
        max(case when production_moves.direction = 1 then production_moves.move_date end)
            as done_date
    from production_moves
    group by production_moves.document_key
),

produced as (
    select
        'production' as event_type,
        production_moves.entity_key,
        production_days.done_date as event_date,
        'production' as document_type,
        production_moves.document_key,
        production_moves.document_id,
        production_moves.document_id as document_number,
        cast(null as varchar) as party_key,
        cast(null as varchar) as intercompany_entity_key,
        production_moves.product_key,
        case production_moves.direction when 1 then 'output' else 'input' end as event_measure,
        production_moves.stock_move_key as document_line_key,
        production_moves.cost_amount as amount_functional,
        production_moves.source_system,
        production_moves.recorded_at
    from production_moves
    inner join production_days on production_moves.document_key = production_days.document_key
    where production_days.done_date is not null
    union all
    select
        'production' as event_type,
        production_moves.entity_key,
        production_days.done_date as event_date,
        'production' as document_type,
        production_moves.document_key,
        min(production_moves.document_id) as document_id,
        min(production_moves.document_id) as document_number,
        cast(null as varchar) as party_key,
        cast(null as varchar) as intercompany_entity_key,
        cast(null as varchar) as product_key,
        'absorbed' as event_measure,
        production_moves.document_key as document_line_key,
        sum(production_moves.direction * production_moves.cost_amount) as amount_functional,
        min(production_moves.source_system) as source_system,
        max(production_moves.recorded_at) as recorded_at
    from production_moves
    inner join production_days on production_moves.document_key = production_days.document_key
    where production_days.done_date is not null
    group by
        production_moves.entity_key, production_days.done_date, production_moves.document_key
),

united as (
    select * from delivered
    union all
    select * from received
    union all
    select * from produced
),

events as (
    select
        united.event_type,
        united.entity_key,
        united.event_date,
        united.document_type,
        united.document_key,
        united.document_id,
        united.document_number,
        united.party_key,
        united.intercompany_entity_key,
        united.product_key,
        united.event_measure,
        united.document_line_key,
        cast(null as varchar) as document_account_key,
        entities.functional_currency as currency_code,
        {{ money('united.amount_functional') }} as amount,
        {{ money('united.amount_functional') }} as amount_functional,
        united.source_system,
        united.recorded_at
    from united
    inner join entities on united.entity_key = entities.entity_key
)

select * from events
