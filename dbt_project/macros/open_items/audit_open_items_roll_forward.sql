{#-
    AR-5, AP-5: per party, currency and month, opening + invoiced - credited - settled - written off
    + exchange differences = closing, and a closing is the next month's opening.
-#}
{% macro audit_open_items_roll_forward(side, invariant_id) -%}
{%- set names = open_item_side(side) -%}
{%- set party_key = names.party_key -%}
{%- set months = ref(names.roll_forward) -%}
{%- set differs = '(compared.left_amount <> compared.right_amount'
    ~ ' or compared.left_amount_functional <> compared.right_amount_functional)' -%}
with

parties as (
    select * from {{ ref(names.parties) }}
),

entities as (
    select * from {{ ref('dim_entities') }}
),

periods as (
    select
        known_periods.fiscal_period,
        lead(known_periods.fiscal_period) over (
            order by known_periods.fiscal_period asc
        ) as next_period
    from (select distinct months.fiscal_period from {{ months }} as months) as known_periods
),

carried_closings as (
    select
        months.entity_key,
        months.{{ party_key }},
        months.currency_code,
        periods.next_period as fiscal_period,
        months.closing_amount as amount,
        months.closing_amount_functional as amount_functional
    from {{ months }} as months
    inner join periods on months.fiscal_period = periods.fiscal_period
    where periods.next_period is not null
),

compared as (
    select
        months.entity_key,
        months.{{ party_key }},
        months.currency_code,
        months.fiscal_period,
        'closing' as what,
        months.opening_amount + months.invoiced_amount - months.credited_amount
        - months.settled_amount - months.written_off_amount as left_amount,
        months.closing_amount as right_amount,
        months.opening_amount_functional + months.invoiced_amount_functional
        - months.credited_amount_functional - months.settled_amount_functional
        - months.written_off_amount_functional + months.exchange_difference_amount_functional
            as left_amount_functional,
        months.closing_amount_functional as right_amount_functional
    from {{ months }} as months
    union all
    select
        coalesce(months.entity_key, carried_closings.entity_key) as entity_key,
        coalesce(months.{{ party_key }}, carried_closings.{{ party_key }}) as {{ party_key }},
        coalesce(months.currency_code, carried_closings.currency_code) as currency_code,
        coalesce(months.fiscal_period, carried_closings.fiscal_period) as fiscal_period,
        'opening' as what,
        coalesce(months.opening_amount, 0) as left_amount,
        coalesce(carried_closings.amount, 0) as right_amount,
        coalesce(months.opening_amount_functional, 0) as left_amount_functional,
        coalesce(carried_closings.amount_functional, 0) as right_amount_functional
    from {{ months }} as months
    full outer join carried_closings
        on
            months.entity_key = carried_closings.entity_key
            and months.{{ party_key }} = carried_closings.{{ party_key }}
            and months.currency_code = carried_closings.currency_code
            and months.fiscal_period = carried_closings.fiscal_period
),

-- Cells that agree are counted together: nobody asks for their names.
counted as (
    select
        compared.entity_key,
        compared.currency_code,
        case when {{ differs }} then compared.what end as what,
        case when {{ differs }} then compared.fiscal_period end as fiscal_period,
        case when {{ differs }} then compared.{{ party_key }} end as {{ party_key }},
        sum(compared.left_amount) as left_amount,
        sum(compared.right_amount) as right_amount,
        sum(compared.left_amount_functional) as left_amount_functional,
        sum(compared.right_amount_functional) as right_amount_functional,
        count(*) as cell_count
    from compared
    group by
        compared.entity_key,
        compared.currency_code,
        case when {{ differs }} then compared.what end,
        case when {{ differs }} then compared.fiscal_period end,
        case when {{ differs }} then compared.{{ party_key }} end
),

named as (
    select
        counted.currency_code,
        counted.left_amount,
        counted.right_amount,
        counted.left_amount_functional,
        counted.right_amount_functional,
        counted.cell_count,
        entities.entity_code,
        entities.functional_currency,
        counted.what || ' of {{ side }}s in ' || counted.fiscal_period || ', '
        || coalesce(parties.{{ names.party_name }}, counted.{{ party_key }})
        || ' in ' || counted.currency_code as record
    from counted
    inner join entities on counted.entity_key = entities.entity_key
    left join parties on counted.{{ party_key }} = parties.{{ party_key }}
),

cells as (
    select
        named.entity_code as scope,
        named.record,
        named.left_amount_functional as left_amount,
        named.right_amount_functional as right_amount,
        named.cell_count
    from named
    union all
    select
        named.entity_code || ' ' || named.currency_code as scope,
        named.record,
        named.left_amount,
        named.right_amount,
        named.cell_count
    from named
    where named.currency_code <> named.functional_currency
),

results as (
    {{ invariant_result(invariant_id, 'cells', counted='cell_count') }}
)

select * from results
{%- endmacro %}
