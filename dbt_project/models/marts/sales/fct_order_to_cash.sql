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

items as (
    select * from {{ ref('fct_receivable_items') }}
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

-- What an invoice has been paid so far, as a share of its total.
settled_invoices as (
    select
        items.document_key as invoice_key,
        {{ ratio(
            'sum(items.original_amount) - sum(items.open_amount)', 'sum(items.original_amount)'
        ) }} as settled_ratio,
        case
            when count(*) = count(items.cleared_date) then max(items.cleared_date)
        end as cleared_date
    from items
    where items.document_type in ('invoice', 'credit_note')
    group by items.document_key
),

first_payments as (
    select
        items.document_key as invoice_key,
        min(events.event_date) as first_paid_date
    from events
    inner join items on events.item_key = items.item_key
    where events.event_type = 'apply' and items.document_type in ('invoice', 'credit_note')
    group by items.document_key
),

invoiced as (
    select
        invoice_lines.order_line_key,
        min(invoices.invoice_date) as first_invoiced_date,
        max(invoices.due_date) as due_date,
        min(first_payments.first_paid_date) as first_paid_date,
        case
            when count(*) = count(settled_invoices.cleared_date)
                then max(settled_invoices.cleared_date)
        end as cleared_date,
        sum(invoice_lines.quantity) as invoiced_quantity,
        sum(invoice_lines.net_amount_group) as invoiced_amount_group,
        sum(
            {{ round_to_currency(
                multiply(
                    'invoice_lines.net_amount_group',
                    'coalesce(settled_invoices.settled_ratio, 0)'
                ),
                "'XXX'"
            ) }}
        ) as paid_amount_group
    from invoice_lines
    inner join invoices on invoice_lines.invoice_key = invoices.invoice_key
    left join settled_invoices on invoices.invoice_key = settled_invoices.invoice_key
    left join first_payments on invoices.invoice_key = first_payments.invoice_key
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
        {{ money('coalesce(invoiced.paid_amount_group, 0)') }} as paid_amount_group,
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
