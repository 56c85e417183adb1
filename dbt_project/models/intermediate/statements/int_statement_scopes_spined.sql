-- For whom and in which currency statements are printed: every entity in its own and in the
-- presentation currency, and the consolidated group in the presentation currency. The group adds
-- its companies' periods by their labels and counts its years as its parent does.
with

entity_periods as (
    select * from {{ ref('int_entity_periods_spined') }}
),

entities as (
    select * from {{ ref('int_entities_unioned') }}
),

fiscal_periods as (
    select * from {{ ref('int_fiscal_periods_resolved') }}
),

functional as (
    select
        entity_periods.entity_key,
        coalesce(entities.entity_code, entities.entity_id) as entity_code,
        'functional' as currency_view,
        entities.functional_currency as currency_code,
        entity_periods.fiscal_period,
        entity_periods.is_reached_by_all
    from entity_periods
    inner join entities on entity_periods.entity_key = entities.entity_key
),

in_group_currency as (
    select
        functional.entity_key,
        functional.entity_code,
        'group' as currency_view,
        '{{ var("presentation_currency") }}' as currency_code,
        functional.fiscal_period
    from functional
),

combined as (
    select
        'GROUP' as entity_key,
        'GROUP' as entity_code,
        'group' as currency_view,
        '{{ var("presentation_currency") }}' as currency_code,
        functional.fiscal_period
    from functional
    where functional.is_reached_by_all
    group by functional.fiscal_period
),

scopes as (
    select
        functional.entity_key,
        functional.entity_code,
        functional.currency_view,
        functional.currency_code,
        functional.fiscal_period
    from functional
    union all
    select * from in_group_currency
    union all
    select * from combined
),

in_years as (
    select
        scopes.entity_key,
        scopes.entity_code,
        scopes.currency_view,
        scopes.currency_code,
        scopes.fiscal_period,
        fiscal_periods.fiscal_year,
        fiscal_periods.fiscal_quarter
    from scopes
    inner join fiscal_periods
        on
            scopes.entity_key = fiscal_periods.entity_key
            and scopes.fiscal_period = fiscal_periods.fiscal_period
)

select * from in_years
