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
        entities.entity_code,
        items.item_key,
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
    inner join entities on items.entity_key = entities.entity_key
    left join changes on items.item_key = changes.item_key
),

named as (
    select
        settled.entity_code,
        settled.currency_code,
        settled.functional_currency,
        settled.open_amount,
        settled.settled_amount,
        settled.open_amount_functional,
        settled.settled_amount_functional,
        case
            when
                settled.open_amount <> settled.settled_amount
                or settled.open_amount_functional <> settled.settled_amount_functional
                then
                    'open amount of ' || settled.document_type || ' '
                    || coalesce(settled.document_number, settled.item_key)
        end as record
    from settled
),

cells as (
    select
        named.entity_code as scope,
        named.record,
        named.open_amount_functional as left_amount,
        named.settled_amount_functional as right_amount
    from named
    union all
    select
        named.entity_code || ' ' || named.currency_code as scope,
        named.record,
        named.open_amount as left_amount,
        named.settled_amount as right_amount
    from named
    where named.currency_code <> named.functional_currency
),

results as (
    {{ invariant_result(invariant_id, 'cells') }}
)

select * from results
{%- endmacro %}
