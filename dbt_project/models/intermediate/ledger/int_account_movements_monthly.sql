-- What moved each account in each period, with the parts the statements treat apart: year-end
-- closing journals (no income, only a transfer to retained earnings) and opening journals (no cash
-- flow, only the start of the books).
with

journal_lines as (
    select * from {{ ref('int_journal_lines_posted') }}
),

historical_rates as (
    select * from {{ ref('int_historical_rates_stated') }}
    where to_currency = '{{ var("presentation_currency") }}'
),

-- What the line would be as equity: at the rate of its day, which a company may have set itself.
valued as (
    select
        journal_lines.entity_key,
        journal_lines.account_key,
        journal_lines.fiscal_period,
        journal_lines.journal_type,
        journal_lines.adjustment_period,
        journal_lines.debit_amount,
        journal_lines.credit_amount,
        journal_lines.functional_amount,
        case
            when historical_rates.rate is null then journal_lines.group_amount
            else {{ convert_amount(
                'journal_lines.functional_amount', 'journal_lines.functional_currency',
                "'" ~ var('presentation_currency') ~ "'", 'historical_rates.rate'
            ) }}
        end as historical_amount_group,
        journal_lines.group_amount
    from journal_lines
    left join historical_rates
        on
            journal_lines.functional_currency = historical_rates.from_currency
            and journal_lines.effective_date = historical_rates.rate_date
),

summed as (
    select
        valued.entity_key,
        valued.account_key,
        valued.fiscal_period,
        {{ money('sum(valued.debit_amount)') }} as debit_amount,
        {{ money('sum(valued.credit_amount)') }} as credit_amount,
        {{ money('sum(valued.functional_amount)') }} as movement_amount,
        {{ money(
            "sum(case when valued.journal_type = 'closing'"
            ~ " then valued.functional_amount else 0 end)"
        ) }} as closing_journal_amount,
        {{ money(
            "sum(case when valued.journal_type = 'opening'"
            ~ " then valued.functional_amount else 0 end)"
        ) }} as opening_journal_amount,
        {{ money(
            'sum(case when valued.adjustment_period is not null'
            ~ ' then valued.functional_amount else 0 end)'
        ) }} as adjustment_amount,
        {{ money(
            "sum(case when valued.journal_type <> 'closing'"
            ~ " then valued.historical_amount_group else 0 end)"
        ) }} as historical_amount_group,
        {{ money(
            "sum(case when valued.journal_type = 'opening'"
            ~ " then valued.group_amount else 0 end)"
        ) }} as opening_journal_amount_group
    from valued
    group by
        valued.entity_key,
        valued.account_key,
        valued.fiscal_period
)

select * from summed
