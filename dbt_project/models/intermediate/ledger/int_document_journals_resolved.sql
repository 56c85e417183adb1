-- Which posted journal belongs to which business document: the document names its journal, or the
-- journal names its document; a claim of another system is known by its number, with which the text
-- of the journal ends. A document has one journal of its own; any further one repeats it.
with

journals as (
    select * from {{ ref('int_source_journals_posted') }}
),

documents as (
    select
        'invoice' as document_type,
        invoices.invoice_key as document_key,
        invoices.journal_key
    from {{ ref('int_sales_invoices_unioned') }} as invoices
    union all
    select
        'bill' as document_type,
        bills.bill_key as document_key,
        bills.journal_key
    from {{ ref('int_supplier_bills_unioned') }} as bills
    union all
    select
        'receipt' as document_type,
        receipts.payment_key as document_key,
        receipts.journal_key
    from {{ ref('int_customer_payments_unioned') }} as receipts
    union all
    select
        'payment' as document_type,
        payments.payment_key as document_key,
        payments.journal_key
    from {{ ref('int_supplier_payments_unioned') }} as payments
),

claims as (
    select
        claims.claim_key,
        claims.claim_id,
        entities.entity_key
    from {{ ref('int_expense_claims_unioned') }} as claims
    inner join {{ ref('int_entities_unioned') }} as entities
        on claims.entity_code = entities.entity_code
),

named as (
    select
        documents.journal_key,
        documents.document_type,
        documents.document_key,
        1 as closeness
    from documents
    where documents.journal_key is not null
    union all
    select
        journals.journal_key,
        journals.document_type,
        journals.document_key,
        2 as closeness
    from journals
    where
        journals.document_key is not null
        and journals.document_type in (
            'invoice', 'bill', 'delivery', 'goods_receipt', 'production'
        )
    union all
    select
        journals.journal_key,
        'expense_claim' as document_type,
        claims.claim_key as document_key,
        3 as closeness
    from journals
    inner join claims
        on
            journals.entity_key = claims.entity_key
            and split_part(journals.description, ' ', -1) = claims.claim_id
    where journals.document_key is null and journals.journal_type = 'general'
),

closest as (
    select
        named.journal_key,
        named.document_type,
        named.document_key,
        named.closeness,
        journals.entity_key,
        journals.journal_number,
        journals.effective_date,
        journals.fiscal_period,
        row_number() over (
            partition by named.journal_key
            order by named.closeness asc, named.document_type asc, named.document_key asc
        ) as journal_rank
    from named
    inner join journals on named.journal_key = journals.journal_key
),

resolved as (
    select
        closest.journal_key,
        closest.document_type,
        closest.document_key,
        closest.entity_key,
        closest.journal_number,
        closest.fiscal_period,
        row_number() over (
            partition by closest.document_type, closest.document_key
            order by
                closest.closeness asc, closest.effective_date asc,
                length(closest.journal_number) asc nulls last,
                closest.journal_number asc nulls last, closest.journal_key asc
        ) = 1 as is_own
    from closest
    where closest.journal_rank = 1
)

select * from resolved
