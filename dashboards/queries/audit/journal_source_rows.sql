-- The source rows of a journal and the load that brought them: source, table, key, load. A journal
-- of the posting rules leads to its document; one of revaluation is in no source.
with chosen as (
    select cast($journal_key as varchar) as journal_key
),

source_rows as (
    select
        journals.source_system,
        case
            when journals.posting_source = 'rule'
                then
                    case journals.document_type
                        when 'invoice' then 'sales_invoices'
                        when 'bill' then 'supplier_bills'
                        when 'receipt' then 'customer_payments'
                        when 'payment' then 'supplier_payments'
                        when 'delivery' then 'deliveries'
                        when 'goods_receipt' then 'goods_receipts'
                        when 'production' then 'stock_moves'
                        when 'expense_claim' then 'claims'
                        when 'bill_allocation' then 'bill_allocations'
                        else 'payment_allocations'
                    end
            when journals.source_system = 'erp' then 'account_move'
            else 'journals'
        end as table_name,
        journals.source_key,
        journals.recorded_at
    from ledger.fct_journals as journals
    inner join chosen on journals.journal_key = chosen.journal_key
    where journals.posting_source <> 'fx'
    union all
    select
        journal_lines.source_system,
        case journal_lines.source_system
            when 'erp' then 'account_move_line' else 'journal_lines'
        end
            as table_name,
        journal_lines.source_key,
        journal_lines.recorded_at
    from ledger.fct_journal_lines as journal_lines
    inner join chosen on journal_lines.journal_key = chosen.journal_key
    inner join ledger.fct_journals as journals
        on
            journal_lines.journal_key = journals.journal_key
            and journals.posting_source = 'erp'
)

select
    source_rows.source_system,
    source_rows.table_name,
    source_rows.source_key,
    source_rows.recorded_at,
    loads.load_id,
    loads.run_id,
    loads.scope
from source_rows
left join audit.audit_loads as loads
    on
        source_rows.source_system = loads.source_name
        and source_rows.table_name = loads.table_name
        and source_rows.recorded_at = loads.started_at
order by source_rows.table_name asc, source_rows.source_key asc
