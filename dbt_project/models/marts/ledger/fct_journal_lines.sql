-- Posted journal lines, signed debit positive and credit negative; per journal they sum to zero.
with

journal_lines as (
    select * from {{ ref('int_journal_lines_posted') }}
),

selected as (
    select
        journal_lines.journal_line_key,
        journal_lines.journal_key,
        journal_lines.entity_key,
        journal_lines.account_key,
        cast(journal_lines.line_number as bigint) as line_number,
        journal_lines.effective_date,
        journal_lines.fiscal_period,
        journal_lines.adjustment_period is not null as is_adjustment,
        journal_lines.journal_type,
        journal_lines.party_key,
        journal_lines.description,
        journal_lines.transaction_currency,
        journal_lines.transaction_amount,
        journal_lines.functional_currency,
        journal_lines.functional_amount,
        journal_lines.group_amount,
        journal_lines.debit_amount,
        journal_lines.credit_amount,
        journal_lines.maturity_date,
        journal_lines.bank_reference,
        journal_lines.document_type,
        journal_lines.document_key,
        journal_lines.source_system,
        journal_lines.source_key,
        cast(journal_lines.recorded_at as timestamp) as recorded_at
    from journal_lines
)

select * from selected
