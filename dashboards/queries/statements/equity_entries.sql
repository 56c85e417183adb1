-- Consolidation entries behind what an account adds to a cell of the group's changes in equity,
-- with the sign they have in it. What they did to income is earnings of the year, from the turn of
-- the year on retained; what opening journals brought was held at the start.
with chosen as (
    select
        cast($debit_sign as bigint) as debit_sign,
        cast($account_key as varchar) as account_key,
        cast($account_class as varchar) as component_code,
        split_part($line_code, '.', 2) as movement_kind,
        cast($source_entity_code as varchar) as source_entity_code,
        cast($layer as varchar) as layer,
        cast($from_period as varchar) as from_period,
        cast($fiscal_period as varchar) as fiscal_period
),

of_account as (
    select
        chosen.*,
        entities.entity_key,
        shown.fiscal_year as closing_year,
        (
            select max_by(periods.fiscal_year, periods.fiscal_period)
            from calendar.dim_fiscal_periods as periods
            where
                periods.entity_key = entities.entity_key
                and periods.fiscal_period < chosen.from_period
        ) as opening_year
    from chosen
    inner join ledger.dim_entities as entities
        on chosen.source_entity_code = entities.entity_code
    inner join calendar.dim_fiscal_periods as shown
        on
            entities.entity_key = shown.entity_key
            and chosen.fiscal_period = shown.fiscal_period
),

judged as (
    select
        entries.*,
        of_account.debit_sign,
        of_account.movement_kind,
        of_account.component_code,
        chart.account_type in ('revenue', 'expense') as is_income,
        entries.fiscal_period < of_account.from_period as is_before,
        entries.fiscal_period = of_account.from_period as is_first,
        coalesce(periods.fiscal_year = of_account.opening_year, false)
        and entries.fiscal_period < of_account.from_period as is_opening_earnings,
        periods.fiscal_year = of_account.closing_year as is_closing_earnings
    from statements.fct_elimination_lines as entries
    inner join of_account
        on
            entries.account_key = of_account.account_key
            and entries.entity_key = of_account.entity_key
            and (entries.kind = 'minority') = (of_account.layer = 'nci')
            and entries.fiscal_period <= of_account.fiscal_period
    inner join ledger.dim_accounts as chart on entries.account_key = chart.account_key
    inner join calendar.dim_fiscal_periods as periods
        on
            entries.entity_key = periods.entity_key
            and entries.fiscal_period = periods.fiscal_period
),

held as (
    select
        judged.*,
        case
            when judged.component_code <> 'retained_earnings' then judged.is_opening_earnings
            else judged.is_before and not judged.is_opening_earnings
        end as is_opening_part,
        case
            when judged.component_code <> 'retained_earnings' then judged.is_closing_earnings
            else not judged.is_closing_earnings
        end as is_closing_part,
        judged.component_code <> 'retained_earnings' and not judged.is_before as is_profit
    from judged
),

counted as (
    select
        held.fiscal_period,
        held.kind,
        held.debit_sign * case
            -- The profit of others is theirs, whichever year it was earned in.
            when held.is_income and held.component_code = 'non_controlling_interest'
                then held.movement_amount_group * cast(not held.is_before as integer)
            when held.is_income
                then
                    held.movement_amount_group * case held.movement_kind
                        when 'opening' then cast(held.is_opening_part as integer)
                        when 'closing' then cast(held.is_closing_part as integer)
                        when 'profit' then cast(held.is_profit as integer)
                        else
                            cast(held.is_closing_part as integer)
                            - cast(held.is_opening_part as integer)
                            - cast(held.is_profit as integer)
                    end
            when held.movement_kind = 'closing' then held.movement_amount_group
            when held.is_before and held.movement_kind = 'opening' then held.movement_amount_group
            when held.is_before then 0
            when held.movement_kind = 'opening'
                then held.opening_journal_amount_group * cast(held.is_first as integer)
            else held.movement_amount_group - held.opening_journal_amount_group
        end as amount
    from held
)

select
    fiscal_period,
    kind,
    amount
from counted
where amount <> 0
order by fiscal_period desc, kind asc
