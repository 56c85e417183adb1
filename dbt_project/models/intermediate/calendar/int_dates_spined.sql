-- Every day from the first of the data's first year to the end of the second year after the as-of
-- date, so that plans and projections have days to stand on.
with

{% set documents = [
    ('int_journals_unioned', 'effective_date'),
    ('int_sales_invoices_unioned', 'invoice_date'),
    ('int_sales_orders_unioned', 'order_date'),
    ('int_supplier_bills_unioned', 'bill_date'),
    ('int_purchase_orders_unioned', 'order_date'),
] %}
as_of as (
    select * from {{ ref('int_as_of_date') }}
),

first_dates as (
    select as_of.as_of_date as first_date from as_of
    {% for model, column in documents %}
        union all
        select min({{ column }}) as first_date
        from {{ ref(model) }}
    {% endfor %}
),

bounds as (
    select
        cast(
            substr(cast(min(first_dates.first_date) as varchar), 1, 4) || '-01-01' as date
        ) as first_date,
        cast(
            cast(
                cast(substr(cast(max(as_of.as_of_date) as varchar), 1, 4) as integer) + 2 as varchar
            ) || '-12-31' as date
        ) as last_date
    from first_dates
    cross join as_of
),

day_numbers as (
    select cast(numbers.day_number as integer) as day_number
    from range(0, 100000) as numbers (day_number)
),

days as (
    select {{ add_days('bounds.first_date', 'day_numbers.day_number') }} as date_day
    from bounds
    inner join day_numbers
        on day_numbers.day_number <= {{ days_between('bounds.first_date', 'bounds.last_date') }}
),

described as (
    select
        days.date_day,
        {{ month_of('days.date_day') }} as fiscal_period,
        substr(cast(days.date_day as varchar), 1, 4) as fiscal_year,
        substr(cast(days.date_day as varchar), 1, 4) || '-Q'
        || cast(extract(quarter from days.date_day) as varchar) as fiscal_quarter,
        {{ month_start('days.date_day') }} as month_start_date,
        {{ month_end('days.date_day') }} as month_end_date
    from days
)

select * from described
