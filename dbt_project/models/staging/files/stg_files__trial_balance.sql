with

landed as (
    {{ current_rows(source('raw_files', 'trial_balance')) }}
),

renamed as (
    select
        cast(landed.account_id as varchar) as account_id,
        cast(landed.fiscal_period_id as varchar) as fiscal_period_id,
        cast(landed.debit_amount as decimal(20, 4)) as debit_amount,
        cast(landed.credit_amount as decimal(20, 4)) as credit_amount,
        landed._recorded_at as recorded_at
    from landed
)

select * from renamed
