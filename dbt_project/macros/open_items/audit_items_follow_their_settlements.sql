{#-
    AR-2, AP-2: what is open of an item is its original amount less what was applied, credited and
    written off, plus exchange differences; in the document's currency and in the entity's.
-#}
{% macro audit_items_follow_their_settlements(side, invariant_id) -%}
with

items as (
    select * from {{ ref('fct_' ~ side ~ '_items') }}
),

events as (
    select * from {{ ref('fct_' ~ side ~ '_events') }}
),

entities as (
    select * from {{ ref('dim_entities') }}
),

changes as (
    select
        events.item_key,
        sum(events.amount) as amount,
        sum(events.amount_functional) as amount_functional
    from events
    where events.event_type in ('apply', 'credit', 'write_off', 'fx_realised')
    group by events.item_key
),

settled as (
    select
        items.item_key,
        items.entity_key,
        items.document_type,
        items.document_number,
        items.currency_code,
        items.functional_currency,
        items.open_amount,
        items.open_amount_functional,
        items.original_amount + coalesce(changes.amount, 0) as settled_amount,
        items.original_amount_functional + coalesce(changes.amount_functional, 0)
            as settled_amount_functional
    from items
    left join changes on items.item_key = changes.item_key
),

cells as (
    select
        entities.entity_code as scope,
        'open amount of ' || settled.document_type || ' '
        || coalesce(settled.document_number, settled.item_key) as record,
        settled.open_amount_functional as left_amount,
        settled.settled_amount_functional as right_amount
    from settled
    inner join entities on settled.entity_key = entities.entity_key
    union all
    select
        entities.entity_code || ' ' || settled.currency_code as scope,
        'open amount of ' || settled.document_type || ' '
        || coalesce(settled.document_number, settled.item_key) as record,
        settled.open_amount as left_amount,
        settled.settled_amount as right_amount
    from settled
    inner join entities on settled.entity_key = entities.entity_key
    where settled.currency_code <> settled.functional_currency
),

results as (
    {{ invariant_result(invariant_id, 'cells') }}
)

select * from results
{%- endmacro %}
