-- Unites every source that fills payment allocations: nothing downstream learns a source.
with

erp as (
    select * from {{ ref('stg_erp__payment_allocations') }}
),

files as (
    select * from {{ ref('stg_files__payment_allocations') }}
),

united as (
    select
        'erp' as source_system,
        erp.allocation_id,
        erp.payment_id,
        erp.invoice_id,
        erp.credit_note_id,
        erp.journal_line_id,
        erp.allocation_type,
        erp.allocation_date,
        erp.currency_code,
        erp.applied_amount,
        erp.applied_amount_functional,
        erp.recorded_at
    from erp
    union all
    select
        'files' as source_system,
        files.allocation_id,
        files.payment_id,
        files.invoice_id,
        files.credit_note_id,
        files.journal_line_id,
        files.allocation_type,
        files.allocation_date,
        files.currency_code,
        files.applied_amount,
        files.applied_amount_functional,
        files.recorded_at
    from files
),

keyed as (
    select
        united.source_system,
        {{ surrogate_key('united.allocation_id', 'united.source_system') }} as allocation_key,
        {{ surrogate_key('united.payment_id', 'united.source_system') }} as payment_key,
        {{ surrogate_key('united.invoice_id', 'united.source_system') }} as invoice_key,
        {{ surrogate_key('united.credit_note_id', 'united.source_system') }} as credit_note_key,
        {{ surrogate_key('united.journal_line_id', 'united.source_system') }} as journal_line_key,
        united.allocation_id,
        united.payment_id,
        united.invoice_id,
        united.credit_note_id,
        united.journal_line_id,
        united.allocation_type,
        united.allocation_date,
        united.currency_code,
        united.applied_amount,
        united.applied_amount_functional,
        united.recorded_at
    from united
)

select * from keyed
