-- Events the rules cannot post, each with what is missing and what would help. An event is posted
-- wholly or not at all; its first missing part is named.
with

applied as (
    select * from {{ ref('int_posting_rules_applied') }}
),

event_totals as (
    select
        applied.event_key,
        min(applied.event_type) as event_type,
        min(applied.entity_key) as entity_key,
        min(applied.event_date) as event_date,
        min(applied.document_type) as document_type,
        min(applied.document_key) as document_key,
        min(applied.document_number) as document_number,
        min(applied.functional_currency) as functional_currency,
        min(applied.source_system) as source_system,
        sum(coalesce(applied.functional_amount, 0)) as unbalanced_amount,
        max(abs(coalesce(applied.functional_amount, applied.transaction_amount))) as largest_amount,
        count(applied.missing_part) as missing_count
    from applied
    group by applied.event_key
),

first_missing as (
    select
        applied.*,
        row_number() over (
            partition by applied.event_key
            order by
                applied.missing_part asc, applied.event_measure asc,
                applied.event_measure_key asc, applied.line_role asc
        ) as missing_rank
    from applied
    where applied.missing_part is not null
),

refused as (
    select
        event_totals.event_key,
        event_totals.event_type,
        event_totals.entity_key,
        event_totals.event_date,
        event_totals.document_type,
        event_totals.document_key,
        event_totals.document_number,
        event_totals.functional_currency,
        {{ money('event_totals.largest_amount') }} as largest_amount,
        coalesce(first_missing.missing_part, 'balance') as missing_part,
        case first_missing.missing_part
            when 'rule'
                then
                    'no rule posts the amount ' || first_missing.event_measure || ' of a '
                    || event_totals.event_type || ' on this day'
            when 'rate'
                then 'no exchange rate of the day from ' || first_missing.transaction_currency
            when 'account'
                then
                    'the entity has no account of class ' || first_missing.account_class
                    || ' for the ' || first_missing.line_role || ' line'
            when 'account_choice'
                then
                    'the entity has several accounts of class ' || first_missing.account_class
                    || ' for the ' || first_missing.line_role || ' line'
            else
                'the document does not add up: its lines differ by '
                || cast({{ money('event_totals.unbalanced_amount') }} as varchar)
        end as reason,
        case first_missing.missing_part
            when 'rule' then 'add a row to posting_rules for this event, amount and day'
            when 'rate' then 'land a rate of this currency for the day'
            when 'account'
                then 'add the account to the chart, or name an account on the document'
            when 'account_choice'
                then 'name the account on the document, or its code in posting_rules'
            else 'correct the document in its source'
        end as remedy,
        event_totals.source_system
    from event_totals
    left join first_missing
        on
            event_totals.event_key = first_missing.event_key
            and first_missing.missing_rank = 1
    where event_totals.missing_count > 0 or event_totals.unbalanced_amount <> 0
)

select * from refused
