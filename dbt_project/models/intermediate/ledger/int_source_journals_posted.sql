-- The journals the sources posted themselves. A journal counts once it is posted and its effective
-- date has come. Adjustment periods share the month they end in, so the period of a journal is
-- simply the month of its effective date.
with

journals as (
    select * from {{ ref('int_journals_unioned') }}
),

as_of as (
    select * from {{ ref('int_as_of_date') }}
),

posted as (
    select
        journals.journal_key,
        journals.entity_key,
        journals.journal_number,
        case
            when journals.journal_type = 'situation' then 'closing'
            else journals.journal_type
        end as journal_type,
        cast(journals.effective_date as date) as effective_date,
        {{ month_of('journals.effective_date') }} as fiscal_period,
        journals.document_type,
        {{ surrogate_key('journals.document_id', 'journals.source_system') }} as document_key,
        journals.reversed_journal_key,
        'erp' as posting_source,
        journals.description,
        journals.changed_by,
        cast(journals.changed_at as timestamp) as changed_at,
        journals.source_system,
        journals.journal_id as source_key,
        journals.recorded_at
    from journals
    cross join as_of
    where
        coalesce(journals.state, 'posted') = 'posted'
        and journals.effective_date <= as_of.as_of_date
)

select * from posted
