-- What of a journal lies between profit with the movements of working capital and the cash of
-- operating activities: the step between a line of the indirect cash flow statement and its
-- journals, where it is more than journal lines.
with

corrections as (
    select * from {{ ref('int_operating_corrections_attributed') }}
),

entities as (
    select * from {{ ref('int_entities_unioned') }}
),

rates as (
    select * from {{ ref('int_translation_rates_resolved') }}
    where to_currency = '{{ var("presentation_currency") }}'
),

published as (
    select
        corrections.journal_key,
        corrections.account_key,
        corrections.correction_kind,
        corrections.entity_key,
        corrections.fiscal_period,
        entities.functional_currency,
        corrections.correction_amount as amount_functional,
        '{{ var("presentation_currency") }}' as group_currency,
        {{ convert_amount(
            'corrections.correction_amount', 'entities.functional_currency',
            "'" ~ var('presentation_currency') ~ "'", 'rates.average_rate'
        ) }} as amount_group
    from corrections
    inner join entities on corrections.entity_key = entities.entity_key
    left join rates
        on
            entities.entity_key = rates.entity_key
            and entities.functional_currency = rates.from_currency
            and corrections.fiscal_period = rates.fiscal_period
)

select * from published
