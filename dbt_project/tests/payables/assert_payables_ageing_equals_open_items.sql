-- AP-3: the buckets of the as-of date add up to the open items, in both currencies of the books.
with

as_of as (
    select * from {{ ref('int_as_of_date') }}
),

all_ageing as (
    select * from {{ ref('rpt_payables_ageing') }}
),

ageing as (
    select all_ageing.*
    from all_ageing
    inner join as_of on all_ageing.as_of_date = as_of.as_of_date
),

items as (
    select * from {{ ref('fct_payable_items') }}
),

amounts as (
    select
        ageing.entity_key,
        ageing.currency_code,
        ageing.open_amount,
        ageing.open_amount_functional
    from ageing
    union all
    select
        items.entity_key,
        items.currency_code,
        -items.open_amount as open_amount,
        -items.open_amount_functional as open_amount_functional
    from items
),

residuals as (
    select
        amounts.entity_key,
        amounts.currency_code,
        sum(amounts.open_amount) as residual_amount,
        sum(amounts.open_amount_functional) as residual_amount_functional
    from amounts
    group by amounts.entity_key, amounts.currency_code
)

select residuals.*
from residuals
where residuals.residual_amount <> 0 or residuals.residual_amount_functional <> 0
