-- Opening, movement and closing of every account in every period of its entity's books, running
-- separately per entity and account. An account appears from its first movement onwards.
with

movements as (
    select * from {{ ref('int_account_movements_monthly') }}
),

entity_periods as (
    select * from {{ ref('int_entity_periods_spined') }}
),

first_movements as (
    select
        movements.entity_key,
        movements.account_key,
        min(movements.fiscal_period) as first_fiscal_period
    from movements
    group by movements.entity_key, movements.account_key
),

dense as (
    select
        first_movements.entity_key,
        first_movements.account_key,
        entity_periods.fiscal_period,
        entity_periods.fiscal_year,
        coalesce(movements.debit_amount, 0) as debit_amount,
        coalesce(movements.credit_amount, 0) as credit_amount,
        coalesce(movements.movement_amount, 0) as movement_amount,
        coalesce(movements.closing_journal_amount, 0) as closing_journal_amount,
        coalesce(movements.opening_journal_amount, 0) as opening_journal_amount,
        coalesce(movements.adjustment_amount, 0) as adjustment_amount,
        coalesce(movements.historical_amount_group, 0) as historical_amount_group,
        coalesce(movements.opening_journal_amount_group, 0) as opening_journal_amount_group
    from first_movements
    inner join entity_periods
        on
            first_movements.entity_key = entity_periods.entity_key
            and first_movements.first_fiscal_period <= entity_periods.fiscal_period
    left join movements
        on
            first_movements.entity_key = movements.entity_key
            and first_movements.account_key = movements.account_key
            and entity_periods.fiscal_period = movements.fiscal_period
),

running as (
    select
        dense.entity_key,
        dense.account_key,
        dense.fiscal_period,
        dense.fiscal_year,
        {{ money('dense.debit_amount') }} as debit_amount,
        {{ money('dense.credit_amount') }} as credit_amount,
        {{ money('dense.movement_amount') }} as movement_amount,
        {{ money('dense.closing_journal_amount') }} as closing_journal_amount,
        {{ money('dense.opening_journal_amount') }} as opening_journal_amount,
        {{ money('dense.adjustment_amount') }} as adjustment_amount,
        {{ money('dense.historical_amount_group') }} as historical_amount_group,
        {{ money('dense.opening_journal_amount_group') }} as opening_journal_amount_group,
        {{ money(
            'sum(dense.movement_amount) over (partition by dense.entity_key, dense.account_key'
            ~ ' order by dense.fiscal_period'
            ~ ' rows between unbounded preceding and current row)'
        ) }} as closing_amount
    from dense
),

opened as (
    select
        running.*,
        {{ money('running.closing_amount - running.movement_amount') }} as opening_amount
    from running
)

select * from opened
