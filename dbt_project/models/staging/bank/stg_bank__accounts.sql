with

accounts as (
    {{ current_rows(source('raw_bank', 'accounts')) }}
),

renamed as (
    select
        accounts.account_id,
        accounts.currency_code,
        accounts.bank_identifier,
        accounts.bank_name,
        accounts._recorded_at as recorded_at
    from accounts
)

select * from renamed
