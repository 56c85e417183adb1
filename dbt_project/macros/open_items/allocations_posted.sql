{#-
    What settles open items, as the ledger posts it. A source that posts its documents names the
    journal line of each allocation. Where the rules post them, the line is the one they made of the
    allocation, or that of the credit note set off; what the money is worth and what that differs by
    from the carrying amount are two allocations. What the rules refused to post settles nothing yet.
-#}
{% macro allocations_posted(side) -%}
{%- set names = open_item_side(side) -%}
{%- set document_key = names.document_type ~ '_key' -%}
with

allocations as (
    select * from {{ ref(names.landed_allocations) }}
),

posting_sources as (
    select * from {{ ref('int_posting_sources_resolved') }}
    where posting_source = 'rule'
),

document_entities as (
    select
        events.document_key,
        events.entity_key
    from {{ ref('int_document_events_measured') }} as events
    inner join posting_sources on events.entity_key = posting_sources.entity_key
    where
        events.document_type = '{{ names.document_type }}'
        and events.event_measure = 'gross'
),

settlements as (
    select * from {{ ref('int_settlements_carried') }}
    where document_type = '{{ names.document_type }}'
),

-- The control lines: of an allocation under its own key, of a document under the document's.
control_lines as (
    select
        rule_lines.document_line_key,
        rule_lines.line_role,
        rule_lines.journal_line_key
    from {{ ref('int_rule_journal_lines_posted') }} as rule_lines
    where rule_lines.line_role in ('{{ side }}', '{{ side }}_exchange')
),

source_allocations as (
    select
        allocations.allocation_key,
        allocations.payment_key,
        allocations.{{ document_key }},
        allocations.journal_line_key,
        allocations.allocation_type,
        allocations.allocation_date,
        allocations.applied_amount,
        allocations.applied_amount_functional
    from allocations
    left join document_entities on allocations.{{ document_key }} = document_entities.document_key
    where document_entities.document_key is null or allocations.journal_line_key is not null
),

rule_allocations as (
    select
        settlements.allocation_key,
        settlements.payment_key,
        settlements.is_applied_later,
        settlements.document_key as {{ document_key }},
        control_lines.journal_line_key,
        settlements.allocation_type,
        settlements.allocation_date,
        settlements.applied_amount,
        settlements.applied_functional,
        settlements.carried_functional
    from settlements
    inner join document_entities on settlements.document_key = document_entities.document_key
    inner join control_lines
        on
            control_lines.document_line_key = case settlements.allocation_type
                when 'credit_note' then settlements.credit_note_key
                else settlements.allocation_key
            end
            and control_lines.line_role = '{{ side }}'
    where
        settlements.allocation_key not in (
            select source_allocations.allocation_key from source_allocations
        )
),

posted as (
    select * from source_allocations
    union all
    select
        rule_allocations.allocation_key,
        rule_allocations.payment_key,
        rule_allocations.{{ document_key }},
        rule_allocations.journal_line_key,
        rule_allocations.allocation_type,
        rule_allocations.allocation_date,
        rule_allocations.applied_amount,
        rule_allocations.applied_functional as applied_amount_functional
    from rule_allocations
    union all
    select
        md5(rule_allocations.allocation_key || '|exchange') as allocation_key,
        case when not rule_allocations.is_applied_later then rule_allocations.payment_key end
            as payment_key,
        rule_allocations.{{ document_key }},
        control_lines.journal_line_key,
        'fx_realised' as allocation_type,
        rule_allocations.allocation_date,
        cast(0 as decimal(20, 4)) as applied_amount,
        {{ money('rule_allocations.carried_functional - rule_allocations.applied_functional') }}
            as applied_amount_functional
    from rule_allocations
    inner join control_lines
        on
            rule_allocations.allocation_key = control_lines.document_line_key
            and control_lines.line_role = '{{ side }}_exchange'
)

select * from posted
{%- endmacro %}
