-- Each order line followed to the bank: ordered, shipped, invoiced, due, paid, cleared, with the
-- amount that got through each gate and the reason why the rest has not.
with

order_lines as (
    select * from {{ ref('int_sales_order_lines_valued') }}
    where has_order
),

delivery_lines as (
    select * from {{ ref('int_delivery_lines_unioned') }}
),

deliveries as (
    select * from {{ ref('int_deliveries_unioned') }}
),

invoice_lines as (
    select * from {{ ref('int_sales_invoice_lines_valued') }}
),

invoices as (
    select * from {{ ref('int_sales_invoices_valued') }}
),

-- Documents without an order line are no part of this.
items as (
    select * from {{ ref('fct_receivable_items') }}
    where
        document_key in (
            select invoice_lines.invoice_key
            from invoice_lines
            where invoice_lines.order_line_key is not null
        )
),

events as (
    select * from {{ ref('fct_receivable_events') }}
),

as_of as (
    select * from {{ ref('int_as_of_date') }}
),

shipped as (
    select
        delivery_lines.order_line_key,
        min(deliveries.delivery_date) as first_shipped_date,
        sum(delivery_lines.quantity) as delivered_quantity
    from delivery_lines
    inner join deliveries on delivery_lines.delivery_key = deliveries.delivery_key
    inner join as_of on deliveries.delivery_date <= as_of.as_of_date
    where delivery_lines.order_line_key is not null
    group by delivery_lines.order_line_key
),

-- Money and credit notes that came in for an invoice.
settlements as (
    select
        items.document_key as invoice_key,
        min(case when events.event_type = 'apply' then events.event_date end) as first_paid_date,
        -sum(case when events.event_type = 'apply' then events.amount else 0 end) as paid_amount,
        -sum(case when events.event_type = 'credit' then events.amount else 0 end)
            as credited_amount
    from events
    inner join items on events.item_key = items.item_key
    where items.document_type = 'invoice'
    group by items.document_key
),

documents as (
    select
        items.document_key as invoice_key,
        items.document_type,
        sum(items.original_amount) as original_amount,
        case
            when count(*) = count(items.cleared_date) then max(items.cleared_date)
        end as cleared_date
    from items
    where items.document_type in ('invoice', 'credit_note')
    group by items.document_key, items.document_type
),

-- What credit notes left of an invoice is what there is to pay.
settled_documents as (
    select
        documents.invoice_key,
        documents.document_type,
        documents.cleared_date,
        settlements.first_paid_date,
        {{ ratio(
            'settlements.paid_amount', 'documents.original_amount - settlements.credited_amount'
        ) }} as paid_ratio
    from documents
    left join settlements on documents.invoice_key = settlements.invoice_key
),

invoiced as (
    select
        invoice_lines.order_line_key,
        min(invoices.invoice_date) as first_invoiced_date,
        max(invoices.due_date) as due_date,
        min(settled_documents.first_paid_date) as first_paid_date,
        case
            when count(*) = count(settled_documents.cleared_date)
                then max(settled_documents.cleared_date)
        end as cleared_date,
        sum(invoice_lines.quantity) as invoiced_quantity,
        sum(invoice_lines.net_amount_group) as invoiced_amount_group,
        sum(
            case
                when settled_documents.document_type = 'invoice'
                    then invoice_lines.net_amount_group
            end
        ) as charged_amount_group,
        sum(
            case
                when settled_documents.document_type = 'invoice'
                    then {{ multiply(
                        'invoice_lines.net_amount_group',
                        'coalesce(settled_documents.paid_ratio, 0)'
                    ) }}
            end
        ) as paid_charges_group
    from invoice_lines
    inner join invoices on invoice_lines.invoice_key = invoices.invoice_key
    left join settled_documents on invoices.invoice_key = settled_documents.invoice_key
    where invoice_lines.order_line_key is not null
    group by invoice_lines.order_line_key
),

followed as (
    select
        order_lines.order_line_key,
        order_lines.order_key,
        order_lines.entity_key,
        order_lines.customer_key,
        order_lines.product_key,
        order_lines.order_date as ordered_date,
        shipped.first_shipped_date,
        invoiced.first_invoiced_date,
        invoiced.due_date,
        invoiced.first_paid_date,
        invoiced.cleared_date,
        order_lines.quantity as ordered_quantity,
        coalesce(order_lines.cancelled_quantity, 0) as cancelled_quantity,
        {{ quantity('coalesce(shipped.delivered_quantity, 0)') }} as delivered_quantity,
        {{ quantity('coalesce(invoiced.invoiced_quantity, 0)') }} as invoiced_quantity,
        order_lines.net_amount_group as ordered_amount_group,
        {{ round_to_currency(
            multiply(
                'order_lines.net_amount_group',
                'coalesce(' ~ ratio('order_lines.cancelled_quantity', 'order_lines.quantity') ~ ', 0)'
            ), "'XXX'"
        ) }} as cancelled_amount_group,
        {{ round_to_currency(
            multiply(
                'order_lines.net_amount_group',
                'coalesce(' ~ ratio('shipped.delivered_quantity', 'order_lines.quantity') ~ ', 0)'
            ), "'XXX'"
        ) }} as delivered_amount_group,
        {{ money('coalesce(invoiced.invoiced_amount_group, 0)') }} as invoiced_amount_group,
        coalesce(
            {{ round_to_currency(
                multiply(
                    'invoiced.invoiced_amount_group',
                    ratio('invoiced.paid_charges_group', 'invoiced.charged_amount_group')
                ), "'XXX'"
            ) }}, 0
        ) as paid_amount_group,
        as_of.as_of_date
    from order_lines
    cross join as_of
    left join shipped on order_lines.order_line_key = shipped.order_line_key
    left join invoiced on order_lines.order_line_key = invoiced.order_line_key
),

published as (
    select
        followed.order_line_key,
        followed.order_key,
        followed.entity_key,
        followed.customer_key,
        followed.product_key,
        followed.ordered_date,
        followed.first_shipped_date,
        followed.first_invoiced_date,
        followed.due_date,
        followed.first_paid_date,
        followed.cleared_date,
        followed.ordered_quantity,
        followed.cancelled_quantity,
        followed.delivered_quantity,
        followed.invoiced_quantity,
        followed.ordered_amount_group,
        followed.cancelled_amount_group,
        followed.delivered_amount_group,
        followed.invoiced_amount_group,
        followed.paid_amount_group,
        case
            when
                followed.ordered_quantity > 0
                and followed.cancelled_quantity >= followed.ordered_quantity
                then 'cancelled'
            when
                followed.delivered_quantity > followed.invoiced_quantity
                then 'delivered_not_invoiced'
            when
                followed.invoiced_quantity + followed.cancelled_quantity
                < followed.ordered_quantity
                and followed.invoiced_quantity > 0
                then 'partly_delivered'
            when followed.invoiced_quantity = 0 then 'not_delivered'
            when followed.cleared_date is not null then null
            when followed.due_date < followed.as_of_date then 'overdue'
            else 'not_due'
        end as leakage_reason
    from followed
)

select * from published
