-- From the statement as reported to the statement as restated: one step per journal that was
-- recorded after the close, for every plain line it touches, in the entity's own currency. A line
-- the close did not print (of a layout that came later) was not reported and is not restated.
with

effects as (
    select * from {{ ref('int_restatement_effects_mapped') }}
),

reported as (
    select * from {{ ref('int_closed_statement_lines_reported') }}
    where is_in_force and currency_view = 'functional'
),

journals as (
    select * from {{ ref('int_journals_posted') }}
),

period_events as (
    select * from {{ ref('int_period_events_ordered') }}
    where is_newest
),

steps as (
    select
        effects.entity_key,
        effects.fiscal_period,
        effects.layout,
        effects.statement,
        effects.line_code,
        effects.journal_key,
        min(effects.change_type) as change_type,
        max(effects.recorded_at) as recorded_at,
        sum(effects.amount) as amount
    from effects
    group by
        effects.entity_key,
        effects.fiscal_period,
        effects.layout,
        effects.statement,
        effects.line_code,
        effects.journal_key
),

bridged as (
    select
        steps.entity_key,
        period_events.entity_code,
        steps.fiscal_period,
        steps.layout,
        steps.statement,
        steps.line_code,
        steps.journal_key,
        journals.journal_number,
        journals.description,
        steps.change_type,
        reported.currency_code,
        {{ money('reported.amount') }} as reported_amount,
        {{ money('steps.amount') }} as delta_amount,
        {{ money(
            'reported.amount + sum(steps.amount) over (partition by'
            ~ ' steps.entity_key, steps.fiscal_period, steps.layout, steps.statement,'
            ~ ' steps.line_code)'
        ) }} as restated_amount,
        journals.changed_by,
        journals.changed_at,
        steps.recorded_at
    from steps
    inner join period_events
        on
            steps.entity_key = period_events.entity_key
            and steps.fiscal_period = period_events.fiscal_period
    inner join reported
        on
            steps.entity_key = reported.entity_key
            and steps.fiscal_period = reported.fiscal_period
            and steps.layout = reported.layout
            and steps.statement = reported.statement
            and steps.line_code = reported.line_code
    left join journals on steps.journal_key = journals.journal_key
)

select * from bridged
