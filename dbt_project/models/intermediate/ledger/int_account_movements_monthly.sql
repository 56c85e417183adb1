-- What moved each account in each period, with the parts the statements treat apart: year-end
-- closing journals (no income, only a transfer to retained earnings) and opening journals (no cash
-- flow, only the start of the books).
with

journal_lines as (
    select * from {{ ref('int_journal_lines_posted') }}
),

summed as (
    select
        journal_lines.entity_key,
        journal_lines.account_key,
        journal_lines.fiscal_period,
        {{ money('sum(journal_lines.debit_amount)') }} as debit_amount,
        {{ money('sum(journal_lines.credit_amount)') }} as credit_amount,
        {{ money('sum(journal_lines.functional_amount)') }} as movement_amount,
        {{ money(
            "sum(case when journal_lines.journal_type = 'closing'"
            ~ " then journal_lines.functional_amount else 0 end)"
        ) }} as closing_journal_amount,
        {{ money(
            "sum(case when journal_lines.journal_type = 'opening'"
            ~ " then journal_lines.functional_amount else 0 end)"
        ) }} as opening_journal_amount,
        {{ money(
            "sum(case when journal_lines.journal_type <> 'closing'"
            ~ " then journal_lines.group_amount else 0 end)"
        ) }} as historical_amount_group,
        {{ money(
            "sum(case when journal_lines.journal_type = 'opening'"
            ~ " then journal_lines.group_amount else 0 end)"
        ) }} as opening_journal_amount_group
    from journal_lines
    group by
        journal_lines.entity_key,
        journal_lines.account_key,
        journal_lines.fiscal_period
)

select * from summed
