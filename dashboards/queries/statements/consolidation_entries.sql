-- Consolidation entries behind what an account adds to a line of a group statement, with the sign
-- they have on it. What eliminations did to income stands with the earnings of the balance sheet.
with chosen as (
    select
        cast($debit_sign as bigint) as debit_sign,
        cast($statement as varchar) as statement_code,
        cast($account_key as varchar) as account_key,
        cast($account_class as varchar) as account_class,
        cast($source_entity_code as varchar) as source_entity_code,
        cast($layer as varchar) as layer,
        cast($from_period as varchar) as from_period,
        cast($fiscal_period as varchar) as fiscal_period
),

of_account as (
    select
        entries.fiscal_period,
        entries.kind,
        entries.movement_amount_group,
        entries.closing_amount_group,
        chosen.debit_sign,
        chosen.from_period,
        periods.fiscal_year = shown.fiscal_year as is_this_year,
        entries.fiscal_period = chosen.fiscal_period as is_at_end,
        case
            when chosen.statement_code = 'cash_flow_indirect' then 'profit_and_loss'
            when
                chosen.statement_code = 'profit_and_loss'
                or chart.account_type not in ('revenue', 'expense')
                then chosen.statement_code
            else chosen.account_class
        end as counted_as
    from statements.fct_elimination_lines as entries
    inner join ledger.dim_entities as entities on entries.entity_key = entities.entity_key
    inner join ledger.dim_accounts as chart on entries.account_key = chart.account_key
    inner join chosen
        on
            entries.account_key = chosen.account_key
            and entities.entity_code = chosen.source_entity_code
            and (entries.kind = 'minority') = (chosen.layer = 'nci')
            and entries.fiscal_period <= chosen.fiscal_period
    left join calendar.dim_fiscal_periods as periods
        on
            periods.entity_key = 'GROUP'
            and entries.fiscal_period = periods.fiscal_period
    left join calendar.dim_fiscal_periods as shown
        on
            shown.entity_key = 'GROUP'
            and chosen.fiscal_period = shown.fiscal_period
)

select
    fiscal_period,
    kind,
    debit_sign * case
        when counted_as = 'balance_sheet' then closing_amount_group else movement_amount_group
    end as amount
from of_account
where
    case counted_as
        when 'balance_sheet' then is_at_end
        when 'profit_and_loss' then fiscal_period >= from_period
        when 'current_year_earnings' then is_this_year
        else not is_this_year
    end
order by fiscal_period desc, kind asc
