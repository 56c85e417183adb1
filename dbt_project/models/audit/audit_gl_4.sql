-- GL-4: the source's line is recorded once, and one posting source speaks for each document.
with

journal_lines as (
    select * from {{ ref('fct_journal_lines') }}
),

journals as (
    select * from {{ ref('fct_journals') }}
),

entities as (
    select * from {{ ref('dim_entities') }}
),

line_counts as (
    select
        max(journal_lines.entity_key) as entity_key,
        case
            when count(*) > 1
                then
                    'line ' || coalesce(journal_lines.source_key, 'without key')
                    || ' number ' || cast(journal_lines.line_number as varchar)
                    || ' of ' || journal_lines.source_system
        end as record,
        count(*) as recorded_count
    from journal_lines
    group by journal_lines.source_system, journal_lines.source_key, journal_lines.line_number
),

document_sources as (
    select
        journals.document_type,
        journals.document_key,
        journals.posting_source,
        max(journals.entity_key) as entity_key
    from journals
    where journals.document_key is not null
    group by journals.document_type, journals.document_key, journals.posting_source
),

document_counts as (
    select
        max(document_sources.entity_key) as entity_key,
        case
            when count(document_sources.posting_source) <> 1
                then
                    'document ' || document_sources.document_type || ' '
                    || document_sources.document_key
        end as record,
        count(document_sources.posting_source) as recorded_count
    from document_sources
    group by document_sources.document_type, document_sources.document_key
),

counted as (
    select * from line_counts
    union all
    select * from document_counts
),

cells as (
    select
        coalesce(entities.entity_code, 'unknown') as scope,
        counted.record,
        counted.recorded_count as left_amount,
        1 as right_amount
    from counted
    left join entities on counted.entity_key = entities.entity_key
),

results as (
    {{ invariant_result('GL-4', 'cells') }}
)

select * from results
