-- AR-3: on the as-of date the ageing buckets of each currency sum to the open items.
with

ageing as (
    select * from {{ ref('rpt_receivables_ageing') }}
),

items as (
    select * from {{ ref('fct_receivable_items') }}
),

entities as (
    select * from {{ ref('dim_entities') }}
),

as_of as (
    select * from {{ ref('int_as_of_date') }}
),

bucket_sums as (
    select
        ageing.entity_key,
        ageing.currency_code,
        sum(ageing.open_amount_functional) as open_amount
    from ageing
    inner join as_of on ageing.as_of_date = as_of.as_of_date
    group by ageing.entity_key, ageing.currency_code
),

item_sums as (
    select
        items.entity_key,
        items.currency_code,
        sum(items.open_amount_functional) as open_amount
    from items
    group by items.entity_key, items.currency_code
),

compared as (
    select
        coalesce(bucket_sums.entity_key, item_sums.entity_key) as entity_key,
        coalesce(bucket_sums.currency_code, item_sums.currency_code) as currency_code,
        coalesce(bucket_sums.open_amount, 0) as left_amount,
        coalesce(item_sums.open_amount, 0) as right_amount
    from bucket_sums
    full outer join item_sums
        on
            bucket_sums.entity_key = item_sums.entity_key
            and bucket_sums.currency_code = item_sums.currency_code
),

cells as (
    select
        coalesce(entities.entity_code, 'unknown') as scope,
        'items in ' || compared.currency_code as record,
        compared.left_amount,
        compared.right_amount
    from compared
    left join entities on compared.entity_key = entities.entity_key
),

results as (
    {{ invariant_result('AR-3', 'cells') }}
)

select * from results
