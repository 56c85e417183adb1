-- Every entity has every month of the day spine; where the source keeps fiscal periods of its own,
-- they give the fiscal year. Adjustment periods share the month they end in.
with

entities as (
    select * from {{ ref('int_entities_unioned') }}
),

days as (
    select * from {{ ref('int_dates_spined') }}
),

fiscal_periods as (
    select * from {{ ref('int_fiscal_periods_unioned') }}
    where not coalesce(is_adjustment, false)
),

months as (
    select
        days.fiscal_period,
        min(days.fiscal_year) as calendar_year,
        min(days.date_day) as starts_date,
        max(days.date_day) as ends_date
    from days
    group by days.fiscal_period
),

fiscal_year_starts as (
    select
        fiscal_periods.entity_key,
        fiscal_periods.fiscal_year_name,
        min(fiscal_periods.starts_date) as year_starts_date
    from fiscal_periods
    group by fiscal_periods.entity_key, fiscal_periods.fiscal_year_name
),

-- A month belongs to the fiscal year that last began on or before it.
years_of_months as (
    select
        entities.entity_key,
        months.fiscal_period,
        months.calendar_year,
        months.starts_date,
        months.ends_date,
        max(fiscal_year_starts.year_starts_date) as year_starts_date
    from entities
    cross join months
    left join fiscal_year_starts
        on
            entities.entity_key = fiscal_year_starts.entity_key
            and months.starts_date >= fiscal_year_starts.year_starts_date
    group by
        entities.entity_key,
        months.fiscal_period,
        months.calendar_year,
        months.starts_date,
        months.ends_date
),

numbered as (
    select
        years_of_months.entity_key,
        years_of_months.fiscal_period,
        years_of_months.calendar_year as fiscal_year,
        cast(
            mod(
                12
                + cast(extract(month from years_of_months.starts_date) as bigint)
                - coalesce(cast(extract(month from years_of_months.year_starts_date) as bigint), 1),
                12
            ) + 1 as bigint
        ) as period_number,
        years_of_months.starts_date,
        years_of_months.ends_date,
        cast(
            extract(month from coalesce(
                years_of_months.year_starts_date, cast('2000-01-01' as date)
            )) as bigint
        ) as first_month
    from years_of_months
),

-- A fiscal year that begins in January bears the calendar year; any other the year it ends in.
published as (
    select
        numbered.entity_key,
        numbered.fiscal_period,
        cast(
            case
                when
                    numbered.first_month > 1
                    and extract(month from numbered.starts_date) >= numbered.first_month
                    then cast(numbered.fiscal_year as integer) + 1
                else cast(numbered.fiscal_year as integer)
            end as varchar
        ) as fiscal_year,
        cast(
            case
                when
                    numbered.first_month > 1
                    and extract(month from numbered.starts_date) >= numbered.first_month
                    then cast(numbered.fiscal_year as integer) + 1
                else cast(numbered.fiscal_year as integer)
            end as varchar
        ) || '-Q' || case
            when numbered.period_number <= 3 then '1'
            when numbered.period_number <= 6 then '2'
            when numbered.period_number <= 9 then '3'
            else '4'
        end as fiscal_quarter,
        numbered.period_number,
        numbered.starts_date,
        numbered.ends_date
    from numbered
)

select * from published
