with recursive

products as (
    {{ current_rows(source('raw_erp', 'product_product')) }}
),

templates as (
    {{ current_rows(source('raw_erp', 'product_template')) }}
),

categories as (
    {{ current_rows(source('raw_erp', 'product_category')) }}
),

template_categories as (
    {{ current_rows(source('raw_erp', 'product_template_product_category')) }}
),

units as (
    {{ current_rows(source('raw_erp', 'product_uom')) }}
),

list_prices as (
    {{ current_rows(source('raw_erp', 'product_list_price')) }}
),

cost_prices as (
    {{ current_rows(source('raw_erp', 'product_cost_price')) }}
),

category_lineage as (
    select
        categories.id as category_id,
        categories.name as category_name,
        categories.id as ancestor_id,
        categories.parent as next_category_id,
        categories.name as root_name
    from categories
    union all
    select
        category_lineage.category_id,
        category_lineage.category_name,
        ancestors.id as ancestor_id,
        ancestors.parent as next_category_id,
        ancestors.name as root_name
    from category_lineage
    inner join categories as ancestors on category_lineage.next_category_id = ancestors.id
),

product_line_categories as (
    select
        category_lineage.category_id,
        category_lineage.category_name
    from category_lineage
    where
        category_lineage.next_category_id is null
        and lower(category_lineage.root_name) = 'product line'
        and category_lineage.category_id <> category_lineage.ancestor_id
),

template_product_lines as (
    select
        template_categories.template,
        min(product_line_categories.category_name) as product_line
    from template_categories
    inner join product_line_categories
        on template_categories.category = product_line_categories.category_id
    group by template_categories.template
),

template_list_prices as (
    select
        list_prices.template,
        min_by(list_prices.list_price, list_prices.id) as list_price
    from list_prices
    where list_prices.list_price is not null
    group by list_prices.template
),

product_cost_prices as (
    select
        cost_prices.product,
        min_by(cost_prices.cost_price, cost_prices.id) as cost_price
    from cost_prices
    where cost_prices.cost_price is not null
    group by cost_prices.product
),

renamed as (
    select
        cast(products.id as varchar) as item_id,
        coalesce(products.code, templates.code || coalesce(products.suffix_code, '')) as item_code,
        templates.name as item_name,
        template_product_lines.product_line,
        account_categories.name as category,
        templates.type as item_type,
        coalesce(units.symbol, units.name) as unit_code,
        {{ money('template_list_prices.list_price') }} as list_price,
        {{ money('product_cost_prices.cost_price') }} as cost_price,
        products._recorded_at as recorded_at
    from products
    left join templates on products.template = templates.id
    left join template_product_lines on templates.id = template_product_lines.template
    left join categories as account_categories
        on templates.account_category = account_categories.id
    left join units on templates.default_uom = units.id
    left join template_list_prices on templates.id = template_list_prices.template
    left join product_cost_prices on products.id = product_cost_prices.product
)

select * from renamed
