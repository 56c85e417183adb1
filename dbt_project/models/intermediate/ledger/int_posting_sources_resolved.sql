-- Who posts the documents of each entity that keeps a ledger: its source does (erp), or the posting
-- rules do (rule). Where the source does not say, it posts if it has landed any journal but an
-- opening. What a source of documents posts besides (openings, payroll, depreciation) stands beside
-- what the rules make.
with

entities as (
    select * from {{ ref('int_entities_unioned') }}
),

charted_entities as (
    select distinct chart.entity_key
    from {{ ref('int_chart_of_accounts_unioned') }} as chart
),

posting_entities as (
    select distinct journals.entity_key
    from {{ ref('int_journals_unioned') }} as journals
    where journals.journal_type <> 'opening'
),

resolved as (
    select
        charted_entities.entity_key,
        coalesce(
            entities.posting_source,
            case when posting_entities.entity_key is null then 'rule' else 'erp' end
        ) as posting_source
    from charted_entities
    inner join entities on charted_entities.entity_key = entities.entity_key
    left join posting_entities on charted_entities.entity_key = posting_entities.entity_key
)

select * from resolved
