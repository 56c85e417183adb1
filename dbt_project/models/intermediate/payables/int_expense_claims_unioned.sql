-- Unites every source that fills expense claims: nothing downstream learns a source.
with

expenses as (
    select * from {{ ref('stg_expenses__claims') }}
),

keyed as (
    select
        'expenses' as source_system,
        {{ surrogate_key('expenses.claim_id', "'expenses'") }} as claim_key,
        expenses.claim_id,
        expenses.entity_code,
        expenses.employee_name,
        expenses.employee_number,
        expenses.title,
        expenses.submitted_date,
        expenses.approved_date,
        expenses.paid_date,
        expenses.status,
        expenses.approver_name,
        expenses.currency_code,
        expenses.claimed_amount,
        expenses.approved_amount,
        expenses.recorded_at
    from expenses
)

select * from keyed
