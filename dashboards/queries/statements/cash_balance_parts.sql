-- What a line of the cash flow statement is made of that states cash held or what became of it:
-- the balance sheet's cash at the end and before the start of the window, and for the effect of
-- exchange rates the flows between, for it is what they leave. Before the first period no balance
-- stands: what its opening journals brought has no statement.
with chosen as (
    select
        cast($layout as varchar) as layout,
        cast($line_code as varchar) as line_code,
        cast($entity_code as varchar) as entity_code,
        cast($currency_view as varchar) as currency_view,
        cast($period_type as varchar) as period_type,
        cast($from_period as varchar) as from_period,
        cast($fiscal_period as varchar) as fiscal_period
),

cash_held as (
    select
        balances.line_code,
        balances.line_name,
        balances.line_name_zh,
        balances.fiscal_period,
        balances.amount,
        case
            when balances.fiscal_period = chosen.fiscal_period then 'closing'
            when
                balances.fiscal_period = max(
                    case
                        when balances.fiscal_period < chosen.from_period
                            then balances.fiscal_period
                    end
                ) over ()
                then 'opening'
        end as part
    from statements.rpt_balance_sheet as balances
    inner join chosen
        on
            balances.layout = chosen.layout
            and balances.entity_code = chosen.entity_code
            and balances.currency_view = chosen.currency_view
    where balances.line_code in ('cash_and_cash_equivalents', 'monetary_funds')
),

cash_flows as (
    select
        flows.line_code,
        flows.line_name,
        flows.line_name_zh,
        flows.fiscal_period,
        flows.amount
    from statements.rpt_statements as flows
    inner join chosen
        on
            flows.layout = chosen.layout
            and flows.statement = 'cash_flow'
            and flows.entity_code = chosen.entity_code
            and flows.currency_view = chosen.currency_view
            and flows.period_type = chosen.period_type
            and flows.fiscal_period = chosen.fiscal_period
),

parts as (
    select
        cash_held.part,
        'balance_sheet' as statement_code,
        cash_held.line_code,
        cash_held.line_name,
        cash_held.line_name_zh,
        cash_held.fiscal_period,
        cash_held.amount
    from cash_held
    where cash_held.part is not null
    union all
    select
        'opening' as part,
        null as statement_code,
        cash_flows.line_code,
        cash_flows.line_name,
        cash_flows.line_name_zh,
        chosen.from_period as fiscal_period,
        cash_flows.amount
    from cash_flows
    cross join chosen
    where
        cash_flows.line_code = 'opening_cash'
        and not exists (
            select 1 as standing
            from cash_held
            where cash_held.part = 'opening'
        )
    union all
    select
        'flow' as part,
        'cash_flow' as statement_code,
        cash_flows.line_code,
        cash_flows.line_name,
        cash_flows.line_name_zh,
        cash_flows.fiscal_period,
        cash_flows.amount
    from cash_flows
    where
        cash_flows.line_code
        in ('net_cash_operating', 'net_cash_investing', 'net_cash_financing')
),

signed as (
    select
        parts.*,
        case
            when parts.part = 'closing' and chosen.line_code <> 'opening_cash' then 1
            when parts.part = 'opening' and chosen.line_code = 'opening_cash' then 1
            when parts.part = 'opening' and chosen.line_code in ('net_change', 'fx_effect') then -1
            when parts.part = 'flow' and chosen.line_code = 'fx_effect' then -1
            else 0
        end as part_sign
    from parts
    cross join chosen
)

select
    signed.statement_code,
    signed.line_code,
    signed.line_name,
    signed.line_name_zh,
    signed.fiscal_period,
    signed.part_sign * signed.amount as amount
from signed
where signed.part_sign <> 0
order by signed.part = 'flow' asc, signed.part asc, signed.line_code asc
