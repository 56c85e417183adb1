-- The lines of all journals of the books, those that revalue open positions among them. The group
-- amount translates the line at the spot rate of its day (transaction-date translation, for
-- drill-down); statements use translated balances instead.
with

conformed as (
    select * from {{ ref('int_journal_lines_conformed') }}
),

revaluation_lines as (
    select * from {{ ref('int_revaluation_lines_posted') }}
),

spot_rates as (
    select * from {{ ref('int_exchange_rates_filled') }}
    where to_currency = '{{ var("presentation_currency") }}'
),

united as (
    select
        conformed.journal_line_key,
        conformed.journal_key,
        conformed.entity_key,
        conformed.account_key,
        conformed.line_number,
        conformed.effective_date,
        conformed.fiscal_period,
        conformed.adjustment_period,
        conformed.journal_type,
        conformed.party_key,
        conformed.description,
        conformed.transaction_currency,
        conformed.transaction_amount,
        conformed.functional_currency,
        conformed.functional_amount,
        conformed.debit_amount,
        conformed.credit_amount,
        conformed.maturity_date,
        conformed.bank_reference,
        conformed.reconciliation_key,
        conformed.document_type,
        conformed.document_key,
        conformed.source_system,
        conformed.source_key,
        conformed.recorded_at
    from conformed
    union all
    select
        revaluation_lines.journal_line_key,
        revaluation_lines.journal_key,
        revaluation_lines.entity_key,
        revaluation_lines.account_key,
        revaluation_lines.line_number,
        revaluation_lines.effective_date,
        revaluation_lines.fiscal_period,
        cast(null as varchar) as adjustment_period,
        'general' as journal_type,
        revaluation_lines.party_key,
        revaluation_lines.description,
        revaluation_lines.transaction_currency,
        revaluation_lines.transaction_amount,
        revaluation_lines.functional_currency,
        revaluation_lines.functional_amount,
        {{ money('greatest(revaluation_lines.functional_amount, 0)') }} as debit_amount,
        {{ money('greatest(-revaluation_lines.functional_amount, 0)') }} as credit_amount,
        cast(null as date) as maturity_date,
        cast(null as varchar) as bank_reference,
        cast(null as varchar) as reconciliation_key,
        cast(null as varchar) as document_type,
        cast(null as varchar) as document_key,
        revaluation_lines.source_system,
        revaluation_lines.journal_line_key as source_key,
        revaluation_lines.recorded_at
    from revaluation_lines
),

translated as (
    select
        united.*,
        {{ convert_amount(
            'united.functional_amount', 'united.functional_currency',
            "'" ~ var('presentation_currency') ~ "'", 'spot_rates.rate'
        ) }} as group_amount
    from united
    left join spot_rates
        on
            united.functional_currency = spot_rates.from_currency
            and united.effective_date = spot_rates.rate_date
)

select * from translated
