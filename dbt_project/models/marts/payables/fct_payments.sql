-- The applied amount is what allocations took to documents; the rest is money on account.
with

payments as (
    select * from {{ ref('int_supplier_payments_valued') }}
),

own_periods as (
    {{ own_periods() }}
),

allocations as (
    select * from {{ ref('int_bill_allocations_posted') }}
),

items as (
    select * from {{ ref('int_payable_items_opened') }}
),

as_of as (
    select * from {{ ref('int_as_of_date') }}
),

-- In functional currency, since one payment may settle documents of several currencies.
applied as (
    select
        allocations.payment_key,
        sum(allocations.applied_amount_functional) as applied_amount_functional
    from allocations
    inner join as_of on allocations.allocation_date <= as_of.as_of_date
    where
        allocations.payment_key is not null
        and allocations.bill_key in (select items.document_key from items)
    group by allocations.payment_key
),

published as (
    select
        payments.payment_key,
        payments.payment_number,
        payments.entity_key,
        payments.supplier_key,
        payments.payment_date,
        {{ fiscal_period_of('payments.payment_date') }} as fiscal_period,
        payments.currency_code,
        payments.amount,
        payments.amount_functional,
        payments.amount_group,
        {{ money('coalesce(applied.applied_amount_functional, 0)') }}
            as applied_amount_functional,
        {{ money('payments.amount_functional - coalesce(applied.applied_amount_functional, 0)') }}
            as unapplied_amount_functional,
        payments.bank_reference,
        payments.bank_account_key,
        payments.journal_key,
        payments.source_system,
        payments.recorded_at
    from payments
    left join applied on payments.payment_key = applied.payment_key
    {{ join_own_periods('payments.entity_key', 'payments.payment_date') }}
)

select * from published
