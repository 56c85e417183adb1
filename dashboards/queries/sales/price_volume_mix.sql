-- From last year's revenue to this window's: volume, mix, price, and products come and gone.
-- In group currency, so price holds the effect of exchange rates too. Each effect is rounded once
-- and price takes the rest, so the steps always add up.
with sold_lines as (
    select
        product_key,
        entity_key,
        fiscal_period,
        quantity,
        net_amount_group
    from sales.fct_invoice_lines
    where not is_intercompany
    union all
    select
        product_key,
        entity_key,
        fiscal_period,
        quantity,
        net_amount_group
    from sales.fct_order_lines
    where not exists (select 1 from sales.fct_invoice_lines)
),

by_product as (
    select
        sold_lines.product_key,
        coalesce(sum(sold_lines.quantity) filter (
            where sold_lines.fiscal_period between $from_period and $fiscal_period
        ), 0) as quantity,
        coalesce(sum(sold_lines.net_amount_group) filter (
            where sold_lines.fiscal_period between $from_period and $fiscal_period
        ), 0) as amount,
        coalesce(sum(sold_lines.quantity) filter (
            where sold_lines.fiscal_period between $prior_from_period and $prior_period
        ), 0) as prior_quantity,
        coalesce(sum(sold_lines.net_amount_group) filter (
            where sold_lines.fiscal_period between $prior_from_period and $prior_period
        ), 0) as prior_amount
    from sold_lines
    inner join ledger.dim_entities as entities
        on sold_lines.entity_key = entities.entity_key
    where entities.entity_code = $entity_code or $entity_code = 'GROUP'
    group by sold_lines.product_key
),

compared as (
    select
        *,
        quantity > 0 and prior_quantity > 0 as is_in_both
    from by_product
),

totals as (
    select
        sum(prior_amount) as prior_amount,
        sum(amount) as amount,
        coalesce(sum(prior_amount) filter (where is_in_both), 0) as prior_kept,
        coalesce(sum(amount) filter (where is_in_both), 0) as kept,
        coalesce(sum(prior_amount) filter (where not is_in_both), 0) as gone,
        coalesce(sum(amount) filter (where not is_in_both), 0) as come,
        sum(quantity) filter (where is_in_both)
        / nullif(sum(prior_quantity) filter (where is_in_both), 0) as quantity_ratio,
        cast(coalesce(sum(prior_amount * (quantity / prior_quantity)) filter (
            where is_in_both
        ), 0) as decimal(20, 4)) as at_prior_prices
    from compared
),

effects as (
    select
        prior_amount,
        amount,
        come,
        gone,
        cast(coalesce(prior_kept * quantity_ratio, 0) as decimal(20, 4)) - prior_kept as volume,
        at_prior_prices - cast(coalesce(prior_kept * quantity_ratio, 0) as decimal(20, 4)) as mix,
        kept - at_prior_prices as price
    from totals
    where prior_amount <> 0 and amount <> 0
)

select
    prior_amount,
    volume,
    mix,
    price,
    come,
    -gone as gone,
    amount
from effects
