-- Posted customer invoices and credit notes; drafts and cancelled documents are none.
with

invoices as (
    {{ current_rows(source('raw_erp', 'account_invoice')) }}
),

move_lines as (
    {{ current_rows(source('raw_erp', 'account_move_line')) }}
),

companies as (
    {{ current_rows(source('raw_erp', 'company_company')) }}
),

currencies as (
    {{ current_rows(source('raw_erp', 'currency_currency')) }}
),

posted_invoices as (
    select invoices.*
    from invoices
    where
        invoices.type = 'out'
        and invoices.state in ('posted', 'paid')
        and invoices.move is not null
),

-- The control lines of the invoice's own journal say when it is due and, for a document in foreign
-- currency, what it is worth in the books.
control_lines as (
    select
        posted_invoices.id as invoice_id,
        max(move_lines.maturity_date) as due_date,
        sum(coalesce(move_lines.debit, 0) - coalesce(move_lines.credit, 0)) as amount_functional
    from posted_invoices
    inner join move_lines
        on
            posted_invoices.move = move_lines.move
            and posted_invoices.account = move_lines.account
    group by posted_invoices.id
),

renamed as (
    select
        cast(posted_invoices.id as varchar) as invoice_id,
        posted_invoices.number as invoice_number,
        case
            when posted_invoices.total_amount_cache < 0 then 'credit_note'
            else 'invoice'
        end as document_type,
        cast(posted_invoices.company as varchar) as entity_id,
        cast(posted_invoices.party as varchar) as customer_id,
        cast(posted_invoices.move as varchar) as journal_id,
        cast(posted_invoices.account as varchar) as control_account_id,
        cast(
            coalesce(posted_invoices.accounting_date, posted_invoices.invoice_date) as date
        ) as invoice_date,
        cast(
            coalesce(
                control_lines.due_date,
                posted_invoices.payment_term_date,
                posted_invoices.invoice_date
            ) as date
        ) as due_date,
        currencies.code as currency_code,
        {{ money('posted_invoices.untaxed_amount_cache') }} as net_amount,
        {{ money('posted_invoices.tax_amount_cache') }} as tax_amount,
        {{ money('posted_invoices.total_amount_cache') }} as gross_amount,
        cast(
            case
                when posted_invoices.currency = companies.currency
                    then posted_invoices.total_amount_cache
                else control_lines.amount_functional
            end as decimal(20, 4)
        ) as gross_amount_functional,
        posted_invoices.state,
        posted_invoices.reference as order_reference,
        posted_invoices._recorded_at as recorded_at
    from posted_invoices
    left join control_lines on posted_invoices.id = control_lines.invoice_id
    left join companies on posted_invoices.company = companies.id
    left join currencies on posted_invoices.currency = currencies.id
)

select * from renamed
