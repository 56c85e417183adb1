-- Posted journals only: drafts have no place in the books.
with

erp as (
    select * from {{ ref('stg_erp__journals') }}
),

files as (
    select * from {{ ref('stg_files__journals') }}
),

united as (
    select
        'erp' as source_system,
        erp.journal_id,
        erp.journal_number,
        erp.entity_id,
        erp.journal_type,
        erp.fiscal_period_id,
        erp.effective_date,
        erp.posted_date,
        erp.description,
        erp.document_type,
        erp.document_id,
        erp.reversed_journal_id,
        erp.state,
        erp.changed_by,
        erp.changed_at,
        erp.recorded_at
    from erp
    union all
    select
        'files' as source_system,
        files.journal_id,
        files.journal_number,
        files.entity_id,
        files.journal_type,
        files.fiscal_period_id,
        files.effective_date,
        files.posted_date,
        files.description,
        files.document_type,
        files.document_id,
        files.reversed_journal_id,
        files.state,
        files.changed_by,
        files.changed_at,
        files.recorded_at
    from files
),

keyed as (
    select
        united.source_system,
        {{ surrogate_key('united.journal_id', 'united.source_system') }} as journal_key,
        {{ entity_key('united.entity_id', 'united.source_system') }} as entity_key,
        {{ surrogate_key('united.fiscal_period_id', 'united.source_system') }} as fiscal_period_key,
        {{ surrogate_key('united.document_id', 'united.source_system') }} as document_key,
        {{ surrogate_key('united.reversed_journal_id', 'united.source_system') }}
            as reversed_journal_key,
        united.journal_id,
        united.journal_number,
        united.entity_id,
        united.journal_type,
        united.fiscal_period_id,
        united.effective_date,
        united.posted_date,
        united.description,
        united.document_type,
        united.document_id,
        united.reversed_journal_id,
        united.state,
        united.changed_by,
        united.changed_at,
        united.recorded_at
    from united
)

select * from keyed
