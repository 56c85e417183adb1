-- Lines in three currencies. Rounding is cumulative over the document, so that the lines add up to
-- the document's own functional and group amounts and no cent is lost between them.
with

lines as (
    select * from {{ ref('int_supplier_bill_lines_unioned') }}
),

documents as (
    select * from {{ ref('int_supplier_bills_valued') }}
),

running as (
    select
        lines.*,
        documents.currency_code,
        documents.functional_currency,
        documents.presentation_currency,
        documents.functional_rate,
        documents.group_rate,
        sum(lines.net_amount) over (
            partition by lines.bill_key
            order by lines.line_number asc nulls last, lines.bill_line_key asc
            rows between unbounded preceding and current row
        ) as running_amount
    from lines
    inner join documents on lines.bill_key = documents.bill_key
),

functional as (
    select
        running.*,
        {{ convert_amount(
            'running.running_amount', 'running.currency_code', 'running.functional_currency',
            'running.functional_rate'
        ) }}
        - {{ convert_amount(
            'running.running_amount - running.net_amount', 'running.currency_code',
            'running.functional_currency', 'running.functional_rate'
        ) }} as net_functional
    from running
),

functional_running as (
    select
        functional.*,
        sum(functional.net_functional) over (
            partition by functional.bill_key
            order by functional.line_number asc nulls last, functional.bill_line_key asc
            rows between unbounded preceding and current row
        ) as running_functional
    from functional
),

valued as (
    select
        functional_running.bill_line_key,
        functional_running.bill_key,
        functional_running.line_number,
        functional_running.purchase_order_line_key,
        functional_running.product_key,
        functional_running.account_key,
        functional_running.description,
        functional_running.quantity,
        functional_running.unit_price,
        functional_running.currency_code,
        functional_running.net_amount,
        {{ money('functional_running.net_functional') }} as net_amount_functional,
        cast(
            {{ convert_amount(
                'functional_running.running_functional', 'functional_running.functional_currency',
                'functional_running.presentation_currency', 'functional_running.group_rate'
            ) }}
            - {{ convert_amount(
                'functional_running.running_functional - functional_running.net_functional',
                'functional_running.functional_currency',
                'functional_running.presentation_currency', 'functional_running.group_rate'
            ) }} as decimal(20, 4)
        ) as net_amount_group,
        functional_running.tax_code
    from functional_running
)

select * from valued
