-- SK-1: a period's stock closes with what it opened with, plus what came, less what went; the next
-- period opens with it.
with

balances as (
    select
        balances.*,
        lead(balances.opening_quantity) over (
            partition by balances.entity_key, balances.product_key
            order by balances.fiscal_period asc
        ) as next_opening_quantity
    from {{ ref('fct_stock_balances') }} as balances
)

select
    balances.entity_key,
    balances.product_key,
    balances.fiscal_period
from balances
where
    balances.opening_quantity + balances.in_quantity - balances.out_quantity
    <> balances.closing_quantity
    or balances.next_opening_quantity <> balances.closing_quantity
