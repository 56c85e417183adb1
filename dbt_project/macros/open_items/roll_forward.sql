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
    select * from {{ ref('fct_' ~ side ~ '_events') }}
),

balances as (
    select * from {{ ref('int_' ~ side ~ '_balances_running') }}
    where
        (open_amount <> 0 or open_amount_functional <> 0)
        and {{ ends_in_changed_periods('valid_to_date') }}
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
        fiscal_periods.fiscal_period
    from {{ ref('int_fiscal_periods_resolved') }} as fiscal_periods
    inner join as_of on fiscal_periods.starts_date <= as_of.as_of_date
),

-- What stood open between two days came in the period of the first and left in that of the second;
-- the sum of what came and left so far is what stands at the end of a period.
changes as (
    {%- for side_of, date_column, sign in [
        ('arrivals', 'valid_from_date', ''),
        ('departures', 'valid_to_date', '-'),
    ] %}
        select
            items.entity_key,
            items.{{ party_key }},
            items.currency_code,
            {{ fiscal_period_of('balances.' ~ date_column) }} as fiscal_period,
            {{ sign }}balances.open_amount as amount,
            {{ sign }}balances.open_amount_functional as amount_functional,
            {{ sign }}1 as open_count
        from balances
        inner join items on balances.item_key = items.item_key
        {{ join_own_periods('items.entity_key', 'balances.' ~ date_column) }}
        where balances.{{ date_column }} is not null
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

monthly_changes as (
    select
        changes.entity_key,
        changes.{{ party_key }},
        changes.currency_code,
        changes.fiscal_period,
        sum(changes.amount) as amount,
        sum(changes.amount_functional) as amount_functional,
        sum(changes.open_count) as open_count
    from changes
    group by
        changes.entity_key, changes.{{ party_key }}, changes.currency_code, changes.fiscal_period
),

parties as (
    select
        monthly_changes.entity_key,
        monthly_changes.{{ party_key }},
        monthly_changes.currency_code,
        min(monthly_changes.fiscal_period) as first_period
    from monthly_changes
    group by
        monthly_changes.entity_key, monthly_changes.{{ party_key }}, monthly_changes.currency_code
),

party_periods as (
    select
        periods.fiscal_period,
        parties.entity_key,
        parties.{{ party_key }},
        parties.currency_code,
        coalesce(monthly_changes.amount, 0) as amount,
        coalesce(monthly_changes.amount_functional, 0) as amount_functional,
        coalesce(monthly_changes.open_count, 0) as open_count
    from parties
    inner join periods
        on
            parties.entity_key = periods.entity_key
            and parties.first_period <= periods.fiscal_period
    left join monthly_changes
        on
            parties.entity_key = monthly_changes.entity_key
            and parties.{{ party_key }} = monthly_changes.{{ party_key }}
            and parties.currency_code = monthly_changes.currency_code
            and periods.fiscal_period = monthly_changes.fiscal_period
),

ends as (
    select
        party_periods.fiscal_period,
        party_periods.entity_key,
        party_periods.{{ party_key }},
        party_periods.currency_code,
        {%- for column, alias in [
            ('amount', 'open_amount'),
            ('amount_functional', 'open_amount_functional'),
            ('open_count', 'open_count'),
        ] %}
            sum(party_periods.{{ column }}) over (
                partition by
                    party_periods.entity_key,
                    party_periods.{{ party_key }},
                    party_periods.currency_code
                order by party_periods.fiscal_period
                rows between unbounded preceding and current row
            ) as {{ alias }}{{ '' if loop.last else ',' }}
        {%- endfor %}
    from party_periods
),

-- What stood open at the end of a period stands open at the start of the next.
starts as (
    select
        ends.entity_key,
        ends.{{ party_key }},
        ends.currency_code,
        lead(ends.fiscal_period) over (
            partition by ends.entity_key, ends.{{ party_key }}, ends.currency_code
            order by ends.fiscal_period
        ) as fiscal_period,
        ends.open_amount,
        ends.open_amount_functional,
        ends.open_count
    from ends
),

movements as (
    select
        events.fiscal_period,
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
    where ends.open_count > 0
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
    where starts.open_count > 0 and starts.fiscal_period is not null
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
