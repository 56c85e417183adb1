-- The adjustment periods sources keep at the end of a year (period 13 and on), told apart from the
-- ordinary period they report into: the one their last day lies in.
with

adjustment_periods as (
    select * from {{ ref('int_fiscal_periods_unioned') }}
    where is_adjustment
),

ordinary_periods as (
    select * from {{ ref('int_fiscal_periods_resolved') }}
),

year_sizes as (
    select
        ordinary_periods.entity_key,
        ordinary_periods.fiscal_year,
        max(ordinary_periods.period_number) as period_count
    from ordinary_periods
    group by ordinary_periods.entity_key, ordinary_periods.fiscal_year
),

numbered as (
    select
        adjustment_periods.fiscal_period_key,
        adjustment_periods.entity_key,
        coalesce(adjustment_periods.period_name, adjustment_periods.fiscal_period_id)
            as period_name,
        ordinary_periods.fiscal_period as reports_into_period,
        ordinary_periods.fiscal_year,
        ordinary_periods.fiscal_quarter,
        year_sizes.period_count + row_number() over (
            partition by adjustment_periods.entity_key, ordinary_periods.fiscal_year
            order by
                adjustment_periods.ends_date asc,
                adjustment_periods.starts_date asc,
                adjustment_periods.fiscal_period_id asc
        ) as period_number,
        adjustment_periods.starts_date,
        adjustment_periods.ends_date
    from adjustment_periods
    inner join ordinary_periods
        on
            adjustment_periods.entity_key = ordinary_periods.entity_key
            and adjustment_periods.ends_date >= ordinary_periods.starts_date
            and adjustment_periods.ends_date <= ordinary_periods.ends_date
    inner join year_sizes
        on
            ordinary_periods.entity_key = year_sizes.entity_key
            and ordinary_periods.fiscal_year = year_sizes.fiscal_year
),

resolved as (
    select
        numbered.fiscal_period_key,
        numbered.entity_key,
        numbered.fiscal_year || '-' || lpad(cast(numbered.period_number as varchar), 2, '0')
            as fiscal_period,
        numbered.period_name,
        numbered.reports_into_period,
        numbered.fiscal_year,
        numbered.fiscal_quarter,
        cast(numbered.period_number as bigint) as period_number,
        numbered.starts_date,
        numbered.ends_date
    from numbered
)

select * from resolved
