-- Every day of the calendar falls in exactly one ordinary period of each entity.
with

days as (
    select * from {{ ref('dim_dates') }}
),

periods as (
    select * from {{ ref('dim_fiscal_periods') }}
    where not is_adjustment
),

entities as (
    select distinct periods.entity_key from periods
)

select
    entities.entity_key,
    days.date_day,
    count(periods.fiscal_period) as period_count
from entities
cross join days
left join periods
    on
        entities.entity_key = periods.entity_key
        and days.date_day between periods.starts_date and periods.ends_date
group by entities.entity_key, days.date_day
having count(periods.fiscal_period) <> 1
