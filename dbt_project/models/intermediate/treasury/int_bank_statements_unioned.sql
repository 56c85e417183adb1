-- Unites every source that fills bank statements: nothing downstream learns a source.
with

bank as (
    select * from {{ ref('stg_bank__statements') }}
),

keyed as (
    select
        'bank' as source_system,
        {{ surrogate_key('bank.statement_id', "'bank'") }} as statement_key,
        bank.statement_id,
        bank.account_id,
        bank.statement_format,
        bank.statement_number,
        bank.currency_code,
        bank.opening_date,
        bank.opening_amount,
        bank.closing_date,
        bank.closing_amount,
        bank.is_complete,
        bank.file_name,
        bank.recorded_at
    from bank
)

select * from keyed
