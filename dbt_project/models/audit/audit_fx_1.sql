-- FX-1: every rate the books need exists, is at most 7 days old, is the reverse of its reverse and
-- agrees within 1e-6 with the way through any third currency of the same provider; no currency is
-- asked after its end.
-- Needed are each line's transaction currency into the entity's, and the entity's into the
-- presentation currency, on each day of the ledger and each month end. A product may miss 1 by 1e-8
-- plus what rounding both rates to ten decimals can cost.
{% set fill_limit_days = 7 %}
with

line_days as (
    select distinct
        journal_lines.entity_key,
        journal_lines.transaction_currency,
        journal_lines.functional_currency,
        journal_lines.effective_date
    from {{ ref('fct_journal_lines') }} as journal_lines
    where
        journal_lines.functional_currency is not null
        and journal_lines.transaction_currency is not null
),

rates as (
    select * from {{ ref('fct_exchange_rates') }}
    where rate_type in ('spot', 'closing')
),

entities as (
    select * from {{ ref('dim_entities') }}
),

ledger_days as (
    select
        line_days.entity_key,
        line_days.transaction_currency as from_currency,
        line_days.functional_currency as to_currency,
        line_days.effective_date as rate_date,
        'spot' as rate_type
    from line_days
    union
    select
        line_days.entity_key,
        line_days.functional_currency as from_currency,
        '{{ var("presentation_currency") }}' as to_currency,
        line_days.effective_date as rate_date,
        'spot' as rate_type
    from line_days
),

month_ends as (
    select distinct
        rates.rate_date,
        rates.rate_type
    from rates
    where rates.rate_type = 'closing'
),

currencies as (
    select * from {{ ref('dim_currencies') }}
),

first_days as (
    select
        line_days.entity_key,
        max(line_days.functional_currency) as functional_currency,
        min(line_days.effective_date) as first_date
    from line_days
    group by line_days.entity_key
),

needs as (
    select
        ledger_days.entity_key,
        ledger_days.from_currency,
        ledger_days.to_currency,
        ledger_days.rate_date,
        ledger_days.rate_type
    from ledger_days
    union
    select
        first_days.entity_key,
        first_days.functional_currency as from_currency,
        '{{ var("presentation_currency") }}' as to_currency,
        month_ends.rate_date,
        month_ends.rate_type
    from first_days
    inner join month_ends on first_days.first_date <= month_ends.rate_date
),

answered as (
    select
        needs.*,
        rates.rate,
        rates.fill_age_days,
        rates.provider,
        reverse_rates.rate as reverse_rate
    from needs
    left join rates
        on
            needs.from_currency = rates.from_currency
            and needs.to_currency = rates.to_currency
            and needs.rate_date = rates.rate_date
            and needs.rate_type = rates.rate_type
    left join rates as reverse_rates
        on
            needs.from_currency = reverse_rates.to_currency
            and needs.to_currency = reverse_rates.from_currency
            and needs.rate_date = reverse_rates.rate_date
            and needs.rate_type = reverse_rates.rate_type
),

-- The widest gap between a rate and the way round by a third currency of the same day. A company
-- that sets one rate itself does not set those the provider crosses with it.
ways_round as (
    select
        answered.entity_key,
        answered.from_currency,
        answered.to_currency,
        answered.rate_date,
        answered.rate_type,
        max(
            abs(
                cast(first_legs.rate as double) * cast(second_legs.rate as double)
                / cast(answered.rate as double) - 1
            )
            -- What rounding all three rates to ten decimals can cost.
            - 1e-10 / cast(first_legs.rate as double)
            - 1e-10 / cast(second_legs.rate as double)
            - 1e-10 / cast(answered.rate as double)
        ) as gap_ratio
    from answered
    inner join rates as first_legs
        on
            answered.from_currency = first_legs.from_currency
            and answered.rate_date = first_legs.rate_date
            and answered.rate_type = first_legs.rate_type
            and answered.provider = first_legs.provider
    inner join rates as second_legs
        on
            first_legs.to_currency = second_legs.from_currency
            and answered.to_currency = second_legs.to_currency
            and answered.rate_date = second_legs.rate_date
            and answered.rate_type = second_legs.rate_type
            and answered.provider = second_legs.provider
    where first_legs.to_currency not in (answered.from_currency, answered.to_currency)
    group by
        answered.entity_key,
        answered.from_currency,
        answered.to_currency,
        answered.rate_date,
        answered.rate_type
),

judged as (
    select
        answered.*,
        case
            when currencies.valid_to < answered.rate_date
                then
                    'is asked after ' || answered.from_currency || ' ended on '
                    || cast(currencies.valid_to as varchar) || ': restate in '
                    || currencies.successor_currency || ' at '
                    || cast(currencies.units_per_successor as varchar)
                    || ' per ' || currencies.successor_currency
            when answered.rate is null then 'is missing'
            when answered.fill_age_days > {{ fill_limit_days }}
                then 'is ' || cast(answered.fill_age_days as varchar) || ' days old'
            when answered.reverse_rate is null then 'has no reverse'
            when
                abs(
                    cast(answered.rate as double) * cast(answered.reverse_rate as double) - 1
                )
                > 1e-8
                + 1e-10 * (cast(answered.rate as double) + cast(answered.reverse_rate as double))
                then 'is not the reverse of its reverse'
            when ways_round.gap_ratio > 1e-6 then 'disagrees with the way through a third currency'
        end as fault
    from answered
    left join currencies on answered.from_currency = currencies.currency_code
    left join ways_round
        on
            answered.entity_key = ways_round.entity_key
            and answered.from_currency = ways_round.from_currency
            and answered.to_currency = ways_round.to_currency
            and answered.rate_date = ways_round.rate_date
            and answered.rate_type = ways_round.rate_type
),

cells as (
    select
        coalesce(entities.entity_code, 'unknown') as scope,
        judged.rate_type || ' rate ' || judged.from_currency || ' to ' || judged.to_currency
        || ' of ' || cast(judged.rate_date as varchar)
        || coalesce(' ' || judged.fault, '') as record,
        1 as left_amount,
        case when judged.fault is null then 1 else 0 end as right_amount
    from judged
    left join entities on judged.entity_key = entities.entity_key
),

results as (
    {{ invariant_result('FX-1', 'cells') }}
)

select * from results
