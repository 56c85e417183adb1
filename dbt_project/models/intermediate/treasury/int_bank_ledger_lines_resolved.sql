-- The ledger's own lines on each bank account, in the currency of that account.
with

journal_lines as (
    select * from {{ ref('int_journal_lines_posted') }}
),

bank_accounts as (
    select * from {{ ref('int_bank_accounts_resolved') }}
    where ledger_account_key is not null
),

in_account_currency as (
    select
        bank_accounts.bank_account_key,
        journal_lines.journal_line_key,
        journal_lines.journal_type,
        journal_lines.effective_date,
        journal_lines.fiscal_period,
        nullif(trim(journal_lines.bank_reference), '') as bank_reference,
        journal_lines.description,
        {{ money(
            'case when journal_lines.transaction_currency = bank_accounts.currency_code'
            ~ ' then journal_lines.transaction_amount'
            ~ ' when journal_lines.functional_currency = bank_accounts.currency_code'
            ~ ' then journal_lines.functional_amount else 0 end'
        ) }} as amount,
        bank_accounts.currency_code
    from journal_lines
    inner join bank_accounts on journal_lines.account_key = bank_accounts.ledger_account_key
)

select * from in_account_currency
