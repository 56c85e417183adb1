-- Tryton links the ledger lines that settle a document to it. Its journal tells what kind of
-- settlement a line is: money, another document set off, a write-off, or an exchange difference.
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
        move_lines.account,
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

-- Where the other side of the journal stands on the same control account, a document was set off
-- (its line is linked too) or money on account was used (its line is not).
opposite_lines as (
    select
        linked_lines.link_id,
        bool_or(opposite_links.link_id is not null) as is_document
    from linked_lines
    inner join move_lines
        on
            linked_lines.move = move_lines.move
            and linked_lines.account = move_lines.account
            and linked_lines.line <> move_lines.id
    left join linked_lines as opposite_links on move_lines.id = opposite_links.line
    where
        linked_lines.amount_functional
        * (coalesce(move_lines.debit, 0) - coalesce(move_lines.credit, 0)) < 0
        and (opposite_links.invoice is null or opposite_links.invoice <> linked_lines.invoice)
    group by linked_lines.link_id
),

renamed as (
    select
        cast(linked_lines.link_id as varchar) as allocation_id,
        case
            when linked_lines.journal_type in ('cash', 'statement')
                then cast(linked_lines.move as varchar)
        end as payment_id,
        cast(linked_lines.invoice as varchar) as bill_id,
        cast(null as varchar) as credit_note_id,
        cast(linked_lines.line as varchar) as journal_line_id,
        case
            when
                not linked_lines.is_in_functional_currency
                and linked_lines.amount_second_currency = 0
                then 'fx_realised'
            when linked_lines.journal_type in ('cash', 'statement') then 'payment'
            when linked_lines.is_document_line or opposite_lines.is_document then 'credit_note'
            when opposite_lines.link_id is not null then 'payment'
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
    left join opposite_lines on linked_lines.link_id = opposite_lines.link_id
    left join currencies on linked_lines.currency_id = currencies.id
)

select * from renamed
