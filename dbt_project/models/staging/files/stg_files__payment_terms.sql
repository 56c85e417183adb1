with

landed as (
    {{ current_rows(source('raw_files', 'payment_terms')) }}
),

renamed as (
    select
        cast(landed.payment_term_id as varchar) as payment_term_id,
        cast(landed.payment_term_name as varchar) as payment_term_name,
        cast(landed.due_days as bigint) as due_days,
        landed._recorded_at as recorded_at
    from landed
)

select * from renamed
