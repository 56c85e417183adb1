with

landed as (
    {{ current_rows(source('raw_files', 'sales_invoices')) }}
),

renamed as (
    select
        cast(landed.invoice_id as varchar) as invoice_id,
        cast(landed.invoice_number as varchar) as invoice_number,
        cast(landed.document_type as varchar) as document_type,
        cast(landed.entity_id as varchar) as entity_id,
        cast(landed.customer_id as varchar) as customer_id,
        cast(landed.journal_id as varchar) as journal_id,
        cast(landed.control_account_id as varchar) as control_account_id,
        cast(landed.invoice_date as date) as invoice_date,
        cast(landed.due_date as date) as due_date,
        cast(landed.currency_code as varchar) as currency_code,
        cast(landed.net_amount as decimal(20, 4)) as net_amount,
        cast(landed.tax_amount as decimal(20, 4)) as tax_amount,
        cast(landed.gross_amount as decimal(20, 4)) as gross_amount,
        cast(landed.gross_amount_functional as decimal(20, 4)) as gross_amount_functional,
        cast(landed.state as varchar) as state,
        cast(landed.order_reference as varchar) as order_reference,
        landed._recorded_at as recorded_at
    from landed
)

select * from renamed
