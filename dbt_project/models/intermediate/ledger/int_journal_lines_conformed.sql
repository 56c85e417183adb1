-- Journal lines are signed: debit positive, credit negative. The functional amount is the ledger's
-- own. Where a source posts none of its documents, the lines the rules make of them stand beside
-- its own. Open items and foreign positions are made of these lines; what revaluation then posts is
-- no part of an item.
with

journal_lines as (
    select * from {{ ref('int_journal_lines_unioned') }}
),

journals as (
    select * from {{ ref('int_source_journals_posted') }}
),

rule_lines as (
    select * from {{ ref('int_rule_journal_lines_posted') }}
),

entities as (
    select * from {{ ref('int_entities_unioned') }}
),

signed as (
    select
        journal_lines.journal_line_key,
        journal_lines.journal_key,
        journals.entity_key,
        journal_lines.account_key,
        row_number() over (
            partition by journal_lines.journal_key
            order by length(journal_lines.journal_line_id) asc, journal_lines.journal_line_id asc
        ) as line_number,
        journals.effective_date,
        journals.fiscal_period,
        journals.adjustment_period,
        journals.journal_type,
        {{ surrogate_key('journal_lines.party_id', 'journal_lines.source_system') }} as party_key,
        coalesce(journal_lines.description, journals.description) as description,
        coalesce(journal_lines.transaction_currency, entities.functional_currency)
            as transaction_currency,
        {{ money(
            "case when journal_lines.transaction_currency is null"
            ~ " then journal_lines.debit_amount - journal_lines.credit_amount"
            ~ " else coalesce(journal_lines.transaction_amount, 0) end"
        ) }} as transaction_amount,
        entities.functional_currency,
        {{ money('journal_lines.debit_amount - journal_lines.credit_amount') }}
            as functional_amount,
        {{ money('journal_lines.debit_amount') }} as debit_amount,
        {{ money('journal_lines.credit_amount') }} as credit_amount,
        journal_lines.maturity_date,
        journal_lines.bank_reference,
        journal_lines.reconciliation_key,
        journals.document_type,
        journals.document_key,
        journal_lines.source_system,
        journal_lines.journal_line_id as source_key,
        journal_lines.recorded_at
    from journal_lines
    inner join journals on journal_lines.journal_key = journals.journal_key
    left join entities on journals.entity_key = entities.entity_key
),

united as (
    select * from signed
    union all
    select
        rule_lines.journal_line_key,
        rule_lines.journal_key,
        rule_lines.entity_key,
        rule_lines.account_key,
        rule_lines.line_number,
        rule_lines.effective_date,
        rule_lines.fiscal_period,
        cast(null as varchar) as adjustment_period,
        rule_lines.journal_type,
        rule_lines.party_key,
        rule_lines.description,
        rule_lines.transaction_currency,
        rule_lines.transaction_amount,
        rule_lines.functional_currency,
        rule_lines.functional_amount,
        {{ money('greatest(rule_lines.functional_amount, 0)') }} as debit_amount,
        {{ money('greatest(-rule_lines.functional_amount, 0)') }} as credit_amount,
        cast(null as date) as maturity_date,
        rule_lines.bank_reference,
        rule_lines.reconciliation_key,
        rule_lines.document_type,
        rule_lines.document_key,
        rule_lines.source_system,
        rule_lines.journal_line_key as source_key,
        rule_lines.recorded_at
    from rule_lines
)

select * from united
{{ in_order_of('effective_date') }}
