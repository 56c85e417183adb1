-- Posted journals: what each one records, when it counts and which document it comes from.
with

journals as (
    select * from {{ ref('int_journals_posted') }}
),

selected as (
    select
        journals.journal_key,
        journals.entity_key,
        journals.journal_number,
        journals.journal_type,
        journals.effective_date,
        journals.fiscal_period,
        journals.adjustment_period is not null as is_adjustment,
        journals.adjustment_period,
        journals.document_type,
        journals.document_key,
        journals.reversed_journal_key,
        journals.posting_source,
        journals.description,
        journals.changed_by,
        journals.changed_at,
        journals.source_system,
        journals.source_key,
        cast(journals.recorded_at as timestamp) as recorded_at
    from journals
)

select * from selected
