-- What was recorded into closed periods after their close, line by line.
with

restated_lines as (
    select * from {{ ref('int_restated_lines_compared') }}
),

journals as (
    select * from {{ ref('int_journals_posted') }}
),

entities as (
    select * from {{ ref('int_entities_unioned') }}
),

described as (
    select
        restated_lines.event_id,
        restated_lines.entity_key,
        restated_lines.fiscal_period,
        restated_lines.journal_line_key,
        restated_lines.account_key,
        restated_lines.journal_key,
        journals.journal_number,
        journals.document_key,
        restated_lines.change_type,
        entities.functional_currency as currency_code,
        restated_lines.reported_amount,
        restated_lines.restated_amount,
        {{ money('restated_lines.restated_amount - restated_lines.reported_amount') }}
            as delta_amount,
        journals.description,
        journals.changed_by,
        journals.changed_at,
        restated_lines.recorded_at
    from restated_lines
    inner join entities on restated_lines.entity_key = entities.entity_key
    left join journals on restated_lines.journal_key = journals.journal_key
)

select * from described
