-- Cash movements behind what an account adds to a line of the cash flow statement, largest first,
-- with the sum of all of them.
with chosen as (
    select
        cast($debit_sign as bigint) as debit_sign,
        cast($currency_view as varchar) as currency_view,
        cast($layout as varchar) as layout,
        cast($line_code as varchar) as line_code,
        cast($account_key as varchar) as account_key,
        cast($from_period as varchar) as from_period,
        cast($fiscal_period as varchar) as fiscal_period,
        cast($entity_code as varchar) as entity_code
),

counted as (
    select
        movements.effective_date,
        movements.journal_key,
        movements.counter_account_key,
        movements.cash_line_key,
        chosen.debit_sign * case
            when chosen.currency_view = 'functional' then movements.allocated_amount
            when chosen.entity_code = 'GROUP'
                then movements.allocated_amount_group - movements.within_group_amount_group
            else movements.allocated_amount_group
        end as amount
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
    inner join chosen
        on
            line_accounts.layout = chosen.layout
            and leaves.line_code = chosen.line_code
            and movements.counter_account_key = chosen.account_key
            and movements.fiscal_period between chosen.from_period and chosen.fiscal_period
)

select
    counted.effective_date,
    journals.journal_number,
    counted.journal_key,
    journals.journal_type,
    journal_lines.description,
    journals.document_type,
    journal_lines.transaction_currency,
    journal_lines.transaction_amount,
    counted.amount,
    sum(counted.amount) over () as total_amount,
    count(*) over () as line_count
from counted
inner join ledger.fct_journals as journals on counted.journal_key = journals.journal_key
inner join
    ledger.fct_journal_lines as journal_lines
    on counted.cash_line_key = journal_lines.journal_line_key
where counted.amount <> 0
order by abs(counted.amount) desc, counted.effective_date desc, counted.cash_line_key asc
limit 200
