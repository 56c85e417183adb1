-- Journal lines behind what an account adds to a line of a statement, largest first, with the sum
-- of all of them. Their amounts have the sign they have on the statement. In the group's currency a
-- line is translated at the rate of its day. Years are those of whoever the statement is of: a
-- closing journal that ends a company's year and not the group's moves nothing out of the group's.
with chosen as (
    select
        cast($debit_sign as bigint) as debit_sign,
        cast($currency_view as varchar) as currency_view,
        cast($fiscal_period as varchar) as fiscal_period,
        cast($account_key as varchar) as account_key,
        cast($statement as varchar) as statement_code,
        cast($from_period as varchar) as from_period,
        cast($account_class as varchar) as account_class,
        cast($entity_code as varchar) as entity_code
),

counted as (
    select
        journal_lines.*,
        chosen.debit_sign * case
            when chosen.currency_view = 'functional' then journal_lines.functional_amount
            else journal_lines.group_amount
        end as amount
    from ledger.fct_journal_lines as journal_lines
    inner join chosen
        on
            journal_lines.account_key = chosen.account_key
            and journal_lines.fiscal_period <= chosen.fiscal_period
    inner join ledger.dim_accounts as chart on journal_lines.account_key = chart.account_key
    left join calendar.dim_fiscal_periods as own_periods
        on
            journal_lines.entity_key = own_periods.entity_key
            and journal_lines.fiscal_period = own_periods.fiscal_period
    left join calendar.dim_fiscal_periods as periods
        on
            periods.entity_key
            = case when chosen.entity_code = 'GROUP' then 'GROUP' else journal_lines.entity_key end
            and journal_lines.fiscal_period = periods.fiscal_period
    left join calendar.dim_fiscal_periods as shown
        on
            periods.entity_key = shown.entity_key
            and chosen.fiscal_period = shown.fiscal_period
    where
        case
            when chosen.statement_code = 'profit_and_loss'
                then
                    journal_lines.fiscal_period >= chosen.from_period
                    and journal_lines.journal_type <> 'closing'
            when chosen.account_class = 'current_year_earnings'
                then
                    periods.fiscal_year = shown.fiscal_year
                    and (
                        journal_lines.journal_type <> 'closing'
                        or periods.period_number = own_periods.period_number
                    )
            when
                chosen.account_class = 'retained_earnings'
                and chart.account_type in ('revenue', 'expense')
                then
                    periods.fiscal_year <> shown.fiscal_year
                    or (
                        journal_lines.journal_type = 'closing'
                        and periods.period_number <> own_periods.period_number
                    )
            else true
        end
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
order by abs(counted.amount) desc, counted.effective_date desc, counted.journal_line_key asc
limit 200
