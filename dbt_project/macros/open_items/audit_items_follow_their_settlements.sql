{#-
    AR-2, AP-2: what is open of an item is its original amount less what was applied, credited and
    written off, plus exchange differences; in the entity's currency and, of documents in another,
    in theirs.
-#}
{% macro audit_items_follow_their_settlements(side, invariant_id) -%}
{%- set events = ref('fct_' ~ side ~ '_events') -%}
{%- set items = ref('fct_' ~ side ~ '_items') -%}
with

entities as (
    select * from {{ ref('dim_entities') }}
),

foreign_items as (
    select distinct
        items.item_key,
        items.currency_code
    from {{ items }} as items
    where items.currency_code <> items.functional_currency
),

changes as (
    select
        events.item_key,
        sum(events.amount_functional) as amount
    from {{ events }} as events
    where events.event_type in ('apply', 'credit', 'write_off', 'fx_realised')
    group by events.item_key
),

foreign_changes as (
    select
        events.item_key,
        sum(events.amount) as amount
    from {{ events }} as events
    where
        events.event_type in ('apply', 'credit', 'write_off', 'fx_realised')
        and events.item_key in (select foreign_items.item_key from foreign_items)
    group by events.item_key
),

settled as (
    select
        entities.entity_code as scope,
        items.item_key,
        items.document_type,
        items.document_number,
        items.open_amount_functional as open_amount,
        items.original_amount_functional + coalesce(changes.amount, 0) as settled_amount
    from {{ items }} as items
    inner join entities on items.entity_key = entities.entity_key
    left join changes on items.item_key = changes.item_key
    union all
    select
        entities.entity_code || ' ' || items.currency_code as scope,
        items.item_key,
        items.document_type,
        items.document_number,
        items.open_amount,
        items.original_amount + coalesce(foreign_changes.amount, 0) as settled_amount
    from {{ items }} as items
    inner join foreign_items
        on
            items.item_key = foreign_items.item_key
            and items.currency_code = foreign_items.currency_code
    inner join entities on items.entity_key = entities.entity_key
    left join foreign_changes on items.item_key = foreign_changes.item_key
),

cells as (
    select
        settled.scope,
        case
            when settled.open_amount <> settled.settled_amount
                then
                    'open amount of ' || settled.document_type || ' '
                    || coalesce(settled.document_number, settled.item_key)
        end as record,
        settled.open_amount as left_amount,
        settled.settled_amount as right_amount
    from settled
),

results as (
    {{ invariant_result(invariant_id, 'cells') }}
)

select * from results
{%- endmacro %}
