-- What a line of the cash flow statement is made of: the accounts the cash came from or went to, by
-- entity. The group leaves out cash between its companies.
with chosen as (
    select
        cast($currency_view as varchar) as currency_view,
        cast($layout as varchar) as layout,
        cast($line_code as varchar) as line_code,
        cast($from_period as varchar) as from_period,
        cast($fiscal_period as varchar) as fiscal_period,
        cast($entity_code as varchar) as entity_code
)

select
    entities.entity_code as source_entity_code,
    'entity' as layer,
    movements.counter_account_class as account_class,
    chart.account_key,
    chart.account_code,
    chart.account_name,
    chart.account_name_zh,
    leaves.leaf_sign as debit_sign,
    sum(
        leaves.leaf_sign * case
            when chosen.currency_view = 'functional' then movements.allocated_amount
            else movements.allocated_amount_group
        end
    ) as amount
from treasury.fct_cash_movements as movements
inner join statements.dim_statement_line_accounts as line_accounts
    on
        movements.counter_account_class = line_accounts.account_class
        and line_accounts.statement = 'cash_flow'
        and line_accounts.direction in ('any', movements.direction)
inner join statements.dim_statement_line_leaves as leaves
    on
        line_accounts.layout = leaves.layout
        and line_accounts.statement = leaves.statement
        and line_accounts.line_code = leaves.leaf_line_code
inner join ledger.dim_accounts as chart on movements.counter_account_key = chart.account_key
inner join ledger.dim_entities as entities on movements.entity_key = entities.entity_key
inner join chosen
    on
        line_accounts.layout = chosen.layout
        and leaves.line_code = chosen.line_code
        and movements.fiscal_period between chosen.from_period and chosen.fiscal_period
        and case
            when chosen.entity_code = 'GROUP' then not movements.is_within_group
            else entities.entity_code = chosen.entity_code
        end
group by all
order by
    abs(sum(movements.allocated_amount_group)) desc,
    source_entity_code asc,
    chart.account_code asc
