-- A bank statement closes where its lines lead.
-- Row: treasury.fct_bank_statements (statement_key)
with moved as (
    select statement_key, sum(amount) as amount from treasury.fct_bank_lines group by all
)
select statement_key, closing_amount, opening_amount + coalesce(moved.amount, 0)
from treasury.fct_bank_statements left join moved using (statement_key)
where closing_amount <> opening_amount + coalesce(moved.amount, 0)
