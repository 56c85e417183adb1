with

landed as (
    {{ current_rows(source('raw_files', 'bank_accounts')) }}
),

renamed as (
    select
        cast(landed.bank_account_id as varchar) as bank_account_id,
        cast(landed.entity_id as varchar) as entity_id,
        cast(landed.account_number as varchar) as account_number,
        cast(landed.iban as varchar) as iban,
        cast(landed.bank_name as varchar) as bank_name,
        cast(landed.currency_code as varchar) as currency_code,
        cast(landed.ledger_account_code as varchar) as ledger_account_code,
        landed._recorded_at as recorded_at
    from landed
)

select * from renamed
