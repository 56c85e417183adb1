with

trial_balance as (
    {{ current_rows(source('raw_erp', 'trial_balance')) }}
),

renamed as (
    select
        cast(trial_balance.account as varchar) as account_id,
        cast(trial_balance.period as varchar) as fiscal_period_id,
        {{ money('trial_balance.debit') }} as debit_amount,
        {{ money('trial_balance.credit') }} as credit_amount,
        trial_balance._recorded_at as recorded_at
    from trial_balance
)

select * from renamed
