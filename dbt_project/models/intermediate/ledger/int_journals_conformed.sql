-- The journals of the books before open positions are revalued: what the sources posted and, where
-- a source posts none of its documents, what the rules make of them. A journal of the rules has the
-- number of its document.
with

source_journals as (
    select * from {{ ref('int_source_journals_posted') }}
),

rule_lines as (
    select * from {{ ref('int_rule_journal_lines_posted') }}
),

rule_journals as (
    select
        rule_lines.journal_key,
        max(rule_lines.entity_key) as entity_key,
        max(rule_lines.document_number) as journal_number,
        max(rule_lines.journal_type) as journal_type,
        max(rule_lines.effective_date) as effective_date,
        max(rule_lines.fiscal_period) as fiscal_period,
        cast(null as varchar) as adjustment_period,
        max(rule_lines.document_type) as document_type,
        max(rule_lines.document_key) as document_key,
        cast(null as varchar) as reversed_journal_key,
        'rule' as posting_source,
        max(rule_lines.journal_description) as description,
        cast(null as varchar) as changed_by,
        cast(null as timestamp) as changed_at,
        max(rule_lines.source_system) as source_system,
        max(rule_lines.document_id) as source_key,
        max(rule_lines.recorded_at) as recorded_at
    from rule_lines
    group by rule_lines.journal_key
),

posted as (
    select
        source_journals.journal_key,
        source_journals.entity_key,
        source_journals.journal_number,
        source_journals.journal_type,
        source_journals.effective_date,
        source_journals.fiscal_period,
        source_journals.adjustment_period,
        source_journals.document_type,
        source_journals.document_key,
        source_journals.reversed_journal_key,
        source_journals.posting_source,
        source_journals.description,
        source_journals.changed_by,
        source_journals.changed_at,
        source_journals.source_system,
        source_journals.source_key,
        source_journals.recorded_at
    from source_journals
    union all
    select
        rule_journals.journal_key,
        rule_journals.entity_key,
        rule_journals.journal_number,
        rule_journals.journal_type,
        rule_journals.effective_date,
        rule_journals.fiscal_period,
        rule_journals.adjustment_period,
        rule_journals.document_type,
        rule_journals.document_key,
        rule_journals.reversed_journal_key,
        rule_journals.posting_source,
        rule_journals.description,
        rule_journals.changed_by,
        rule_journals.changed_at,
        rule_journals.source_system,
        rule_journals.source_key,
        rule_journals.recorded_at
    from rule_journals
)

select * from posted
