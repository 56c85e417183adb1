-- Direct cash flow, movement by movement: each part of a journal's cash with the account on the
-- other side, which says what the cash was for.
with

movements as (
    select * from {{ ref('int_cash_movements_allocated') }}
),

between_companies as (
    select * from {{ ref('int_cash_between_companies') }}
),

line_map as (
    select * from {{ ref('statement_line_accounts') }}
    where layout = 'ifrs' and statement = 'cash_flow'
),

selected as (
    select
        movements.entity_key,
        movements.journal_key,
        movements.cash_line_key,
        movements.counter_account_key,
        movements.fiscal_period,
        movements.effective_date,
        movements.account_class as counter_account_class,
        movements.cash_flow_category,
        line_map.line_code as cash_flow_line_code,
        movements.direction,
        movements.functional_currency,
        movements.allocated_amount,
        movements.group_currency,
        movements.allocated_amount_group,
        {{ money('coalesce(between_companies.allocated_amount_group, 0)') }}
            as within_group_amount_group
    from movements
    left join between_companies
        on
            movements.cash_line_key = between_companies.cash_line_key
            and movements.counter_account_key = between_companies.counter_account_key
    left join line_map
        on
            movements.account_class = line_map.account_class
            and line_map.direction in ('any', movements.direction)
)

select * from selected
{{ in_order_of('effective_date') }}
