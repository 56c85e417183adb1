-- The lines of the rules that stand in the books: those of the entities whose documents the rules
-- post, but for documents the source did post (an opening, a correction by hand). Money on account
-- is one item per payment from the day it came to the days it is applied.
with

rule_lines as (
    select * from {{ ref('int_rule_journal_lines_derived') }}
),

posting_sources as (
    select * from {{ ref('int_posting_sources_resolved') }}
    where posting_source = 'rule'
),

source_documents as (
    select distinct
        document_journals.document_type,
        document_journals.document_key
    from {{ ref('int_document_journals_resolved') }} as document_journals
),

settlements as (
    select * from {{ ref('int_settlements_carried') }}
),

payments as (
    select
        receipts.payment_key,
        receipts.bank_reference
    from {{ ref('int_customer_payments_unioned') }} as receipts
    union all
    select
        supplier_payments.payment_key,
        supplier_payments.bank_reference
    from {{ ref('int_supplier_payments_unioned') }} as supplier_payments
),

posted as (
    select
        rule_lines.journal_line_key,
        rule_lines.journal_key,
        rule_lines.entity_key,
        rule_lines.account_key,
        rule_lines.line_role,
        row_number() over (
            partition by rule_lines.journal_key
            order by rule_lines.rule_code asc, rule_lines.journal_line_key asc
        ) as line_number,
        rule_lines.effective_date,
        rule_lines.fiscal_period,
        case
            when rule_lines.event_type in ('sales_invoice', 'sales_credit_note') then 'sale'
            when rule_lines.event_type in ('supplier_bill', 'supplier_credit_note') then 'purchase'
            when rule_lines.event_type in ('customer_receipt', 'supplier_payment') then 'cash'
            when rule_lines.event_type in ('customer_write_off', 'supplier_write_off')
                then 'write_off'
            else 'general'
        end as journal_type,
        rule_lines.party_key,
        rule_lines.event_type || ' ' || coalesce(rule_lines.document_number, '')
            as journal_description,
        rule_lines.rule_code || ' ' || rule_lines.line_role || ', ' || rule_lines.event_type || ' '
        || coalesce(rule_lines.document_number, '') as description,
        rule_lines.transaction_currency,
        rule_lines.transaction_amount,
        rule_lines.functional_currency,
        rule_lines.functional_amount,
        case when rule_lines.line_role = 'bank' then payments.bank_reference end as bank_reference,
        case
            when rule_lines.line_role = 'on_account'
                then coalesce(settlements.payment_key, rule_lines.document_key)
        end as reconciliation_key,
        rule_lines.document_type,
        rule_lines.document_key,
        rule_lines.document_id,
        rule_lines.document_number,
        rule_lines.document_line_key,
        rule_lines.source_system,
        rule_lines.recorded_at
    from rule_lines
    inner join posting_sources on rule_lines.entity_key = posting_sources.entity_key
    left join source_documents
        on
            rule_lines.document_type = source_documents.document_type
            and rule_lines.document_key = source_documents.document_key
    left join payments
        on
            rule_lines.document_type in ('receipt', 'payment')
            and rule_lines.document_key = payments.payment_key
    left join settlements
        on
            rule_lines.document_type in ('payment_allocation', 'bill_allocation')
            and rule_lines.document_key = settlements.allocation_key
    where source_documents.document_key is null
)

select * from posted
