{#-
    The settlements of open items with what they gained or lost against the carrying amount. The
    part of the carrying amount a settlement takes is counted from the start of the item, so parts
    never drift and the last one takes the residual cent. The same difference is a gain on a
    receivable and a loss on a payable. `difference_journal_key` is the journal that has to post the
    difference: the settlement's own or, for a document set off without money, that of the next
    money; empty while there was none.
-#}
{% macro settlements_valued(side) -%}
{%- set names = open_item_side(side) -%}
{%- set party_key = names.party_key -%}
with

events as (
    select * from {{ ref('int_' ~ side ~ '_events_dated') }}
    where allocation_key is not null
),

items as (
    select * from {{ ref('int_' ~ side ~ '_items_opened') }}
    where document_type <> 'on_account'
),

allocations as (
    select * from {{ ref(names.allocations) }}
),

journal_lines as (
    select
        journal_line_key,
        journal_key
    from {{ ref('int_journal_lines_posted') }}
),

settling as (
    select
        events.event_key,
        events.item_key,
        events.entity_key,
        events.{{ party_key }},
        events.payment_key,
        journal_lines.journal_key,
        events.event_type,
        events.event_date,
        events.currency_code,
        events.functional_currency,
        -events.amount as applied_amount,
        -events.amount_functional as applied_amount_functional,
        items.original_amount,
        items.original_amount_functional,
        -sum(events.amount) over (
            partition by events.item_key
            order by events.event_date asc, events.event_key asc
            rows between unbounded preceding and current row
        ) as settled_amount,
        -- The same number for a set-off and the money that comes next.
        sum(case when events.event_type = 'credit' then 0 else 1 end) over (
            partition by events.item_key
            order by events.event_date asc, events.event_key asc
            rows between current row and unbounded following
        ) as money_to_come
    from events
    inner join items on events.item_key = items.item_key
    left join allocations on events.allocation_key = allocations.allocation_key
    left join journal_lines on allocations.journal_line_key = journal_lines.journal_line_key
),

carried_to_date as (
    select
        settling.*,
        case
            when settling.settled_amount = settling.original_amount
                then settling.original_amount_functional
            else {{ round_to_currency(
                multiply(
                    'settling.original_amount_functional',
                    ratio('settling.settled_amount', 'settling.original_amount')
                ),
                'settling.functional_currency'
            ) }}
        end as carried_amount
    from settling
),

carried as (
    select
        carried_to_date.*,
        case
            when carried_to_date.currency_code = carried_to_date.functional_currency
                then carried_to_date.applied_amount_functional
            when carried_to_date.event_type = 'fx_realised' then 0
            else
                carried_to_date.carried_amount
                - coalesce(
                    lag(carried_to_date.carried_amount) over (
                        partition by carried_to_date.item_key
                        order by carried_to_date.event_date asc, carried_to_date.event_key asc
                    ), 0
                )
        end as carrying_amount,
        case
            when carried_to_date.event_type = 'fx_realised' then 0
            else carried_to_date.applied_amount_functional
        end as settlement_amount
    from carried_to_date
),

valued as (
    select
        carried.event_key as settlement_key,
        carried.item_key,
        carried.entity_key,
        carried.{{ party_key }},
        carried.payment_key,
        carried.journal_key,
        case
            when carried.event_type = 'credit'
                then max(
                    case when carried.event_type <> 'credit' then carried.journal_key end
                ) over (partition by carried.item_key, carried.money_to_come)
            else carried.journal_key
        end as difference_journal_key,
        carried.event_date as settlement_date,
        case carried.event_type
            when 'apply' then 'payment'
            when 'credit' then 'credit_note'
            else carried.event_type
        end as settlement_type,
        carried.currency_code,
        carried.functional_currency,
        {{ money('carried.applied_amount') }} as applied_amount,
        {{ money('carried.applied_amount_functional') }} as applied_amount_functional,
        {{ money('carried.carrying_amount') }} as carrying_amount_functional,
        {{ money('carried.settlement_amount') }} as settlement_amount_functional,
        {% if side == 'receivable' -%}
            {{ money('carried.settlement_amount - carried.carrying_amount') }}
        {%- else -%}
            {{ money('carried.carrying_amount - carried.settlement_amount') }}
        {%- endif %} as realised_gain_amount_functional
    from carried
)

select * from valued
{{ in_order_of('settlement_date') }}
{%- endmacro %}
