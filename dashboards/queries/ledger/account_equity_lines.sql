-- Journal lines behind what an account adds to a cell of the changes in equity, largest first, with
-- the sum of all of them. Income and expense are earnings of the year they were posted in, from the
-- turn of the year on retained; what carries them over is what the closing balance has more than
-- the opening balance and the profit. In the group's currency a line is translated at the rate of
-- its day.
with chosen as (
    select
        cast($debit_sign as bigint) as debit_sign,
        cast($currency_view as varchar) as currency_view,
        cast($account_key as varchar) as account_key,
        cast($account_class as varchar) as component_code,
        split_part($line_code, '.', 2) as movement_kind,
        cast($from_period as varchar) as from_period,
        cast($fiscal_period as varchar) as fiscal_period
),

of_account as (
    select
        chosen.*,
        chart.account_type in ('revenue', 'expense') as is_income,
        shown.fiscal_year as closing_year,
        (
            select max_by(periods.fiscal_year, periods.fiscal_period)
            from calendar.dim_fiscal_periods as periods
            where
                periods.entity_key = chart.entity_key
                and periods.fiscal_period < chosen.from_period
        ) as opening_year
    from chosen
    inner join ledger.dim_accounts as chart on chosen.account_key = chart.account_key
    inner join calendar.dim_fiscal_periods as shown
        on
            chart.entity_key = shown.entity_key
            and chosen.fiscal_period = shown.fiscal_period
),

judged as (
    select
        journal_lines.*,
        of_account.is_income,
        of_account.movement_kind,
        of_account.component_code,
        of_account.debit_sign * case
            when of_account.currency_view = 'functional' then journal_lines.functional_amount
            else journal_lines.group_amount
        end as signed_amount,
        journal_lines.fiscal_period < of_account.from_period
        or (
            not of_account.is_income
            and journal_lines.journal_type = 'opening'
            and journal_lines.fiscal_period = of_account.from_period
        ) as is_opening,
        journal_lines.fiscal_period >= of_account.from_period as is_in_window,
        coalesce(periods.fiscal_year = of_account.opening_year, false)
        and journal_lines.fiscal_period < of_account.from_period as is_opening_earnings,
        periods.fiscal_year = of_account.closing_year as is_closing_earnings
    from ledger.fct_journal_lines as journal_lines
    inner join of_account
        on
            journal_lines.account_key = of_account.account_key
            and journal_lines.fiscal_period <= of_account.fiscal_period
    inner join calendar.dim_fiscal_periods as periods
        on
            journal_lines.entity_key = periods.entity_key
            and journal_lines.fiscal_period = periods.fiscal_period
),

-- A journal on equity accounts alone is a transfer.
transfers as (
    select journal_lines.journal_key
    from ledger.fct_journal_lines as journal_lines
    inner join ledger.dim_accounts as chart on journal_lines.account_key = chart.account_key
    where
        journal_lines.journal_key in (
            select judged.journal_key from judged
            where not judged.is_income and judged.is_in_window
        )
    group by journal_lines.journal_key
    having bool_and(chart.account_type = 'equity')
),

held as (
    select
        judged.*,
        case
            when judged.component_code <> 'retained_earnings' then judged.is_opening_earnings
            else judged.is_opening and not judged.is_opening_earnings
        end as is_opening_part,
        case
            when judged.component_code <> 'retained_earnings' then judged.is_closing_earnings
            else not judged.is_closing_earnings
        end as is_closing_part,
        judged.component_code <> 'retained_earnings'
        and judged.is_in_window
        and judged.journal_type <> 'closing' as is_profit
    from judged
),

counted as (
    select
        held.*,
        held.signed_amount * case
            when held.is_income
                then
                    case held.movement_kind
                        when 'opening' then cast(held.is_opening_part as integer)
                        when 'closing' then cast(held.is_closing_part as integer)
                        when 'profit' then cast(held.is_profit as integer)
                        else
                            cast(held.is_closing_part as integer)
                            - cast(held.is_opening_part as integer)
                            - cast(held.is_profit as integer)
                    end
            when held.movement_kind = 'opening' then cast(held.is_opening as integer)
            when held.movement_kind = 'closing' then 1
            when held.is_opening then 0
            when held.movement_kind = 'profit_carried'
                then cast(held.journal_type = 'closing' as integer)
            when held.journal_type = 'closing' then 0
            else
                cast(
                    (held.movement_kind = 'transfers') = (transfers.journal_key is not null)
                    as integer
                )
        end as amount
    from held
    left join transfers on held.journal_key = transfers.journal_key
)

select
    counted.effective_date,
    journals.journal_number,
    counted.journal_key,
    counted.journal_type,
    counted.description,
    counted.document_type,
    counted.transaction_currency,
    counted.transaction_amount,
    counted.amount,
    sum(counted.amount) over () as total_amount,
    count(*) over () as line_count
from counted
inner join ledger.fct_journals as journals on counted.journal_key = journals.journal_key
where counted.amount <> 0
order by abs(counted.amount) desc, counted.effective_date desc, counted.journal_line_key asc
limit 200
