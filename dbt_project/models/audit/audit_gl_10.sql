-- GL-10: what the rules derive less what the source posted is, for every document, account and
-- period, the sum of the differences listed under one of the seven classes.
with

refused as (
    select distinct
        refusals.document_type,
        refusals.document_key
    from {{ ref('fct_posting_refusals') }} as refusals
),

document_journals as (
    select * from {{ ref('int_document_journals_resolved') }}
),

entities as (
    select * from {{ ref('dim_entities') }}
),

rule_lines as (
    select
        derived.document_type,
        derived.document_key,
        derived.entity_key,
        derived.account_key,
        derived.fiscal_period,
        derived.functional_amount as ledger_amount,
        0 as listed_amount
    from {{ ref('int_rule_journal_lines_derived') }} as derived
    left join {{ ref('int_rule_journal_lines_posted') }} as own_lines
        on derived.journal_line_key = own_lines.journal_line_key
    where own_lines.journal_line_key is null
),

posted_lines as (
    select
        document_journals.document_type,
        document_journals.document_key,
        posted.entity_key,
        posted.account_key,
        posted.fiscal_period,
        -posted.functional_amount as ledger_amount,
        0 as listed_amount
    from {{ ref('int_journal_lines_posted') }} as posted
    inner join document_journals on posted.journal_key = document_journals.journal_key
    left join refused
        on
            document_journals.document_type = refused.document_type
            and document_journals.document_key = refused.document_key
    where refused.document_key is null
),

listed as (
    select
        differences.document_type,
        differences.document_key,
        differences.entity_key,
        differences.account_key,
        differences.fiscal_period,
        0 as ledger_amount,
        differences.difference_amount as listed_amount
    from {{ ref('fct_shadow_ledger_differences') }} as differences
    where
        differences.difference_class in (
            'missing', 'duplicate', 'account', 'period', 'amount', 'rate', 'tax'
        )
),

amounts as (
    select * from rule_lines
    union all
    select * from posted_lines
    union all
    select * from listed
),

compared as (
    select
        amounts.document_key,
        amounts.account_key,
        amounts.fiscal_period,
        amounts.document_type,
        amounts.entity_key,
        sum(amounts.ledger_amount) as ledger_amount,
        sum(amounts.listed_amount) as listed_amount
    from amounts
    group by
        amounts.document_key, amounts.account_key, amounts.fiscal_period, amounts.document_type,
        amounts.entity_key
),

cells as (
    select
        coalesce(entities.entity_code, 'unknown') as scope,
        case
            when compared.ledger_amount <> compared.listed_amount
                then
                    compared.document_type || ' ' || compared.document_key
                    || ' account ' || compared.account_key || ' in ' || compared.fiscal_period
        end as record,
        compared.ledger_amount as left_amount,
        compared.listed_amount as right_amount
    from compared
    left join entities on compared.entity_key = entities.entity_key
),

results as (
    {{ invariant_result('GL-10', 'cells') }}
)

select * from results
