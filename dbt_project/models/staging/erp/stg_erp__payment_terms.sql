with

payment_terms as (
    {{ current_rows(source('raw_erp', 'account_invoice_payment_term')) }}
),

term_lines as (
    {{ current_rows(source('raw_erp', 'account_invoice_payment_term_line')) }}
),

term_deltas as (
    {{ current_rows(source('raw_erp', 'account_invoice_payment_term_line_delta')) }}
),

line_days as (
    select
        term_lines.payment,
        term_lines.id as term_line_id,
        sum(
            coalesce(term_deltas.days, 0)
            + 7 * coalesce(term_deltas.weeks, 0)
            + 30 * coalesce(term_deltas.months, 0)
        ) as due_days
    from term_lines
    left join term_deltas on term_lines.id = term_deltas.line
    group by term_lines.payment, term_lines.id
),

-- The last instalment decides when a document is due in full.
term_days as (
    select
        line_days.payment,
        max(line_days.due_days) as due_days
    from line_days
    group by line_days.payment
),

renamed as (
    select
        cast(payment_terms.id as varchar) as payment_term_id,
        payment_terms.name as payment_term_name,
        cast(term_days.due_days as bigint) as due_days,
        payment_terms._recorded_at as recorded_at
    from payment_terms
    left join term_days on payment_terms.id = term_days.payment
)

select * from renamed
