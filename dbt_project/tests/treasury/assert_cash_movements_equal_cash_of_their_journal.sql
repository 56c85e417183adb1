-- Not a cent of a journal's cash may be lost or made when it is spread over the counter accounts
-- (CF-4): per journal the movements add up to its cash lines.
{{ config(meta={'proves_documents': true}) }}

with

cash_lines as (
    select
        journal_lines.journal_key,
        sum(journal_lines.functional_amount) as cash_amount
    from {{ ref('fct_journal_lines') }} as journal_lines
    inner join {{ ref('dim_accounts') }} as ledger_accounts
        on journal_lines.account_key = ledger_accounts.account_key
    where ledger_accounts.is_cash and journal_lines.journal_type not in ('opening', 'closing')
    group by journal_lines.journal_key
),

movements as (
    select
        cash_movements.journal_key,
        sum(cash_movements.allocated_amount) as allocated_amount
    from {{ ref('fct_cash_movements') }} as cash_movements
    group by cash_movements.journal_key
)

select
    cash_lines.journal_key,
    cash_lines.cash_amount,
    movements.allocated_amount
from cash_lines
left join movements on cash_lines.journal_key = movements.journal_key
where cash_lines.cash_amount <> coalesce(movements.allocated_amount, 0)
