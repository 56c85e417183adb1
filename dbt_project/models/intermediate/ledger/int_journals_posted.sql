-- The journals of the books: those of sources and rules, and those that revalue open positions in
-- foreign currencies, with their reversals.
with

conformed as (
    select * from {{ ref('int_journals_conformed') }}
),

revaluation_lines as (
    select * from {{ ref('int_revaluation_lines_posted') }}
),

revaluation_journals as (
    select
        revaluation_lines.journal_key,
        max(revaluation_lines.entity_key) as entity_key,
        max(revaluation_lines.journal_number) as journal_number,
        'general' as journal_type,
        max(revaluation_lines.effective_date) as effective_date,
        max(revaluation_lines.fiscal_period) as fiscal_period,
        cast(null as varchar) as adjustment_period,
        cast(null as varchar) as document_type,
        cast(null as varchar) as document_key,
        max(revaluation_lines.reversed_journal_key) as reversed_journal_key,
        'fx' as posting_source,
        max(revaluation_lines.journal_description) as description,
        cast(null as varchar) as changed_by,
        cast(null as timestamp) as changed_at,
        max(revaluation_lines.source_system) as source_system,
        revaluation_lines.journal_key as source_key,
        max(revaluation_lines.recorded_at) as recorded_at
    from revaluation_lines
    group by revaluation_lines.journal_key
),

posted as (
    select
        conformed.journal_key,
        conformed.entity_key,
        conformed.journal_number,
        conformed.journal_type,
        conformed.effective_date,
        conformed.fiscal_period,
        conformed.adjustment_period,
        conformed.document_type,
        conformed.document_key,
        conformed.reversed_journal_key,
        conformed.posting_source,
        conformed.description,
        conformed.changed_by,
        conformed.changed_at,
        conformed.source_system,
        conformed.source_key,
        conformed.recorded_at
    from conformed
    union all
    select
        revaluation_journals.journal_key,
        revaluation_journals.entity_key,
        revaluation_journals.journal_number,
        revaluation_journals.journal_type,
        revaluation_journals.effective_date,
        revaluation_journals.fiscal_period,
        revaluation_journals.adjustment_period,
        revaluation_journals.document_type,
        revaluation_journals.document_key,
        revaluation_journals.reversed_journal_key,
        revaluation_journals.posting_source,
        revaluation_journals.description,
        revaluation_journals.changed_by,
        revaluation_journals.changed_at,
        revaluation_journals.source_system,
        revaluation_journals.source_key,
        revaluation_journals.recorded_at
    from revaluation_journals
)

select * from posted
