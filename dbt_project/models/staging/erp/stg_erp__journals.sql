with

moves as (
    {{ current_rows(source('raw_erp', 'account_move')) }}
),

ledger_journals as (
    {{ current_rows(source('raw_erp', 'account_journal')) }}
),

users as (
    {{ current_rows(source('raw_erp', 'res_user')) }}
),

invoices as (
    {{ current_rows(source('raw_erp', 'account_invoice')) }}
),

posted_moves as (
    select
        moves.*,
        split_part(moves.origin, ',', 1) as origin_model,
        split_part(moves.origin, ',', 2) as origin_id,
        case
            when moves.origin like 'account.invoice,%' then split_part(moves.origin, ',', 2)
        end as origin_invoice_id
    from moves
    where moves.state = 'posted'
),

renamed as (
    select
        cast(posted_moves.id as varchar) as journal_id,
        posted_moves.number as journal_number,
        cast(posted_moves.company as varchar) as entity_id,
        case
            when ledger_journals.code = 'OPEN' then 'opening'
            when ledger_journals.type = 'revenue' then 'sale'
            when ledger_journals.type = 'expense' then 'purchase'
            when ledger_journals.type in ('cash', 'statement') then 'cash'
            when ledger_journals.type = 'situation' then 'closing'
            when ledger_journals.type = 'write-off' then 'write_off'
            else 'general'
        end as journal_type,
        cast(posted_moves.period as varchar) as fiscal_period_id,
        cast(posted_moves.date as date) as effective_date,
        cast(posted_moves.post_date as date) as posted_date,
        posted_moves.description,
        case
            when posted_moves.origin is null then null
            when posted_moves.origin_model = 'account.move' then null
            when posted_moves.origin_model = 'account.invoice' and invoices.type = 'in' then 'bill'
            when posted_moves.origin_model = 'account.invoice' then 'invoice'
            when posted_moves.origin_model like 'stock.shipment.out%' then 'delivery'
            when posted_moves.origin_model like 'stock.shipment.in%' then 'goods_receipt'
            when posted_moves.origin_model = 'account.statement' then 'statement'
            when posted_moves.origin_model = 'account.payment' then 'payment'
            else replace(posted_moves.origin_model, '.', '_')
        end as document_type,
        case
            when posted_moves.origin_model = 'account.move' then null
            when posted_moves.origin_model = 'stock.shipment.out'
                then 'out-' || posted_moves.origin_id
            when posted_moves.origin_model = 'stock.shipment.out.return'
                then 'return-' || posted_moves.origin_id
            else nullif(posted_moves.origin_id, '')
        end as document_id,
        -- What Tryton cancels a move with has the move as its origin.
        case
            when posted_moves.origin_model = 'account.move' then posted_moves.origin_id
        end as reversed_journal_id,
        posted_moves.state,
        coalesce(users.name, users.login) as changed_by,
        coalesce(posted_moves.write_date, posted_moves.create_date) as changed_at,
        posted_moves._recorded_at as recorded_at
    from posted_moves
    left join ledger_journals on posted_moves.journal = ledger_journals.id
    left join users on coalesce(posted_moves.write_uid, posted_moves.create_uid) = users.id
    left join invoices on posted_moves.origin_invoice_id = cast(invoices.id as varchar)
)

select * from renamed
