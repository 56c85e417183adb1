with

products as (
    select * from {{ ref('int_products_conformed') }}
),

published as (
    select
        products.product_key,
        products.product_code,
        products.product_name,
        products.product_line,
        products.category,
        products.item_type,
        products.unit_code,
        products.list_price,
        products.cost_price,
        products.source_system
    from products
)

select * from published
