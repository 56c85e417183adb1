-- For whom and in which currency statements are printed: every entity in its own and in the
-- presentation currency, and the consolidated group in the presentation currency.
with

entity_periods as (
    select * from {{ ref('int_entity_periods_spined') }}
),

entities as (
    select * from {{ ref('int_entities_unioned') }}
),

functional as (
    select
        entity_periods.entity_key,
        coalesce(entities.entity_code, entities.entity_id) as entity_code,
        'functional' as currency_view,
        entities.functional_currency as currency_code,
        entity_periods.fiscal_period,
        entity_periods.fiscal_year
    from entity_periods
    inner join entities on entity_periods.entity_key = entities.entity_key
),

in_group_currency as (
    select
        functional.entity_key,
        functional.entity_code,
        'group' as currency_view,
        '{{ var("presentation_currency") }}' as currency_code,
        functional.fiscal_period,
        functional.fiscal_year
    from functional
),

combined as (
    select
        'GROUP' as entity_key,
        'GROUP' as entity_code,
        'group' as currency_view,
        '{{ var("presentation_currency") }}' as currency_code,
        functional.fiscal_period,
        min(functional.fiscal_year) as fiscal_year
    from functional
    group by functional.fiscal_period
),

scopes as (
    select * from functional
    union all
    select * from in_group_currency
    union all
    select * from combined
)

select * from scopes
