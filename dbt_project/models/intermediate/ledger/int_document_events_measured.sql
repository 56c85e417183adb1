-- What customer invoices and supplier bills, credit notes included, say in amounts: each line net,
-- the tax and the gross amount. Every part is converted for itself at the rate of the document's
-- day and the gross amount is their sum, so that the event balances in both currencies. A bill line
-- for goods already received carries besides what the receipt had accrued, at the receipt's rate.
with

entities as (
    select * from {{ ref('int_entities_unioned') }}
),

spot_rates as (
    select * from {{ ref('int_exchange_rates_filled') }}
    where rate_type = 'spot'
),

order_lines as (
    select * from {{ ref('int_purchase_order_lines_unioned') }}
),

receipt_days as (
    select
        receipts.purchase_order_line_key,
        min(receipts.receipt_date) as receipt_date
    from {{ ref('int_goods_receipts_unioned') }} as receipts
    where receipts.purchase_order_line_key is not null
    group by receipts.purchase_order_line_key
),

documents as (
    select
        'sales_' || invoices.document_type as event_type,
        'invoice' as document_type,
        invoices.invoice_key as document_key,
        invoices.invoice_id as document_id,
        invoices.invoice_number as document_number,
        invoices.entity_key,
        invoices.invoice_date as event_date,
        invoices.customer_key as party_key,
        customers.intercompany_entity_key,
        invoices.control_account_key,
        invoices.currency_code,
        invoices.gross_amount,
        coalesce(invoices.tax_amount, 0) as tax_amount,
        invoices.source_system,
        invoices.recorded_at
    from {{ ref('int_sales_invoices_unioned') }} as invoices
    left join {{ ref('int_customers_unioned') }} as customers
        on invoices.customer_key = customers.customer_key
    where lower(coalesce(invoices.state, '')) not in ('draft', 'cancelled', 'void', 'validated')
    union all
    select
        'supplier_' || bills.document_type as event_type,
        'bill' as document_type,
        bills.bill_key as document_key,
        bills.bill_id as document_id,
        bills.bill_number as document_number,
        bills.entity_key,
        bills.bill_date as event_date,
        bills.supplier_key as party_key,
        suppliers.intercompany_entity_key,
        bills.control_account_key,
        bills.currency_code,
        bills.gross_amount,
        coalesce(bills.tax_amount, 0) as tax_amount,
        bills.source_system,
        bills.recorded_at
    from {{ ref('int_supplier_bills_unioned') }} as bills
    left join {{ ref('int_suppliers_unioned') }} as suppliers
        on bills.supplier_key = suppliers.supplier_key
    where lower(coalesce(bills.state, '')) not in ('draft', 'cancelled', 'void', 'validated')
),

rated as (
    select
        documents.*,
        entities.functional_currency,
        spot_rates.rate
    from documents
    inner join entities on documents.entity_key = entities.entity_key
    left join spot_rates
        on
            documents.event_date = spot_rates.rate_date
            and documents.currency_code = spot_rates.from_currency
            and entities.functional_currency = spot_rates.to_currency
),

lines as (
    select
        'invoice' as document_type,
        invoice_lines.invoice_key as document_key,
        invoice_lines.invoice_line_key as document_line_key,
        invoice_lines.account_key,
        invoice_lines.product_key,
        invoice_lines.net_amount,
        cast(null as varchar) as purchase_order_line_key,
        cast(null as decimal(20, 6)) as quantity
    from {{ ref('int_sales_invoice_lines_unioned') }} as invoice_lines
    union all
    select
        'bill' as document_type,
        bill_lines.bill_key as document_key,
        bill_lines.bill_line_key as document_line_key,
        bill_lines.account_key,
        bill_lines.product_key,
        bill_lines.net_amount,
        bill_lines.purchase_order_line_key,
        bill_lines.quantity
    from {{ ref('int_supplier_bill_lines_unioned') }} as bill_lines
),

rated_lines as (
    select
        rated.event_type,
        rated.document_type,
        rated.document_key,
        lines.document_line_key,
        lines.account_key,
        lines.product_key,
        lines.net_amount,
        {{ convert_amount(
            'lines.net_amount', 'rated.currency_code', 'rated.functional_currency', 'rated.rate'
        ) }} as net_functional,
        receipt_days.receipt_date is not null as is_received,
        {{ round_to_currency(
            line_amount('lines.quantity', 'order_lines.unit_price'), 'rated.currency_code'
        ) }} as accrued_amount,
        rated.currency_code,
        rated.functional_currency,
        receipt_rates.rate as receipt_rate
    from lines
    inner join rated
        on
            lines.document_type = rated.document_type
            and lines.document_key = rated.document_key
    left join receipt_days
        on lines.purchase_order_line_key = receipt_days.purchase_order_line_key
    left join order_lines
        on lines.purchase_order_line_key = order_lines.purchase_order_line_key
    left join spot_rates as receipt_rates
        on
            receipt_days.receipt_date = receipt_rates.rate_date
            and rated.currency_code = receipt_rates.from_currency
            and rated.functional_currency = receipt_rates.to_currency
),

accrued_lines as (
    select
        rated_lines.*,
        {{ convert_amount(
            'rated_lines.accrued_amount', 'rated_lines.currency_code',
            'rated_lines.functional_currency', 'rated_lines.receipt_rate'
        ) }} as accrued_functional
    from rated_lines
),

line_totals as (
    select
        accrued_lines.document_type,
        accrued_lines.document_key,
        sum(accrued_lines.net_functional) as net_functional
    from accrued_lines
    group by accrued_lines.document_type, accrued_lines.document_key
),

valued as (
    select
        rated.*,
        {{ convert_amount(
            'rated.tax_amount', 'rated.currency_code', 'rated.functional_currency', 'rated.rate'
        ) }} as tax_functional,
        coalesce(line_totals.net_functional, 0) as net_functional
    from rated
    left join line_totals
        on
            rated.document_type = line_totals.document_type
            and rated.document_key = line_totals.document_key
),

measured as (
    select
        valued.document_type,
        valued.document_key,
        'gross' as event_measure,
        valued.document_key as document_line_key,
        valued.control_account_key as document_account_key,
        cast(null as varchar) as product_key,
        valued.gross_amount as amount,
        valued.net_functional + valued.tax_functional as amount_functional
    from valued
    union all
    select
        valued.document_type,
        valued.document_key,
        'tax' as event_measure,
        valued.document_key as document_line_key,
        cast(null as varchar) as document_account_key,
        cast(null as varchar) as product_key,
        valued.tax_amount as amount,
        valued.tax_functional as amount_functional
    from valued
    where valued.tax_amount <> 0
    union all
    select
        accrued_lines.document_type,
        accrued_lines.document_key,
        case when accrued_lines.is_received then 'received' else 'net' end as event_measure,
        accrued_lines.document_line_key,
        accrued_lines.account_key as document_account_key,
        accrued_lines.product_key,
        case
            when accrued_lines.is_received then accrued_lines.accrued_amount
            else accrued_lines.net_amount
        end as amount,
        case
            when accrued_lines.is_received then accrued_lines.accrued_functional
            else accrued_lines.net_functional
        end as amount_functional
    from accrued_lines
    union all
    select
        accrued_lines.document_type,
        accrued_lines.document_key,
        'received_difference' as event_measure,
        accrued_lines.document_line_key,
        cast(null as varchar) as document_account_key,
        accrued_lines.product_key,
        accrued_lines.net_amount - accrued_lines.accrued_amount as amount,
        accrued_lines.net_functional - accrued_lines.accrued_functional as amount_functional
    from accrued_lines
    where
        accrued_lines.is_received
        and accrued_lines.net_functional <> accrued_lines.accrued_functional
),

events as (
    select
        valued.event_type,
        valued.entity_key,
        valued.event_date,
        valued.document_type,
        valued.document_key,
        valued.document_id,
        valued.document_number,
        valued.party_key,
        valued.intercompany_entity_key,
        measured.product_key,
        measured.event_measure,
        measured.document_line_key,
        measured.document_account_key,
        valued.currency_code,
        {{ money('measured.amount') }} as amount,
        {{ money('measured.amount_functional') }} as amount_functional,
        valued.source_system,
        valued.recorded_at
    from measured
    inner join valued
        on
            measured.document_type = valued.document_type
            and measured.document_key = valued.document_key
)

select * from events
