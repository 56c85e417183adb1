-- What stands behind what an account adds to a line of the indirect cash flow statement, largest
-- first, with the sum of all of it: journal lines, corrections a journal makes on the account, and
-- for what consolidation takes off also cash between companies. In the group's currency a line is
-- translated at the rate of its day.
with chosen as (
    select
        cast($debit_sign as bigint) as debit_sign,
        cast($currency_view as varchar) as currency_view,
        cast($account_key as varchar) as account_key,
        cast($account_class as varchar) as account_class,
        cast($from_period as varchar) as from_period,
        cast($fiscal_period as varchar) as fiscal_period
),

of_account as (
    select
        chosen.*,
        chosen.account_class = 'current_year_earnings' as is_profit,
        chosen.account_class = 'consolidation' as is_consolidation,
        chart.account_type in ('revenue', 'expense') as is_income,
        chart.account_class in ('receivable_intercompany', 'payable_intercompany')
            as is_intercompany
    from chosen
    inner join ledger.dim_accounts as chart on chosen.account_key = chart.account_key
),

counted as (
    select
        journal_lines.effective_date,
        journal_lines.journal_key,
        journal_lines.description,
        journal_lines.transaction_currency,
        journal_lines.transaction_amount,
        -of_account.debit_sign * case
            when of_account.currency_view = 'functional' then journal_lines.functional_amount
            else journal_lines.group_amount
        end as amount,
        journal_lines.journal_line_key as row_key
    from ledger.fct_journal_lines as journal_lines
    inner join of_account
        on
            journal_lines.account_key = of_account.account_key
            and journal_lines.fiscal_period
            between of_account.from_period and of_account.fiscal_period
    where
        journal_lines.journal_type <> 'closing'
        and case
            when of_account.is_profit then true
            when of_account.is_income then false
            else
                journal_lines.journal_type <> 'opening'
                and (not of_account.is_consolidation or of_account.is_intercompany)
        end
    union all
    select
        journals.effective_date,
        corrections.journal_key,
        journals.description,
        cast(null as varchar) as transaction_currency,
        cast(null as decimal(20, 4)) as transaction_amount,
        of_account.debit_sign * case
            when of_account.currency_view = 'functional' then corrections.amount_functional
            else corrections.amount_group
        end as amount,
        corrections.journal_key || corrections.correction_kind as row_key
    from statements.fct_operating_cash_corrections as corrections
    inner join ledger.fct_journals as journals on corrections.journal_key = journals.journal_key
    inner join of_account
        on
            corrections.account_key = of_account.account_key
            and corrections.fiscal_period
            between of_account.from_period and of_account.fiscal_period
    where
        not of_account.is_profit
        and (not of_account.is_consolidation or of_account.is_intercompany)
    union all
    select
        movements.effective_date,
        movements.journal_key,
        cash_lines.description,
        cash_lines.transaction_currency,
        cash_lines.transaction_amount,
        -of_account.debit_sign * movements.within_group_amount_group as amount,
        movements.cash_line_key as row_key
    from treasury.fct_cash_movements as movements
    inner join
        ledger.fct_journal_lines as cash_lines
        on movements.cash_line_key = cash_lines.journal_line_key
    inner join of_account
        on
            movements.counter_account_key = of_account.account_key
            and movements.fiscal_period
            between of_account.from_period and of_account.fiscal_period
    where
        of_account.is_consolidation
        and movements.within_group_amount_group <> 0
        and movements.cash_flow_category = 'operating'
)

select
    counted.effective_date,
    journals.journal_number,
    counted.journal_key,
    journals.journal_type,
    counted.description,
    journals.document_type,
    counted.transaction_currency,
    counted.transaction_amount,
    counted.amount,
    sum(counted.amount) over () as total_amount,
    count(*) over () as line_count
from counted
inner join ledger.fct_journals as journals on counted.journal_key = journals.journal_key
order by abs(counted.amount) desc, counted.effective_date desc, counted.row_key asc
limit 200
