-- Unites every source that fills bank statement lines: nothing downstream learns a source.
with

bank as (
    select * from {{ ref('stg_bank__statement_lines') }}
),

keyed as (
    select
        'bank' as source_system,
        {{ surrogate_key('bank.line_id', "'bank'") }} as bank_line_key,
        {{ surrogate_key('bank.statement_id', "'bank'") }} as statement_key,
        bank.line_id,
        bank.statement_id,
        bank.account_id,
        bank.line_number,
        bank.booking_date,
        bank.value_date,
        bank.amount,
        bank.currency_code,
        bank.bank_reference,
        bank.end_to_end_reference,
        bank.counterparty_name,
        bank.counterparty_account,
        bank.remittance_text,
        bank.transaction_code,
        bank.balance_after_amount,
        bank.status,
        bank.recorded_at
    from bank
)

select * from keyed
