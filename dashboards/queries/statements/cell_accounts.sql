-- What a line of a statement is made of: accounts, by the entity and the layer they come from, and
-- the sign with which what stands behind them counts. A flow adds up the window's months; a balance
-- is that of the window's end.
with chosen as (
    select
        cast($fiscal_period as varchar) as fiscal_period,
        cast($from_period as varchar) as from_period,
        cast($layout as varchar) as layout,
        cast($statement as varchar) as statement_code,
        cast($line_code as varchar) as line_code,
        cast($entity_code as varchar) as entity_code,
        cast($currency_view as varchar) as currency_view
),

parts as (
    select
        line_accounts.layout,
        amounts.statement,
        line_accounts.line_code,
        amounts.account_class,
        amounts.account_key,
        amounts.source_entity_key,
        amounts.layer,
        amounts.amount,
        case
            when amounts.statement = 'balance_sheet' then statement_lines.presentation_sign else 1
        end as line_sign,
        case
            when amounts.statement = 'profit_and_loss' then -1
            -- Operating flows have their sign already; entries behind them are debits.
            when amounts.layer = 'entity' then 1
            when
                amounts.statement = 'cash_flow_indirect'
                and amounts.account_class = 'current_year_earnings'
                then -1
            else 1
        end as debit_sign
    from statements.fct_statement_amounts as amounts
    inner join statements.dim_statement_line_accounts as line_accounts
        on
            amounts.statement = line_accounts.statement
            and amounts.account_class = line_accounts.account_class
            and line_accounts.direction in ('any', amounts.movement_kind)
    inner join statements.dim_statement_lines as statement_lines
        on
            line_accounts.layout = statement_lines.layout
            and line_accounts.statement = statement_lines.statement
            and line_accounts.line_code = statement_lines.line_code
    inner join chosen
        on
            line_accounts.layout = chosen.layout
            and amounts.statement = chosen.statement_code
            and amounts.entity_code = chosen.entity_code
            and amounts.currency_view = chosen.currency_view
            and amounts.fiscal_period <= chosen.fiscal_period
            and amounts.fiscal_period >= case
                when chosen.statement_code = 'balance_sheet' then chosen.fiscal_period
                else chosen.from_period
            end
)

select
    entities.entity_code as source_entity_code,
    parts.layer,
    parts.account_class,
    chart.account_key,
    chart.account_code,
    chart.account_name,
    chart.account_name_zh,
    leaves.leaf_sign * parts.line_sign * parts.debit_sign as debit_sign,
    sum(leaves.leaf_sign * parts.line_sign * parts.amount) as amount
from parts
inner join statements.dim_statement_line_leaves as leaves
    on
        parts.layout = leaves.layout
        and parts.statement = leaves.statement
        and parts.line_code = leaves.leaf_line_code
inner join chosen on leaves.line_code = chosen.line_code
inner join ledger.dim_accounts as chart on parts.account_key = chart.account_key
inner join ledger.dim_entities as entities on parts.source_entity_key = entities.entity_key
group by all
order by
    abs(sum(parts.amount)) desc,
    source_entity_code asc,
    chart.account_code asc,
    parts.layer asc,
    parts.account_class asc
