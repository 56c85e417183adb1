-- What every position in a foreign currency would gain if it were settled at the closing rate of a
-- period, and the reversal of what it would have gained the period before: each period starts from
-- the carrying amount of the books again, so nothing drifts.
with

positions as (
    select * from {{ ref('int_foreign_positions_running') }}
    where open_amount <> 0 or carrying_amount_functional <> 0
),

fiscal_periods as (
    select * from {{ ref('int_fiscal_periods_resolved') }}
),

rates as (
    select * from {{ ref('int_translation_rates_resolved') }}
),

as_of as (
    select * from {{ ref('int_as_of_date') }}
),

periods as (
    select
        ended.entity_key,
        ended.fiscal_period,
        ended.closing_date,
        lead(ended.fiscal_period) over (
            partition by ended.entity_key order by ended.fiscal_period asc
        ) as next_period,
        lead(ended.closing_date) over (
            partition by ended.entity_key order by ended.fiscal_period asc
        ) as next_closing_date
    from (
        select
            rates.entity_key,
            rates.fiscal_period,
            max(rates.closing_date) as closing_date
        from rates
        inner join as_of on rates.closing_date <= as_of.as_of_date
        group by rates.entity_key, rates.fiscal_period
    ) as ended
),

valued as (
    select
        positions.position_key,
        positions.position_type,
        positions.entity_key,
        positions.account_key,
        positions.party_key,
        positions.document_number,
        positions.currency_code,
        positions.functional_currency,
        periods.fiscal_period,
        periods.closing_date,
        periods.next_period,
        periods.next_closing_date,
        positions.open_amount,
        positions.carrying_amount_functional,
        rates.closing_rate,
        {{ convert_amount(
            'positions.open_amount', 'positions.currency_code', 'positions.functional_currency',
            'rates.closing_rate'
        ) }} as revalued_amount_functional
    from periods
    inner join positions
        on
            periods.entity_key = positions.entity_key
            and periods.closing_date >= positions.valid_from_date
            and (
                positions.valid_to_date is null
                or periods.closing_date < positions.valid_to_date
            )
    left join rates
        on
            periods.entity_key = rates.entity_key
            and periods.fiscal_period = rates.fiscal_period
            and positions.currency_code = rates.from_currency
            and positions.functional_currency = rates.to_currency
),

parts as (
    select
        valued.position_key,
        valued.position_type,
        valued.entity_key,
        valued.account_key,
        valued.party_key,
        valued.document_number,
        valued.currency_code,
        valued.functional_currency,
        valued.fiscal_period,
        valued.closing_date,
        valued.closing_rate,
        valued.open_amount,
        valued.carrying_amount_functional,
        valued.revalued_amount_functional,
        valued.revalued_amount_functional - valued.carrying_amount_functional
            as unrealised_gain_amount_functional,
        cast(0 as decimal(20, 4)) as reversed_gain_amount_functional
    from valued
    union all
    select
        valued.position_key,
        valued.position_type,
        valued.entity_key,
        valued.account_key,
        valued.party_key,
        valued.document_number,
        valued.currency_code,
        valued.functional_currency,
        valued.next_period as fiscal_period,
        valued.next_closing_date as closing_date,
        cast(null as decimal(18, 10)) as closing_rate,
        cast(0 as decimal(20, 4)) as open_amount,
        cast(0 as decimal(20, 4)) as carrying_amount_functional,
        cast(0 as decimal(20, 4)) as revalued_amount_functional,
        cast(0 as decimal(20, 4)) as unrealised_gain_amount_functional,
        valued.carrying_amount_functional - valued.revalued_amount_functional
            as reversed_gain_amount_functional
    from valued
    where valued.next_period is not null
),

revalued as (
    select
        parts.position_key,
        parts.fiscal_period,
        parts.position_type,
        parts.entity_key,
        parts.account_key,
        parts.party_key,
        parts.document_number,
        parts.currency_code,
        parts.functional_currency,
        parts.closing_date,
        max(parts.closing_rate) as closing_rate,
        {{ money('sum(parts.open_amount)') }} as open_amount,
        {{ money('sum(parts.carrying_amount_functional)') }} as carrying_amount_functional,
        {{ money('sum(parts.revalued_amount_functional)') }} as revalued_amount_functional,
        {{ money('sum(parts.unrealised_gain_amount_functional)') }}
            as unrealised_gain_amount_functional,
        {{ money('sum(parts.reversed_gain_amount_functional)') }}
            as reversed_gain_amount_functional
    from parts
    group by
        parts.position_key,
        parts.fiscal_period,
        parts.position_type,
        parts.entity_key,
        parts.account_key,
        parts.party_key,
        parts.document_number,
        parts.currency_code,
        parts.functional_currency,
        parts.closing_date
),

dated as (
    select
        revalued.*,
        revalued.closing_date = fiscal_periods.ends_date as has_ended
    from revalued
    inner join fiscal_periods
        on
            revalued.entity_key = fiscal_periods.entity_key
            and revalued.fiscal_period = fiscal_periods.fiscal_period
)

select * from dated
