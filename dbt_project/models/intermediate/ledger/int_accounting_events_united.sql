-- Every business event the books must show, whatever document tells of it, up to the as-of date:
-- one row per amount it states, positive in the document's usual direction. An entity without a
-- chart of accounts keeps no ledger, so nothing of it is an accounting event.
{% set event_models = [
    'int_document_events_measured',
    'int_payment_events_measured',
    'int_application_events_measured',
    'int_stock_events_measured',
    'int_claim_events_measured',
] %}

with

as_of as (
    select * from {{ ref('int_as_of_date') }}
),

own_periods as (
    {{ own_periods() }}
),

entities as (
    select * from {{ ref('int_entities_unioned') }}
),

products as (
    select * from {{ ref('int_items_unioned') }}
),

charted_entities as (
    select distinct chart.entity_key
    from {{ ref('int_chart_of_accounts_unioned') }} as chart
),

measured_events as (
    {%- for model in event_models %}
        select
            {{ model }}.event_type,
            {{ model }}.entity_key,
            {{ model }}.event_date,
            {{ model }}.document_type,
            {{ model }}.document_key,
            {{ model }}.document_id,
            {{ model }}.document_number,
            {{ model }}.party_key,
            {{ model }}.intercompany_entity_key,
            {{ model }}.product_key,
            {{ model }}.event_measure,
            {{ model }}.document_line_key,
            {{ model }}.document_account_key,
            {{ model }}.currency_code,
            {{ model }}.amount,
            {{ model }}.amount_functional,
            {{ model }}.source_system,
            {{ model }}.recorded_at
        from {{ ref(model) }} as {{ model }}
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

united as (
    select
        md5(
            measured_events.event_type || '|' || measured_events.document_key
            || '|' || measured_events.event_measure || '|' || measured_events.document_line_key
        ) as event_measure_key,
        md5(measured_events.event_type || '|' || measured_events.document_key) as event_key,
        measured_events.event_type,
        measured_events.entity_key,
        cast(measured_events.event_date as date) as event_date,
        {{ fiscal_period_of('measured_events.event_date') }} as fiscal_period,
        measured_events.document_type,
        measured_events.document_key,
        measured_events.document_id,
        measured_events.document_number,
        measured_events.party_key,
        case
            when measured_events.intercompany_entity_key is null then 'third' else 'intercompany'
        end as party_kind,
        case
            when measured_events.currency_code = entities.functional_currency then 'functional'
            else 'foreign'
        end as currency_kind,
        coalesce(products.product_line, 'none') as product_line,
        measured_events.event_measure,
        measured_events.document_line_key,
        measured_events.document_account_key,
        measured_events.currency_code,
        measured_events.amount,
        entities.functional_currency,
        measured_events.amount_functional,
        measured_events.source_system,
        measured_events.recorded_at
    from measured_events
    cross join as_of
    inner join entities on measured_events.entity_key = entities.entity_key
    inner join charted_entities on measured_events.entity_key = charted_entities.entity_key
    left join products on measured_events.product_key = products.product_key
    {{ join_own_periods('measured_events.entity_key', 'measured_events.event_date') }}
    where measured_events.event_date <= as_of.as_of_date
)

select * from united
