-- A product without a product line belongs to its category, so that no revenue is left unnamed.
with

items as (
    select * from {{ ref('int_items_unioned') }}
),

conformed as (
    select
        items.product_key,
        items.item_code as product_code,
        coalesce(items.item_name, items.item_code, items.item_id) as product_name,
        coalesce(items.product_line, items.category) as product_line,
        items.category,
        items.item_type,
        items.unit_code,
        items.list_price,
        items.cost_price,
        items.source_system
    from items
)

select * from conformed
