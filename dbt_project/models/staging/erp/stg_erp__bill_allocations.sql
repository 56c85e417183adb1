-- Tryton links the ledger lines that settle a document to it. What kind of settlement a line is
-- shows in its journal: money, another document set off, a write-off, or a mere exchange difference.
with

settlement_links as (
    {{ current_rows(source('raw_erp', 'account_invoice_account_move_line')) }}
),

invoices as (
    {{ current_rows(source('raw_erp', 'account_invoice')) }}
),

move_lines as (
    {{ current_rows(source('raw_erp', 'account_move_line')) }}
),

moves as (
    {{ current_rows(source('raw_erp', 'account_move')) }}
),

ledger_journals as (
    {{ current_rows(source('raw_erp', 'account_journal')) }}
),

companies as (
    {{ current_rows(source('raw_erp', 'company_company')) }}
),

currencies as (
    {{ current_rows(source('raw_erp', 'currency_currency')) }}
),

document_moves as (
    select distinct invoices.move as move_id
    from invoices
    where invoices.move is not null
),

linked_lines as (
    select
        settlement_links.id as link_id,
        settlement_links._recorded_at,
        settlement_links.invoice,
        settlement_links.line,
        move_lines.move,
        ledger_journals.type as journal_type,
        document_moves.move_id is not null as is_document_line,
        cast(moves.date as date) as move_date,
        invoices.currency as currency_id,
        invoices.currency = companies.currency as is_in_functional_currency,
        coalesce(move_lines.debit, 0) - coalesce(move_lines.credit, 0) as amount_functional,
        coalesce(move_lines.amount_second_currency, 0) as amount_second_currency
    from settlement_links
    inner join invoices on settlement_links.invoice = invoices.id
    inner join move_lines on settlement_links.line = move_lines.id
    inner join moves on move_lines.move = moves.id
    left join ledger_journals on moves.journal = ledger_journals.id
    left join companies on moves.company = companies.id
    left join document_moves on moves.id = document_moves.move_id
    where
        invoices.type = 'in'
        and invoices.state in ('posted', 'paid')
        and moves.state = 'posted'
),

-- In one journal of set-off, several documents are credited and charged against each other.
set_off_moves as (
    select linked_lines.move
    from linked_lines
    group by linked_lines.move
    having count(distinct linked_lines.invoice) > 1 and sum(linked_lines.amount_functional) = 0
),

renamed as (
    select
        cast(linked_lines.link_id as varchar) as allocation_id,
        case
            when linked_lines.journal_type in ('cash', 'statement')
                then cast(linked_lines.move as varchar)
        end as payment_id,
        cast(linked_lines.invoice as varchar) as bill_id,
        cast(linked_lines.line as varchar) as journal_line_id,
        case
            when
                not linked_lines.is_in_functional_currency
                and linked_lines.amount_second_currency = 0
                then 'fx_realised'
            when linked_lines.journal_type in ('cash', 'statement') then 'payment'
            when linked_lines.is_document_line or set_off_moves.move is not null
                then 'credit_note'
            else 'write_off'
        end as allocation_type,
        linked_lines.move_date as allocation_date,
        currencies.code as currency_code,
        cast(
            case
                when linked_lines.is_in_functional_currency then linked_lines.amount_functional
                else linked_lines.amount_second_currency
            end as decimal(20, 4)
        ) as applied_amount,
        {{ money('linked_lines.amount_functional') }} as applied_amount_functional,
        linked_lines._recorded_at as recorded_at
    from linked_lines
    left join set_off_moves on linked_lines.move = set_off_moves.move
    left join currencies on linked_lines.currency_id = currencies.id
)

select * from renamed
