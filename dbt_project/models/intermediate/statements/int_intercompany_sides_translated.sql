-- What one company has in its books against another, per kind and currency of the documents:
-- balances as they stand at the period end, income and expense of the month. Beside the books, in
-- presentation currency at the closing or the average rate, stands what the documents say, at the
-- same kind of rate: two sides that agree by their documents differ in the books by rates alone.
with

lines as (
    select * from {{ ref('int_intercompany_lines_resolved') }}
    -- The cost of what was sold is the seller's alone: it has no other side. A dividend is income
    -- on one side and a distribution, at the rate of its day, on the other.
    where kind not in ('cost', 'dividend')
),

entity_periods as (
    select * from {{ ref('int_entity_periods_spined') }}
),

rates as (
    select * from {{ ref('int_translation_rates_resolved') }}
    where to_currency = '{{ var("presentation_currency") }}'
),

moved as (
    select
        lines.entity_key,
        lines.creditor_entity_key,
        lines.debtor_entity_key,
        lines.kind,
        lines.is_creditor,
        lines.transaction_currency,
        lines.functional_currency,
        lines.fiscal_period,
        sum(lines.transaction_amount) as transaction_amount,
        sum(lines.functional_amount) as functional_amount
    from lines
    group by
        lines.entity_key,
        lines.creditor_entity_key,
        lines.debtor_entity_key,
        lines.kind,
        lines.is_creditor,
        lines.transaction_currency,
        lines.functional_currency,
        lines.fiscal_period
),

sides as (
    select
        moved.entity_key,
        moved.creditor_entity_key,
        moved.debtor_entity_key,
        moved.kind,
        moved.is_creditor,
        moved.transaction_currency,
        moved.functional_currency,
        min(moved.fiscal_period) as first_period
    from moved
    group by
        moved.entity_key,
        moved.creditor_entity_key,
        moved.debtor_entity_key,
        moved.kind,
        moved.is_creditor,
        moved.transaction_currency,
        moved.functional_currency
),

spined as (
    select
        sides.*,
        sides.kind in ('trade', 'loan') as is_balance,
        entity_periods.fiscal_period,
        coalesce(moved.transaction_amount, 0) as transaction_movement,
        coalesce(moved.functional_amount, 0) as functional_movement
    from sides
    inner join entity_periods
        on
            sides.entity_key = entity_periods.entity_key
            and sides.first_period <= entity_periods.fiscal_period
    left join moved
        on
            sides.entity_key = moved.entity_key
            and sides.creditor_entity_key = moved.creditor_entity_key
            and sides.debtor_entity_key = moved.debtor_entity_key
            and sides.kind = moved.kind
            and sides.is_creditor = moved.is_creditor
            and sides.transaction_currency = moved.transaction_currency
            and entity_periods.fiscal_period = moved.fiscal_period
),

run as (
    select
        spined.*,
        sum(spined.transaction_movement) over (
            partition by
                spined.entity_key,
                spined.creditor_entity_key,
                spined.debtor_entity_key,
                spined.kind,
                spined.is_creditor,
                spined.transaction_currency
            order by spined.fiscal_period
            rows between unbounded preceding and current row
        ) as transaction_balance,
        sum(spined.functional_movement) over (
            partition by
                spined.entity_key,
                spined.creditor_entity_key,
                spined.debtor_entity_key,
                spined.kind,
                spined.is_creditor,
                spined.transaction_currency
            order by spined.fiscal_period
            rows between unbounded preceding and current row
        ) as functional_balance
    from spined
),

stated as (
    select
        run.entity_key,
        run.creditor_entity_key,
        run.debtor_entity_key,
        run.kind,
        run.is_creditor,
        run.is_balance,
        run.transaction_currency,
        run.functional_currency,
        run.fiscal_period,
        case when run.is_balance then run.transaction_balance else run.transaction_movement end
            as transaction_amount,
        case when run.is_balance then run.functional_balance else run.functional_movement end
            as functional_amount
    from run
),

translated as (
    select
        stated.entity_key,
        stated.creditor_entity_key,
        stated.debtor_entity_key,
        stated.kind,
        stated.is_creditor,
        stated.is_balance,
        stated.transaction_currency,
        stated.fiscal_period,
        {{ money('stated.transaction_amount') }} as transaction_amount,
        {{ money('stated.functional_amount') }} as functional_amount,
        {{ convert_amount(
            'stated.functional_amount', 'stated.functional_currency',
            "'" ~ var('presentation_currency') ~ "'",
            'case when stated.is_balance then rates.closing_rate else rates.average_rate end'
        ) }} as amount_group,
        {{ convert_amount(
            'stated.transaction_amount', 'stated.transaction_currency',
            "'" ~ var('presentation_currency') ~ "'",
            'case when stated.is_balance then document_rates.closing_rate'
            ~ ' else document_rates.average_rate end'
        ) }} as document_amount_group
    from stated
    left join rates
        on
            stated.entity_key = rates.entity_key
            and stated.functional_currency = rates.from_currency
            and stated.fiscal_period = rates.fiscal_period
    left join rates as document_rates
        on
            stated.entity_key = document_rates.entity_key
            and stated.transaction_currency = document_rates.from_currency
            and stated.fiscal_period = document_rates.fiscal_period
)

select * from translated
