with

landed as (
    {{ current_rows(source('raw_files', 'journal_lines')) }}
),

renamed as (
    select
        cast(landed.journal_line_id as varchar) as journal_line_id,
        cast(landed.journal_id as varchar) as journal_id,
        cast(landed.account_id as varchar) as account_id,
        cast(landed.party_id as varchar) as party_id,
        cast(landed.description as varchar) as description,
        cast(landed.debit_amount as decimal(20, 4)) as debit_amount,
        cast(landed.credit_amount as decimal(20, 4)) as credit_amount,
        cast(landed.transaction_currency as varchar) as transaction_currency,
        cast(landed.transaction_amount as decimal(20, 4)) as transaction_amount,
        cast(landed.maturity_date as date) as maturity_date,
        cast(landed.bank_reference as varchar) as bank_reference,
        cast(landed.reconciliation_id as varchar) as reconciliation_id,
        landed._recorded_at as recorded_at
    from landed
)

select * from renamed
