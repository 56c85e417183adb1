-- Journals of the chosen period that came late: entered after it ended, or added, changed or
-- withdrawn after it was closed. An amount is the sum of the debits concerned, in the entity's
-- currency.
with periods as (
    select
        fiscal_periods.entity_key,
        entities.entity_code,
        entities.functional_currency,
        fiscal_periods.fiscal_period,
        fiscal_periods.ends_date
    from calendar.dim_fiscal_periods as fiscal_periods
    inner join ledger.dim_entities as entities
        on fiscal_periods.entity_key = entities.entity_key
    where
        fiscal_periods.fiscal_period = $fiscal_period
        and (entities.entity_code = $entity_code or $entity_code = 'GROUP')
),

after_close as (
    select
        periods.entity_code,
        restatements.journal_key,
        any_value(restatements.journal_number) as journal_number,
        max(restatements.change_type) as change_type,
        any_value(restatements.description) as description,
        any_value(restatements.currency_code) as currency_code,
        sum(greatest(restatements.delta_amount, 0)) as amount,
        max(restatements.changed_by) as changed_by,
        max(coalesce(restatements.changed_at, restatements.recorded_at)) as changed_at
    from ledger.fct_restatements as restatements
    inner join periods
        on
            restatements.entity_key = periods.entity_key
            and restatements.fiscal_period = periods.fiscal_period
    group by periods.entity_code, restatements.journal_key
),

after_end as (
    select
        periods.entity_code,
        journals.journal_key,
        any_value(journals.journal_number) as journal_number,
        'after_end' as change_type,
        any_value(journals.description) as description,
        any_value(periods.functional_currency) as currency_code,
        sum(journal_lines.debit_amount) as amount,
        any_value(journals.changed_by) as changed_by,
        any_value(journals.changed_at) as changed_at
    from ledger.fct_journals as journals
    inner join periods
        on
            journals.entity_key = periods.entity_key
            and journals.fiscal_period = periods.fiscal_period
    inner join ledger.fct_journal_lines as journal_lines
        on journals.journal_key = journal_lines.journal_key
    where
        cast(journals.changed_at as date) > periods.ends_date
        and journals.journal_key not in (select after_close.journal_key from after_close)
    group by periods.entity_code, journals.journal_key
),

late as (
    select * from after_close
    union all
    select * from after_end
)

select *
from late
order by changed_at desc, entity_code asc, journal_number asc
limit 200
