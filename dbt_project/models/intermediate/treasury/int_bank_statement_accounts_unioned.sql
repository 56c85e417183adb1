-- Unites every source that fills bank statement accounts: nothing downstream learns a source.
with

bank as (
    select * from {{ ref('stg_bank__accounts') }}
),

keyed as (
    select
        'bank' as source_system,
        bank.account_id,
        bank.currency_code,
        bank.bank_identifier,
        bank.bank_name,
        bank.recorded_at
    from bank
)

select * from keyed
