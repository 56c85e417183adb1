-- The day the books are shown as of: the project's own, else the newest business date in the data.
with

{% set documents = [
    ('int_journals_unioned', 'effective_date'),
    ('int_sales_invoices_unioned', 'invoice_date'),
    ('int_sales_orders_unioned', 'order_date'),
] %}
business_dates as (
    {% for model, column in documents %}
        select max({{ column }}) as business_date
        from {{ ref(model) }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

newest as (
    select
        coalesce(
            cast(nullif('{{ var("as_of_date") }}', '') as date),
            cast(max(business_dates.business_date) as date),
            cast('1970-01-01' as date)
        ) as as_of_date,
        cast('{{ var("presentation_currency") }}' as varchar) as presentation_currency
    from business_dates
)

select * from newest
