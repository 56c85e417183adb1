{#-
    What was open of each party at the start of a fiscal period, what came and went in it, and what is open
    at its end. The ends come from the balance each item had that day, the movements from its events,
    so that one proves the other. Money used up or set off between two items of a party nets to zero.
-#}
{% macro open_items_roll_forward(side) -%}
{%- set names = open_item_side(side) -%}
{%- set party_key = names.party_key -%}
{%- set columns = [
    ('opening_amount', ''),
    ('invoiced_amount', ''),
    ('credited_amount', '-'),
    ('settled_amount', '-'),
    ('written_off_amount', '-'),
    ('closing_amount', ''),
    ('opening_amount_functional', ''),
    ('invoiced_amount_functional', ''),
    ('credited_amount_functional', '-'),
    ('settled_amount_functional', '-'),
    ('written_off_amount_functional', '-'),
    ('exchange_difference_amount_functional', ''),
    ('closing_amount_functional', ''),
] -%}
with

items as (
    select
        item_key,
        entity_key,
        coalesce({{ party_key }}, 'UNKNOWN') as {{ party_key }},
        currency_code
    from {{ ref('int_' ~ side ~ '_items_opened') }}
),

events as (
    select * from {{ ref('int_' ~ side ~ '_events_dated') }}
),

balances as (
    select * from {{ ref('int_' ~ side ~ '_balances_running') }}
    where open_amount <> 0 or open_amount_functional <> 0
),

as_of as (
    select * from {{ ref('int_as_of_date') }}
),

own_periods as (
    {{ own_periods() }}
),

periods as (
    select
        fiscal_periods.entity_key,
        fiscal_periods.fiscal_period,
        fiscal_periods.starts_date,
        least(fiscal_periods.ends_date, as_of.as_of_date) as ends_date
    from {{ ref('int_fiscal_periods_resolved') }} as fiscal_periods
    inner join as_of on fiscal_periods.starts_date <= as_of.as_of_date
),

ends as (
    select
        periods.fiscal_period,
        items.entity_key,
        items.{{ party_key }},
        items.currency_code,
        balances.open_amount,
        balances.open_amount_functional
    from balances
    inner join items on balances.item_key = items.item_key
    inner join periods
        on
            items.entity_key = periods.entity_key
            and balances.valid_from_date <= periods.ends_date
            and (balances.valid_to_date is null or balances.valid_to_date > periods.ends_date)
),

starts as (
    select
        periods.fiscal_period,
        items.entity_key,
        items.{{ party_key }},
        items.currency_code,
        balances.open_amount,
        balances.open_amount_functional
    from balances
    inner join items on balances.item_key = items.item_key
    inner join periods
        on
            items.entity_key = periods.entity_key
            and balances.valid_from_date < periods.starts_date
            and (balances.valid_to_date is null or balances.valid_to_date >= periods.starts_date)
),

movements as (
    select
        {{ fiscal_period_of('events.event_date') }} as fiscal_period,
        items.entity_key,
        items.{{ party_key }},
        items.currency_code,
        case
            when events.event_type = '{{ names.document_type }}' then 'invoiced'
            when events.event_type in ('credit_note', 'credit') then 'credited'
            when events.event_type = 'write_off' then 'written_off'
            when events.event_type = 'fx_realised' then 'exchange_difference'
            else 'settled'
        end as movement,
        events.amount,
        events.amount_functional
    from events
    inner join items on events.item_key = items.item_key
    {{ join_own_periods('items.entity_key', 'events.event_date') }}
),

cells as (
    select
        ends.fiscal_period,
        ends.entity_key,
        ends.{{ party_key }},
        ends.currency_code,
        'closing' as movement,
        ends.open_amount as amount,
        ends.open_amount_functional as amount_functional
    from ends
    union all
    select
        starts.fiscal_period,
        starts.entity_key,
        starts.{{ party_key }},
        starts.currency_code,
        'opening' as movement,
        starts.open_amount as amount,
        starts.open_amount_functional as amount_functional
    from starts
    union all
    select
        movements.fiscal_period,
        movements.entity_key,
        movements.{{ party_key }},
        movements.currency_code,
        movements.movement,
        movements.amount,
        movements.amount_functional
    from movements
),

summed as (
    select
        cells.entity_key,
        cells.{{ party_key }},
        cells.currency_code,
        cells.fiscal_period,
        {%- for column, sign in columns %}
            {%- set suffix = '_functional' if column.endswith('_functional') else '' %}
            {{ money(
                "sum(case when cells.movement = '" ~ column.split('_amount')[0] ~ "' then "
                ~ sign ~ 'cells.amount' ~ suffix ~ ' else 0 end)'
            ) }} as {{ column }}{{ '' if loop.last else ',' }}
        {%- endfor %}
    from cells
    group by
        cells.entity_key,
        cells.{{ party_key }},
        cells.currency_code,
        cells.fiscal_period
)

select * from summed
{%- endmacro %}
