-- The periods of each entity's books: from that of its first journal to the one the as-of date lies
-- in, without gaps, with the fiscal year each belongs to. Where calendars differ one company may
-- have begun a period another has not; the group's books end with the last one all have reached.
with

journals as (
    select * from {{ ref('int_journals_posted') }}
),

as_of as (
    select * from {{ ref('int_as_of_date') }}
),

fiscal_periods as (
    select * from {{ ref('int_fiscal_periods_resolved') }}
),

first_periods as (
    select
        journals.entity_key,
        min(journals.fiscal_period) as first_fiscal_period
    from journals
    group by journals.entity_key
),

spined as (
    select
        first_periods.entity_key,
        fiscal_periods.fiscal_period,
        fiscal_periods.fiscal_year,
        fiscal_periods.period_number,
        fiscal_periods.starts_date,
        fiscal_periods.ends_date,
        cast(row_number() over (
            partition by first_periods.entity_key
            order by fiscal_periods.fiscal_period
        ) as bigint) as period_index,
        max(fiscal_periods.fiscal_period) over (partition by first_periods.entity_key)
            as last_fiscal_period
    from first_periods
    cross join as_of
    inner join fiscal_periods
        on
            first_periods.entity_key = fiscal_periods.entity_key
            and first_periods.first_fiscal_period <= fiscal_periods.fiscal_period
            and as_of.as_of_date >= fiscal_periods.starts_date
),

compared as (
    select
        spined.entity_key,
        spined.fiscal_period,
        spined.fiscal_year,
        spined.period_number,
        spined.starts_date,
        spined.ends_date,
        spined.period_index,
        spined.fiscal_period <= min(spined.last_fiscal_period) over () as is_reached_by_all
    from spined
)

select * from compared
