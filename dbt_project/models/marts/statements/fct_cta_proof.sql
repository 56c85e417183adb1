-- The translation difference proven beside what it was booked as. Booked, it is what translation at
-- different rates leaves over. Proven, it is rolled forward from its causes: net assets at the
-- start times the change of the closing rate, income times (closing - average), movements of equity
-- times (closing - the rate of their day). Gains are positive. Every account is rounded to the
-- minor unit for itself, so the two may lie one minor unit an account apart.
with

balances as (
    select * from {{ ref('fct_translated_balances') }}
),

accounts as (
    select * from {{ ref('dim_accounts') }}
),

entities as (
    select * from {{ ref('dim_entities') }}
),

closing_rates as (
    select
        rates.entity_key,
        rates.from_currency,
        rates.to_currency,
        rates.fiscal_period,
        rates.closing_rate,
        coalesce(
            lag(rates.closing_rate) over (
                partition by rates.entity_key, rates.from_currency, rates.to_currency
                order by rates.fiscal_period
            ),
            rates.closing_rate
        ) as opening_rate
    from {{ ref('fct_translation_rates') }} as rates
),

-- Year-end closing journals move translated profit to retained earnings and leave net assets alone.
flows as (
    select
        balances.entity_key,
        balances.fiscal_period,
        balances.functional_currency,
        balances.group_currency,
        accounts.translation_rate_type,
        accounts.account_class = 'translation_reserve' as is_difference,
        -balances.opening_amount_functional as opening_amount,
        balances.closing_journal_amount_functional - balances.movement_amount_functional
            as flow_amount,
        balances.closing_journal_amount_group - balances.movement_amount_group as flow_amount_group,
        -balances.closing_amount_group as closing_amount_group
    from balances
    inner join accounts on balances.account_key = accounts.account_key
),

summed as (
    select
        flows.entity_key,
        flows.fiscal_period,
        flows.functional_currency,
        flows.group_currency,
        count(*) as account_count,
        {% for name, condition, measure in [
            ('opening_net_assets_amount', "flows.translation_rate_type = 'closing'",
                '-flows.opening_amount'),
            ('income_amount', "flows.translation_rate_type = 'average'", 'flows.flow_amount'),
            ('income_amount_group', "flows.translation_rate_type = 'average'",
                'flows.flow_amount_group'),
            ('equity_amount', "flows.translation_rate_type = 'historical'", 'flows.flow_amount'),
            ('equity_amount_group',
                "flows.translation_rate_type = 'historical' and not flows.is_difference",
                'flows.flow_amount_group'),
            ('booked_change_amount_group', 'flows.is_difference', 'flows.flow_amount_group'),
            ('closing_difference_amount_group', 'flows.is_difference',
                'flows.closing_amount_group'),
        ] %}
            {{ money('sum(case when ' ~ condition ~ ' then ' ~ measure ~ ' else 0 end)') }}
                as {{ name }}
            {%- if not loop.last %},{% endif %}
        {% endfor %}
    from flows
    group by
        flows.entity_key,
        flows.fiscal_period,
        flows.functional_currency,
        flows.group_currency
),

rated as (
    select
        summed.*,
        case
            when summed.functional_currency = summed.group_currency
                then cast(1 as decimal(18, 10))
            else cast(closing_rates.opening_rate as decimal(18, 10))
        end as opening_rate,
        case
            when summed.functional_currency = summed.group_currency
                then cast(1 as decimal(18, 10))
            else cast(closing_rates.closing_rate as decimal(18, 10))
        end as closing_rate
    from summed
    left join closing_rates
        on
            summed.entity_key = closing_rates.entity_key
            and summed.functional_currency = closing_rates.from_currency
            and summed.group_currency = closing_rates.to_currency
            and summed.fiscal_period = closing_rates.fiscal_period
),

effects as (
    select
        rated.*,
        {{ money(multiply(
            'rated.opening_net_assets_amount', 'rated.closing_rate - rated.opening_rate'
        )) }} as net_assets_effect_amount_group,
        {{ money(
            multiply('rated.income_amount', 'rated.closing_rate') ~ ' - rated.income_amount_group'
        ) }} as income_effect_amount_group,
        {{ money(
            multiply('rated.equity_amount', 'rated.closing_rate') ~ ' - rated.equity_amount_group'
        ) }} as equity_effect_amount_group
    from rated
),

proven as (
    select
        effects.entity_key,
        entities.entity_code,
        effects.fiscal_period,
        effects.functional_currency,
        effects.group_currency,
        effects.opening_rate,
        effects.closing_rate,
        effects.opening_net_assets_amount as opening_net_assets_amount_functional,
        effects.income_amount as income_amount_functional,
        effects.equity_amount as equity_amount_functional,
        effects.net_assets_effect_amount_group,
        effects.income_effect_amount_group,
        effects.equity_effect_amount_group,
        {{ money(
            'effects.net_assets_effect_amount_group + effects.income_effect_amount_group'
            ~ ' + effects.equity_effect_amount_group'
        ) }} as proven_change_amount_group,
        effects.booked_change_amount_group,
        {{ money(
            'case when effects.functional_currency = effects.group_currency then 0'
            ~ ' else 0.01 * effects.account_count end'
        ) }} as rounding_bound_amount_group,
        effects.closing_difference_amount_group
    from effects
    inner join entities on effects.entity_key = entities.entity_key
)

select * from proven
