-- What each account on the other side of cash received (+) or paid (-) in each period, for every
-- scope and currency it is stated in. Flows are translated at the month's average rate. The group
-- leaves out cash between its companies.
with

movements as (
    select * from {{ ref('int_cash_movements_allocated') }}
),

between_companies as (
    select * from {{ ref('int_cash_between_companies') }}
),

shares as (
    select * from {{ ref('int_entity_shares_resolved') }}
    where is_consolidated
),

movements_by_view as (
    select
        movements.entity_key,
        'functional' as currency_view,
        movements.entity_key as source_entity_key,
        movements.fiscal_period,
        movements.account_class,
        movements.direction,
        movements.counter_account_key as account_key,
        movements.allocated_amount as amount
    from movements
    union all
    select
        movements.entity_key,
        'group' as currency_view,
        movements.entity_key as source_entity_key,
        movements.fiscal_period,
        movements.account_class,
        movements.direction,
        movements.counter_account_key as account_key,
        movements.allocated_amount_group as amount
    from movements
    union all
    select
        'GROUP' as entity_key,
        'group' as currency_view,
        movements.entity_key as source_entity_key,
        movements.fiscal_period,
        movements.account_class,
        movements.direction,
        movements.counter_account_key as account_key,
        movements.allocated_amount_group
        - coalesce(between_companies.allocated_amount_group, 0) as amount
    from movements
    inner join shares
        on
            movements.entity_key = shares.entity_key
            and movements.fiscal_period = shares.fiscal_period
    left join between_companies
        on
            movements.cash_line_key = between_companies.cash_line_key
            and movements.counter_account_key = between_companies.counter_account_key
),

summed as (
    select
        movements_by_view.entity_key,
        movements_by_view.currency_view,
        movements_by_view.fiscal_period,
        movements_by_view.account_class,
        movements_by_view.direction,
        movements_by_view.account_key,
        movements_by_view.source_entity_key,
        {{ money('sum(movements_by_view.amount)') }} as amount
    from movements_by_view
    group by
        movements_by_view.entity_key,
        movements_by_view.currency_view,
        movements_by_view.fiscal_period,
        movements_by_view.account_class,
        movements_by_view.direction,
        movements_by_view.account_key,
        movements_by_view.source_entity_key
)

select * from summed
where amount <> 0
