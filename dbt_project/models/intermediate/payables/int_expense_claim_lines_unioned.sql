-- Unites every source that fills expense claim lines: nothing downstream learns a source.
with

expenses as (
    select * from {{ ref('stg_expenses__claim_lines') }}
),

keyed as (
    select
        'expenses' as source_system,
        {{ surrogate_key('expenses.claim_line_id', "'expenses'") }} as claim_line_key,
        {{ surrogate_key('expenses.claim_id', "'expenses'") }} as claim_key,
        expenses.claim_line_id,
        expenses.claim_id,
        expenses.line_number,
        expenses.expense_date,
        expenses.category,
        expenses.merchant,
        expenses.description,
        expenses.currency_code,
        expenses.claimed_amount,
        expenses.approved_amount,
        expenses.tax_amount,
        expenses.account_code,
        expenses.receipt_sha256,
        expenses.recorded_at
    from expenses
)

select * from keyed
