with

landed as (
    {{ current_rows(source('raw_files', 'bill_allocations')) }}
),

renamed as (
    select
        cast(landed.allocation_id as varchar) as allocation_id,
        cast(landed.payment_id as varchar) as payment_id,
        cast(landed.bill_id as varchar) as bill_id,
        cast(landed.credit_note_id as varchar) as credit_note_id,
        cast(landed.journal_line_id as varchar) as journal_line_id,
        cast(landed.allocation_type as varchar) as allocation_type,
        cast(landed.allocation_date as date) as allocation_date,
        cast(landed.currency_code as varchar) as currency_code,
        cast(landed.applied_amount as decimal(20, 4)) as applied_amount,
        cast(landed.applied_amount_functional as decimal(20, 4)) as applied_amount_functional,
        landed._recorded_at as recorded_at
    from landed
)

select * from renamed
