-- One open item per document, or per instalment where the document falls due in parts; and one per
-- sum of money on account. A document's amounts are its own; of several instalments the last takes
-- what the others leave of the document's total.
with

documents as (
    select * from {{ ref('int_sales_invoices_valued') }}
),

control_accounts as (
    select account_key
    from {{ ref('int_accounts_classified') }}
    where account_class in ('receivable', 'receivable_intercompany')
),

control_lines as (
    select * from {{ ref('int_receivable_lines_assigned') }}
),

payments as (
    select * from {{ ref('int_customer_payments_valued') }}
),

entities as (
    select * from {{ ref('int_entities_unioned') }}
),

as_of as (
    select * from {{ ref('int_as_of_date') }}
),

instalment_lines as (
    select
        control_lines.own_invoice_key as invoice_key,
        control_lines.journal_line_key,
        control_lines.maturity_date,
        control_lines.amount,
        control_lines.amount_functional,
        row_number() over (
            partition by control_lines.own_invoice_key
            order by control_lines.maturity_date asc nulls last, control_lines.journal_line_key asc
        ) as instalment_number,
        count(*) over (partition by control_lines.own_invoice_key) as instalment_count,
        sum(control_lines.amount) over (
            partition by control_lines.own_invoice_key
            order by control_lines.maturity_date asc nulls last, control_lines.journal_line_key asc
            rows between unbounded preceding and current row
        ) as running_amount,
        sum(control_lines.amount_functional) over (
            partition by control_lines.own_invoice_key
            order by control_lines.maturity_date asc nulls last, control_lines.journal_line_key asc
            rows between unbounded preceding and current row
        ) as running_amount_functional
    from control_lines
    where control_lines.own_invoice_key is not null
),

-- A document posted to an account of another kind is no trade receivable.
tracked_documents as (
    select documents.*
    from documents
    left join control_accounts on documents.control_account_key = control_accounts.account_key
    where
        documents.control_account_key is null
        or control_accounts.account_key is not null
),

document_items as (
    select
        md5(
            tracked_documents.invoice_key || '|'
            || cast(coalesce(instalment_lines.instalment_number, 1) as varchar)
        ) as item_key,
        tracked_documents.entity_key,
        tracked_documents.customer_key,
        tracked_documents.document_type,
        tracked_documents.invoice_key as document_key,
        tracked_documents.invoice_number as document_number,
        cast(coalesce(instalment_lines.instalment_number, 1) as bigint) as instalment_number,
        cast(coalesce(instalment_lines.instalment_count, 1) as bigint) as instalment_count,
        tracked_documents.control_account_key,
        tracked_documents.invoice_date as opened_date,
        case
            when instalment_lines.instalment_count > 1
                then coalesce(instalment_lines.maturity_date, tracked_documents.due_date)
            else tracked_documents.due_date
        end as due_date,
        tracked_documents.currency_code,
        tracked_documents.functional_currency,
        case
            when coalesce(instalment_lines.instalment_count, 1) = 1
                then tracked_documents.gross_amount
            when instalment_lines.instalment_number = instalment_lines.instalment_count
                then
                    tracked_documents.gross_amount
                    - (instalment_lines.running_amount - instalment_lines.amount)
            else instalment_lines.amount
        end as original_amount,
        case
            when coalesce(instalment_lines.instalment_count, 1) = 1
                then tracked_documents.gross_amount_functional
            when instalment_lines.instalment_number = instalment_lines.instalment_count
                then
                    tracked_documents.gross_amount_functional
                    - (
                        instalment_lines.running_amount_functional
                        - instalment_lines.amount_functional
                    )
            else instalment_lines.amount_functional
        end as original_amount_functional,
        instalment_lines.journal_line_key as opening_line_key
    from tracked_documents
    left join instalment_lines on tracked_documents.invoice_key = instalment_lines.invoice_key
),

-- The line that opened the item gives its date and original amount.
ranked_on_account_lines as (
    select
        control_lines.*,
        row_number() over (
            partition by control_lines.on_account_item_key
            order by control_lines.effective_date asc, control_lines.journal_line_key asc
        ) as line_rank
    from control_lines
    where control_lines.on_account_item_key is not null
),

on_account_items as (
    select
        ranked_on_account_lines.on_account_item_key as item_key,
        ranked_on_account_lines.entity_key,
        ranked_on_account_lines.customer_key,
        'on_account' as document_type,
        ranked_on_account_lines.journal_key as document_key,
        journals.journal_number as document_number,
        cast(1 as bigint) as instalment_number,
        cast(1 as bigint) as instalment_count,
        ranked_on_account_lines.control_account_key,
        ranked_on_account_lines.effective_date as opened_date,
        coalesce(ranked_on_account_lines.maturity_date, ranked_on_account_lines.effective_date)
            as due_date,
        ranked_on_account_lines.currency_code,
        ranked_on_account_lines.functional_currency,
        ranked_on_account_lines.amount as original_amount,
        ranked_on_account_lines.amount_functional as original_amount_functional,
        ranked_on_account_lines.journal_line_key as opening_line_key
    from ranked_on_account_lines
    left join {{ ref('int_journals_conformed') }} as journals
        on ranked_on_account_lines.journal_key = journals.journal_key
    where ranked_on_account_lines.line_rank = 1
),

-- Payments of a source without a ledger are money on account of their own.
unposted_payments as (
    select
        md5('payment|' || payments.payment_key) as item_key,
        payments.entity_key,
        payments.customer_key,
        'on_account' as document_type,
        payments.payment_key as document_key,
        payments.payment_number as document_number,
        cast(1 as bigint) as instalment_number,
        cast(1 as bigint) as instalment_count,
        cast(null as varchar) as control_account_key,
        payments.payment_date as opened_date,
        payments.payment_date as due_date,
        payments.currency_code,
        entities.functional_currency,
        -payments.amount as original_amount,
        -payments.amount_functional as original_amount_functional,
        cast(null as varchar) as opening_line_key
    from payments
    inner join as_of on payments.payment_date <= as_of.as_of_date
    left join entities on payments.entity_key = entities.entity_key
    where
        not exists (
            select 1
            from {{ ref('int_journals_conformed') }} as journals
            where journals.journal_key = payments.journal_key
        )
),

united as (
    select * from document_items
    union all
    select * from on_account_items
    union all
    select * from unposted_payments
)

select * from united
{{ in_order_of('opened_date') }}
