-- Bank accounts, each tied to the ledger account that mirrors it.
with

bank_accounts as (
    select * from {{ ref('int_bank_accounts_resolved') }}
),

selected as (
    select
        bank_accounts.bank_account_key,
        bank_accounts.entity_key,
        bank_accounts.account_number,
        bank_accounts.bank_name,
        bank_accounts.currency_code,
        bank_accounts.ledger_account_key
    from bank_accounts
)

select * from selected
