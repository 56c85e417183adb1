-- CF-6: the effect of exchange rates on cash is what the rates make of it: cash at the start times
-- the change of the closing rate, flows times what lies between the closing and the average rate,
-- and exchange differences on cash itself; for the group also what cash between its companies lost
-- or gained on the way. Each account and each flow is rounded to the minor unit
-- for itself: one minor unit each is allowed.
with

cash_flow as (
    select * from {{ ref('rpt_cash_flow') }}
    where layout = 'ifrs' and line_code = 'fx_effect' and currency_view = 'group'
),

movements as (
    select * from {{ ref('fct_cash_movements') }}
),

translated_balances as (
    select * from {{ ref('fct_translated_balances') }}
),

journal_lines as (
    select * from {{ ref('fct_journal_lines') }}
    where journal_type = 'opening'
),

cash_accounts as (
    select * from {{ ref('dim_accounts') }}
    where is_cash
),

shares as (
    select * from {{ ref('int_entity_shares_resolved') }}
    where is_consolidated
),

flows_within_group as (
    select
        movements.entity_key,
        movements.fiscal_period,
        sum(movements.within_group_amount_group) as amount_group
    from movements
    group by movements.entity_key, movements.fiscal_period
),

rates as (
    select * from {{ ref('fct_translation_rates') }}
),

successive_rates as (
    select
        rates.*,
        coalesce(
            lag(rates.closing_rate) over (
                partition by rates.entity_key, rates.from_currency, rates.to_currency
                order by rates.fiscal_period
            ),
            rates.closing_rate
        ) as previous_closing_rate
    from rates
),

opening_cash as (
    select
        translated_balances.entity_key,
        translated_balances.fiscal_period,
        translated_balances.functional_currency,
        translated_balances.group_currency,
        sum(translated_balances.opening_amount_functional) as opening_amount,
        count(*) as account_count
    from translated_balances
    inner join cash_accounts on translated_balances.account_key = cash_accounts.account_key
    group by
        translated_balances.entity_key,
        translated_balances.fiscal_period,
        translated_balances.functional_currency,
        translated_balances.group_currency
),

opening_journals as (
    select
        journal_lines.entity_key,
        journal_lines.fiscal_period,
        sum(journal_lines.functional_amount) as amount,
        sum(journal_lines.group_amount) as amount_group
    from journal_lines
    inner join cash_accounts on journal_lines.account_key = cash_accounts.account_key
    group by journal_lines.entity_key, journal_lines.fiscal_period
),

flows as (
    select
        movements.entity_key,
        movements.fiscal_period,
        sum(
            case when movements.cash_flow_category = 'fx' then 0 else movements.allocated_amount end
        ) as flow_amount,
        sum(
            case when movements.cash_flow_category = 'fx' then movements.allocated_amount else 0 end
        ) as exchange_amount,
        count(*) as flow_count
    from movements
    group by movements.entity_key, movements.fiscal_period
),

expected as (
    select
        opening_cash.entity_key,
        opening_cash.fiscal_period,
        case
            when opening_cash.functional_currency = opening_cash.group_currency
                then coalesce(flows.exchange_amount, 0)
            else
                {{ multiply(
                    'opening_cash.opening_amount',
                    'successive_rates.closing_rate - successive_rates.previous_closing_rate'
                ) }}
                + {{ multiply(
                    'coalesce(opening_journals.amount, 0)', 'successive_rates.closing_rate'
                ) }}
                - coalesce(opening_journals.amount_group, 0)
                + {{ multiply(
                    'coalesce(flows.flow_amount, 0)',
                    'successive_rates.closing_rate - successive_rates.average_rate'
                ) }}
                + {{ multiply(
                    'coalesce(flows.exchange_amount, 0)', 'successive_rates.closing_rate'
                ) }}
        end as effect_amount_group,
        case
            when opening_cash.functional_currency = opening_cash.group_currency then 0
            else 0.01 * (opening_cash.account_count + coalesce(flows.flow_count, 0))
        end as allowed_amount
    from opening_cash
    left join successive_rates
        on
            opening_cash.entity_key = successive_rates.entity_key
            and opening_cash.functional_currency = successive_rates.from_currency
            and opening_cash.group_currency = successive_rates.to_currency
            and opening_cash.fiscal_period = successive_rates.fiscal_period
    left join opening_journals
        on
            opening_cash.entity_key = opening_journals.entity_key
            and opening_cash.fiscal_period = opening_journals.fiscal_period
    left join flows
        on
            opening_cash.entity_key = flows.entity_key
            and opening_cash.fiscal_period = flows.fiscal_period
),

expected_by_scope as (
    select
        expected.entity_key,
        expected.fiscal_period,
        expected.effect_amount_group,
        expected.allowed_amount
    from expected
    union all
    select
        'GROUP' as entity_key,
        expected.fiscal_period,
        sum(expected.effect_amount_group + coalesce(flows_within_group.amount_group, 0))
            as effect_amount_group,
        sum(expected.allowed_amount) as allowed_amount
    from expected
    inner join shares
        on
            expected.entity_key = shares.entity_key
            and expected.fiscal_period = shares.fiscal_period
    left join flows_within_group
        on
            expected.entity_key = flows_within_group.entity_key
            and expected.fiscal_period = flows_within_group.fiscal_period
    group by expected.fiscal_period
),

cells as (
    select
        case
            when cash_flow.entity_key = 'GROUP' then cash_flow.entity_code
            else cash_flow.entity_code || ' in ' || cash_flow.currency_code
        end as scope,
        'effect of exchange rates in ' || cash_flow.fiscal_period as record,
        cash_flow.amount as left_amount,
        {{ money('expected_by_scope.effect_amount_group') }} as right_amount,
        expected_by_scope.allowed_amount
    from cash_flow
    inner join expected_by_scope
        on
            cash_flow.entity_key = expected_by_scope.entity_key
            and cash_flow.fiscal_period = expected_by_scope.fiscal_period
),

results as (
    {{ invariant_result('CF-6', 'cells', allowed='allowed_amount') }}
)

select * from results
