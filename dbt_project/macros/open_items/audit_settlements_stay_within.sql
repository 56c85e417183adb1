{#-
    AR-4, AP-4: no document is settled for more than its amount, no money is applied beyond what was
    paid, and neither before the document and the money are there. The right side is what of a
    settlement the document, the money and their days allow.
-#}
{% macro audit_settlements_stay_within(side, invariant_id) -%}
{%- set names = open_item_side(side) -%}
with

items as (
    select * from {{ ref('fct_' ~ side ~ '_items') }}
    where document_type <> 'on_account'
),

events as (
    select * from {{ ref('fct_' ~ side ~ '_events') }}
    where event_type in ('apply', 'credit', 'write_off', 'fx_realised')
),

payments as (
    select * from {{ ref(names.payments) }}
),

entities as (
    select * from {{ ref('dim_entities') }}
),

settlements as (
    select
        events.item_key,
        events.payment_key,
        events.event_date,
        -events.amount as applied_amount,
        -events.amount_functional as applied_amount_functional,
        items.opened_date
    from events
    inner join items on events.item_key = items.item_key
),

-- In the document's currency, where exchange differences have no amount.
settled_items as (
    select
        settlements.item_key,
        sum(settlements.applied_amount) as applied_amount,
        sum(
            case
                when settlements.event_date >= settlements.opened_date
                    then settlements.applied_amount
                else 0
            end
        ) as timely_amount
    from settlements
    group by settlements.item_key
),

-- In the books' currency, since one payment may settle documents of several currencies.
used_payments as (
    select
        settlements.payment_key,
        sum(settlements.applied_amount_functional) as applied_amount,
        sum(
            case
                when settlements.event_date >= payments.payment_date
                    then settlements.applied_amount_functional
                else 0
            end
        ) as timely_amount
    from settlements
    inner join payments on settlements.payment_key = payments.payment_key
    group by settlements.payment_key
),

compared_items as (
    select
        entities.entity_code,
        items.currency_code,
        items.document_type,
        items.document_number,
        items.item_key,
        settled_items.applied_amount as left_amount,
        greatest(
            least(settled_items.timely_amount, greatest(items.original_amount, 0)),
            least(items.original_amount, 0)
        ) as right_amount
    from settled_items
    inner join items on settled_items.item_key = items.item_key
    inner join entities on items.entity_key = entities.entity_key
),

compared_payments as (
    select
        entities.entity_code,
        payments.payment_number,
        payments.payment_key,
        used_payments.applied_amount as left_amount,
        greatest(
            least(used_payments.timely_amount, greatest(payments.amount_functional, 0)),
            least(payments.amount_functional, 0)
        ) as right_amount
    from used_payments
    inner join payments on used_payments.payment_key = payments.payment_key
    inner join entities on payments.entity_key = entities.entity_key
),

cells as (
    select
        compared_items.entity_code || ' ' || compared_items.currency_code as scope,
        case
            when compared_items.left_amount <> compared_items.right_amount
                then
                    'settled of ' || compared_items.document_type || ' '
                    || coalesce(compared_items.document_number, compared_items.item_key)
        end as record,
        compared_items.left_amount,
        compared_items.right_amount
    from compared_items
    union all
    select
        compared_payments.entity_code as scope,
        case
            when compared_payments.left_amount <> compared_payments.right_amount
                then
                    'applied of {{ names.payment }} '
                    || coalesce(compared_payments.payment_number, compared_payments.payment_key)
        end as record,
        compared_payments.left_amount,
        compared_payments.right_amount
    from compared_payments
),

results as (
    {{ invariant_result(invariant_id, 'cells') }}
)

select * from results
{%- endmacro %}
