-- Budget lines with their entity and account, in the entity's and the presentation currency at the
-- budget rate in force, where the company has set one; else at the average rate of the month
-- (months still to come: the last closing rate). Where several versions plan the same month, the
-- last in the order of their names is current.
with

budget_lines as (
    select * from {{ ref('int_budget_lines_unioned') }}
),

entities as (
    select * from {{ ref('int_entities_unioned') }}
),

accounts as (
    select * from {{ ref('int_accounts_classified') }}
),

rates as (
    select * from {{ ref('int_translation_rates_monthly') }}
),

budget_rates as (
    select * from {{ ref('int_stated_rates_monthly') }}
    where rate_type = 'budget'
),

entity_codes as (
    select
        coalesce(entities.entity_code, entities.entity_id) as entity_code,
        min(entities.entity_key) as entity_key,
        max(entities.functional_currency) as functional_currency
    from entities
    group by coalesce(entities.entity_code, entities.entity_id)
),

account_codes as (
    select
        accounts.entity_key,
        accounts.account_code,
        min(accounts.account_key) as account_key
    from accounts
    group by accounts.entity_key, accounts.account_code
),

last_rates as (
    select
        rates.from_currency,
        rates.to_currency,
        rates.closing_rate,
        row_number() over (
            partition by rates.from_currency, rates.to_currency
            order by rates.fiscal_period desc
        ) as recency
    from rates
),

resolved as (
    select
        budget_lines.source_system,
        budget_lines.plan_version,
        coalesce(
            entity_codes.entity_key,
            md5(budget_lines.source_system || '|' || budget_lines.entity_code)
        ) as entity_key,
        budget_lines.entity_code,
        coalesce(
            account_codes.account_key,
            md5(
                budget_lines.source_system || '|' || budget_lines.entity_code
                || '|' || budget_lines.account_code
            )
        ) as account_key,
        budget_lines.account_code,
        account_codes.account_key is not null as is_account_known,
        budget_lines.fiscal_period,
        budget_lines.amount,
        coalesce(
            budget_lines.currency_code,
            entity_codes.functional_currency,
            '{{ var("presentation_currency") }}'
        ) as currency_code,
        coalesce(entity_codes.functional_currency, '{{ var("presentation_currency") }}')
            as functional_currency,
        '{{ var("presentation_currency") }}' as group_currency,
        budget_lines.plan_version = max(budget_lines.plan_version) over (
            partition by budget_lines.entity_code, budget_lines.fiscal_period
        ) as is_current,
        budget_lines.recorded_at
    from budget_lines
    left join entity_codes on budget_lines.entity_code = entity_codes.entity_code
    left join account_codes
        on
            entity_codes.entity_key = account_codes.entity_key
            and budget_lines.account_code = account_codes.account_code
),

converted as (
    select
        resolved.*,
        {{ convert_amount(
            'resolved.amount', 'resolved.currency_code', 'resolved.functional_currency',
            'coalesce(functional_budget_rates.rate, functional_rates.average_rate, '
            ~ 'last_functional_rates.closing_rate)'
        ) }} as amount_functional,
        {{ convert_amount(
            'resolved.amount', 'resolved.currency_code', 'resolved.group_currency',
            'coalesce(group_budget_rates.rate, group_rates.average_rate, '
            ~ 'last_group_rates.closing_rate)'
        ) }} as amount_group
    from resolved
    left join rates as functional_rates
        on
            resolved.currency_code = functional_rates.from_currency
            and resolved.functional_currency = functional_rates.to_currency
            and resolved.fiscal_period = functional_rates.fiscal_period
    left join last_rates as last_functional_rates
        on
            resolved.currency_code = last_functional_rates.from_currency
            and resolved.functional_currency = last_functional_rates.to_currency
            and last_functional_rates.recency = 1
    left join rates as group_rates
        on
            resolved.currency_code = group_rates.from_currency
            and resolved.group_currency = group_rates.to_currency
            and resolved.fiscal_period = group_rates.fiscal_period
    left join last_rates as last_group_rates
        on
            resolved.currency_code = last_group_rates.from_currency
            and resolved.group_currency = last_group_rates.to_currency
            and last_group_rates.recency = 1
    {%- for scope in ['functional', 'group'] %}
        left join budget_rates as {{ scope }}_budget_rates
            on
                resolved.currency_code = {{ scope }}_budget_rates.from_currency
                and resolved.{{ scope }}_currency = {{ scope }}_budget_rates.to_currency
                and resolved.fiscal_period >= {{ scope }}_budget_rates.fiscal_period
                and (
                    {{ scope }}_budget_rates.next_period is null
                    or resolved.fiscal_period < {{ scope }}_budget_rates.next_period
                )
    {%- endfor %}
)

select * from converted
