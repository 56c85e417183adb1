-- What a cell of the changes in equity is made of: accounts, by the entity and the layer they come
-- from, and the sign with which their debits count. Movements add up, the opening balance is that
-- of the window's first month, the closing balance that of its last. A line names component and
-- movement; the component `total` is all of them.
with chosen as (
    select
        cast($fiscal_period as varchar) as fiscal_period,
        cast($from_period as varchar) as from_period,
        split_part($line_code, '.', 1) as component_code,
        split_part($line_code, '.', 2) as movement_kind,
        cast($entity_code as varchar) as entity_code,
        cast($currency_view as varchar) as currency_view
)

select
    entities.entity_code as source_entity_code,
    amounts.layer,
    amounts.account_class,
    chart.account_key,
    chart.account_code,
    chart.account_name,
    chart.account_name_zh,
    -- The interests of others are moved by what they take off the other components.
    case
        when amounts.account_class <> 'non_controlling_interest' then -1
        when chart.account_class = 'non_controlling_interest' then -1
        else 1
    end as debit_sign,
    sum(amounts.amount) as amount
from statements.fct_statement_amounts as amounts
inner join ledger.dim_accounts as chart on amounts.account_key = chart.account_key
inner join ledger.dim_entities as entities on amounts.source_entity_key = entities.entity_key
inner join chosen
    on
        chosen.component_code in ('total', amounts.account_class)
        and amounts.movement_kind = chosen.movement_kind
        and amounts.entity_code = chosen.entity_code
        and amounts.currency_view = chosen.currency_view
        and amounts.fiscal_period between case
            when chosen.movement_kind = 'closing' then chosen.fiscal_period
            else chosen.from_period
        end and case
            when chosen.movement_kind = 'opening' then chosen.from_period
            else chosen.fiscal_period
        end
where amounts.statement = 'changes_in_equity'
group by all
order by
    abs(sum(amounts.amount)) desc,
    source_entity_code asc,
    chart.account_code asc,
    amounts.layer asc,
    amounts.account_class asc
