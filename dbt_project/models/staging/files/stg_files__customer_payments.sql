with

landed as (
    {{ current_rows(source('raw_files', 'customer_payments')) }}
),

renamed as (
    select
        cast(landed.payment_id as varchar) as payment_id,
        cast(landed.payment_number as varchar) as payment_number,
        cast(landed.entity_id as varchar) as entity_id,
        cast(landed.customer_id as varchar) as customer_id,
        cast(landed.journal_id as varchar) as journal_id,
        cast(landed.bank_account_id as varchar) as bank_account_id,
        cast(landed.payment_date as date) as payment_date,
        cast(landed.currency_code as varchar) as currency_code,
        cast(landed.amount as decimal(20, 4)) as amount,
        cast(landed.amount_functional as decimal(20, 4)) as amount_functional,
        cast(landed.bank_reference as varchar) as bank_reference,
        landed._recorded_at as recorded_at
    from landed
)

select * from renamed
