-- The journals the sources posted themselves. A journal counts once it is posted and its effective
-- date has come, in the period its date lies in. One that names an adjustment period counts in the
-- ordinary period that one reports into and is told apart.
with

journals as (
    select * from {{ ref('int_journals_unioned') }}
),

as_of as (
    select * from {{ ref('int_as_of_date') }}
),

own_periods as (
    {{ own_periods() }}
),

adjustment_periods as (
    select * from {{ ref('int_adjustment_periods_resolved') }}
),

posted as (
    select
        journals.journal_key,
        journals.entity_key,
        journals.journal_number,
        case
            when journals.journal_type = 'situation' then 'closing'
            else journals.journal_type
        end as journal_type,
        cast(journals.effective_date as date) as effective_date,
        coalesce(
            adjustment_periods.reports_into_period,
            {{ fiscal_period_of('journals.effective_date') }}
        ) as fiscal_period,
        adjustment_periods.fiscal_period as adjustment_period,
        journals.document_type,
        {{ surrogate_key('journals.document_id', 'journals.source_system') }} as document_key,
        journals.reversed_journal_key,
        'erp' as posting_source,
        journals.description,
        journals.changed_by,
        cast(journals.changed_at as timestamp) as changed_at,
        journals.source_system,
        journals.journal_id as source_key,
        journals.recorded_at
    from journals
    cross join as_of
    left join adjustment_periods
        on journals.fiscal_period_key = adjustment_periods.fiscal_period_key
    {{ join_own_periods('journals.entity_key', 'journals.effective_date') }}
    where
        coalesce(journals.state, 'posted') = 'posted'
        and journals.effective_date <= as_of.as_of_date
)

select * from posted
