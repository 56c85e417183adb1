-- The months of each entity's books: from its first journal to the as-of date, without gaps, with
-- the fiscal year each month belongs to.
with

journals as (
    select * from {{ ref('int_journals_posted') }}
),

as_of as (
    select * from {{ ref('int_as_of_date') }}
),

months as (
    select
        spined_days.fiscal_period,
        min(spined_days.date_day) as month_start_date,
        max(spined_days.date_day) as month_end_date
    from {{ ref('int_dates_spined') }} as spined_days
    group by spined_days.fiscal_period
),

fiscal_periods as (
    select * from {{ ref('int_fiscal_periods_unioned') }}
    where not is_adjustment
),

first_periods as (
    select
        journals.entity_key,
        min(journals.fiscal_period) as first_fiscal_period
    from journals
    group by journals.entity_key
),

fiscal_years as (
    select
        fiscal_periods.entity_key,
        {{ month_of('fiscal_periods.ends_date') }} as fiscal_period,
        max(fiscal_periods.fiscal_year_name) as fiscal_year_name
    from fiscal_periods
    group by fiscal_periods.entity_key, {{ month_of('fiscal_periods.ends_date') }}
),

spined as (
    select
        first_periods.entity_key,
        months.fiscal_period,
        coalesce(fiscal_years.fiscal_year_name, substr(months.fiscal_period, 1, 4)) as fiscal_year,
        months.month_start_date,
        months.month_end_date,
        cast(row_number() over (
            partition by first_periods.entity_key
            order by months.fiscal_period
        ) as bigint) as period_index
    from first_periods
    cross join as_of
    inner join months
        on
            first_periods.first_fiscal_period <= months.fiscal_period
            and months.fiscal_period <= {{ month_of('as_of.as_of_date') }}
    left join fiscal_years
        on
            first_periods.entity_key = fiscal_years.entity_key
            and months.fiscal_period = fiscal_years.fiscal_period
)

select * from spined
