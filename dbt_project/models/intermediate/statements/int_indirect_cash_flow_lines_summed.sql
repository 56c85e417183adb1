-- What each plain line of the indirect cash flow statement adds to operating cash.
with

flows as (
    select * from {{ ref('int_operating_flows_classed') }}
),

line_map as (
    select * from {{ ref('statement_line_accounts') }}
    where statement = 'cash_flow_indirect'
),

summed as (
    select
        line_map.layout,
        flows.entity_key,
        flows.currency_view,
        flows.fiscal_period,
        line_map.line_code,
        {{ money('sum(flows.amount)') }} as amount
    from flows
    inner join line_map on flows.account_class = line_map.account_class
    group by
        line_map.layout,
        flows.entity_key,
        flows.currency_view,
        flows.fiscal_period,
        line_map.line_code
)

select * from summed
