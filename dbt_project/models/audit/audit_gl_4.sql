-- GL-4: the source's line is recorded once, and one posting source speaks for each document. What
-- stands in one row cannot be told twice: of an entity it is counted together, and only the lines
-- and documents of several rows are looked at one by one.
with

journal_lines as (
    select * from {{ ref('fct_journal_lines') }}
),

journals as (
    select * from {{ ref('fct_journals') }}
    where document_key is not null
),

entities as (
    select * from {{ ref('dim_entities') }}
),

repeated_lines as (
    select
        posted_lines.source_system,
        posted_lines.source_key,
        posted_lines.line_number,
        true as is_repeated
    from {{ ref('fct_journal_lines') }} as posted_lines
    group by posted_lines.source_system, posted_lines.source_key, posted_lines.line_number
    having count(*) > 1
),

line_counts as (
    select
        max(journal_lines.entity_key) as entity_key,
        'line ' || coalesce(repeated_lines.source_key, 'without key')
        || ' number ' || cast(repeated_lines.line_number as varchar)
        || ' of ' || repeated_lines.source_system as record,
        count(*) as recorded_count,
        case when repeated_lines.is_repeated then 1 else count(*) end as key_count
    from journal_lines
    left join repeated_lines
        on
            journal_lines.source_system is not distinct from repeated_lines.source_system
            and journal_lines.source_key is not distinct from repeated_lines.source_key
            and journal_lines.line_number is not distinct from repeated_lines.line_number
    group by
        repeated_lines.source_system,
        repeated_lines.source_key,
        repeated_lines.line_number,
        repeated_lines.is_repeated,
        case when repeated_lines.is_repeated then null else journal_lines.entity_key end
),

-- Or of one row that names no posting source.
repeated_documents as (
    select
        posted_journals.document_type,
        posted_journals.document_key,
        true as is_repeated
    from {{ ref('fct_journals') }} as posted_journals
    where posted_journals.document_key is not null
    group by posted_journals.document_type, posted_journals.document_key
    having count(*) > 1 or count(posted_journals.posting_source) = 0
),

document_counts as (
    select
        max(journals.entity_key) as entity_key,
        'document ' || repeated_documents.document_type || ' ' || repeated_documents.document_key
            as record,
        case
            when repeated_documents.is_repeated then count(distinct journals.posting_source)
            else count(*)
        end as recorded_count,
        case when repeated_documents.is_repeated then 1 else count(*) end as key_count
    from journals
    left join repeated_documents
        on
            journals.document_type is not distinct from repeated_documents.document_type
            and journals.document_key = repeated_documents.document_key
    group by
        repeated_documents.document_type,
        repeated_documents.document_key,
        repeated_documents.is_repeated,
        case when repeated_documents.is_repeated then null else journals.entity_key end
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
        counted.key_count as right_amount,
        counted.key_count as cell_count
    from counted
    left join entities on counted.entity_key = entities.entity_key
),

results as (
    {{ invariant_result('GL-4', 'cells', counted='cell_count') }}
)

select * from results
