-- The ordinary fiscal periods of every entity, and of the group, whose calendar is its parent's.
-- Periods of the source that are made of whole months are months; others keep their own days and
-- are labelled by the month their middle day lies in. Where the source keeps no periods, before and
-- after those it keeps, the books run in months. Periods touch: none overlap, none leave a gap.
with

entities as (
    select * from {{ ref('int_entities_unioned') }}
),

parents as (
    select * from {{ ref('int_group_parent_resolved') }}
),

days as (
    select * from {{ ref('int_dates_spined') }}
),

source_periods as (
    select * from {{ ref('int_fiscal_periods_unioned') }}
    where not coalesce(is_adjustment, false)
),

months as (
    select distinct
        days.fiscal_period,
        days.month_start_date as starts_date,
        days.month_end_date as ends_date
    from days
),

spine as (
    select
        min(months.starts_date) as first_date,
        max(months.ends_date) as last_date
    from months
),

labelled as (
    select
        source_periods.entity_key,
        source_periods.period_name,
        source_periods.fiscal_year_name,
        source_periods.starts_date,
        source_periods.ends_date,
        {{ is_whole_months('source_periods') }} as is_whole_months,
        {{ label_of('source_periods', 'starts_date') }} as first_label,
        {{ label_of('source_periods', 'ends_date') }} as last_label
    from source_periods
    inner join entities on source_periods.entity_key = entities.entity_key
),

kept as (
    select
        labelled.*,
        coalesce(labelled.fiscal_year_name, substr(labelled.last_label, 1, 4)) as source_year
    from labelled
),

own as (
    select
        kept.entity_key,
        months.fiscal_period,
        kept.period_name,
        kept.source_year,
        months.starts_date,
        months.ends_date
    from kept
    inner join months
        on
            kept.starts_date <= months.starts_date
            and kept.ends_date >= months.ends_date
    where kept.is_whole_months
    union all
    select
        kept.entity_key,
        kept.last_label as fiscal_period,
        kept.period_name,
        kept.source_year,
        kept.starts_date,
        kept.ends_date
    from kept
    inner join spine
        on
            kept.ends_date >= spine.first_date
            and kept.starts_date <= spine.last_date
    where not kept.is_whole_months
),

own_months as (
    select
        own.*,
        {{ label_number('own.fiscal_period') }} as label_number
    from own
),

source_years as (
    select
        kept.entity_key,
        kept.source_year,
        min({{ label_number('kept.first_label') }}) as first_number,
        max({{ label_number('kept.last_label') }}) as last_number
    from kept
    group by kept.entity_key, kept.source_year
),

-- The newest year may still miss periods: it ends twelve months after its start. Any other ends
-- where it ends; if it is short, it is the end of a year that began before.
bounded_years as (
    select
        source_years.entity_key,
        source_years.source_year,
        source_years.first_number,
        case
            when
                source_years.last_number = max(source_years.last_number) over (
                    partition by source_years.entity_key
                )
                then greatest(source_years.last_number, source_years.first_number + 11)
            else source_years.last_number
        end as end_number
    from source_years
),

-- A year is named by the calendar year it ends in. Where a short year ends in the same one as
-- another, the later of the two is told apart.
named_years as (
    select
        bounded_years.entity_key,
        bounded_years.source_year,
        bounded_years.end_number,
        least(bounded_years.first_number, bounded_years.end_number - 11) as start_number,
        {{ year_of_label_number('bounded_years.end_number') }} as end_year,
        row_number() over (
            partition by
                bounded_years.entity_key,
                {{ year_of_label_number('bounded_years.end_number') }}
            order by bounded_years.end_number asc, bounded_years.source_year asc
        ) as year_rank
    from bounded_years
),

own_numbered as (
    select
        own_months.entity_key,
        own_months.fiscal_period,
        own_months.period_name,
        named_years.end_year || case
            when named_years.year_rank = 1 then ''
            else '-' || cast(named_years.year_rank as varchar)
        end as fiscal_year,
        own_months.label_number - named_years.start_number + 1 as period_number,
        own_months.starts_date,
        own_months.ends_date
    from own_months
    inner join named_years
        on
            own_months.entity_key = named_years.entity_key
            and own_months.source_year = named_years.source_year
),

bounds as (
    select
        own_months.entity_key,
        min(own_months.label_number) as first_number,
        max(own_months.label_number) as last_number,
        min(own_months.starts_date) as first_date,
        max(own_months.ends_date) as last_date
    from own_months
    group by own_months.entity_key
),

year_starts as (
    select
        named_years.entity_key,
        min(named_years.start_number) as first_start_number,
        max(named_years.end_number) + 1 as next_start_number
    from named_years
    group by named_years.entity_key
),

numbered_months as (
    select
        months.*,
        {{ label_number('months.fiscal_period') }} as label_number
    from months
),

-- Without any entity (sales alone) there is still the group.
calendar_keepers as (
    select entities.entity_key
    from entities
    union all
    select 'GROUP' as entity_key
    from spine
    where not exists (select 1 from entities)
),

-- Months beside the source's periods go on in years of twelve; the one that touches the periods
-- takes the days up to them.
beside as (
    select
        calendar_keepers.entity_key,
        numbered_months.fiscal_period,
        numbered_months.label_number,
        mod(
            12 + mod(
                numbered_months.label_number - case
                    when bounds.entity_key is null then 1
                    when numbered_months.label_number < bounds.first_number
                        then year_starts.first_start_number
                    else year_starts.next_start_number
                end,
                12
            ),
            12
        ) + 1 as period_number,
        case
            when numbered_months.label_number = bounds.last_number + 1
                then {{ add_days('bounds.last_date', '1') }}
            else numbered_months.starts_date
        end as starts_date,
        case
            when numbered_months.label_number = bounds.first_number - 1
                then {{ add_days('bounds.first_date', '-1') }}
            else numbered_months.ends_date
        end as ends_date
    from calendar_keepers
    cross join numbered_months
    left join bounds on calendar_keepers.entity_key = bounds.entity_key
    left join year_starts on calendar_keepers.entity_key = year_starts.entity_key
    where
        bounds.entity_key is null
        or numbered_months.label_number < bounds.first_number
        or numbered_months.label_number > bounds.last_number
),

of_entities as (
    select
        own_numbered.entity_key,
        own_numbered.fiscal_period,
        own_numbered.period_name,
        own_numbered.fiscal_year,
        own_numbered.period_number,
        own_numbered.starts_date,
        own_numbered.ends_date
    from own_numbered
    union all
    select
        beside.entity_key,
        beside.fiscal_period,
        beside.fiscal_period as period_name,
        {{ year_of_label_number('beside.label_number - beside.period_number + 12') }}
            as fiscal_year,
        beside.period_number,
        beside.starts_date,
        beside.ends_date
    from beside
),

all_periods as (
    select of_entities.* from of_entities
    union all
    select
        'GROUP' as entity_key,
        of_entities.fiscal_period,
        of_entities.period_name,
        of_entities.fiscal_year,
        of_entities.period_number,
        of_entities.starts_date,
        of_entities.ends_date
    from of_entities
    inner join parents on of_entities.entity_key = parents.entity_key
),

resolved as (
    select
        all_periods.entity_key,
        all_periods.fiscal_period,
        all_periods.period_name,
        all_periods.fiscal_year,
        all_periods.fiscal_year || '-Q' || case
            when all_periods.period_number <= 3 then '1'
            when all_periods.period_number <= 6 then '2'
            when all_periods.period_number <= 9 then '3'
            else '4'
        end as fiscal_quarter,
        cast(all_periods.period_number as bigint) as period_number,
        cast(all_periods.starts_date as date) as starts_date,
        cast(all_periods.ends_date as date) as ends_date,
        all_periods.starts_date = {{ month_start('all_periods.starts_date') }}
        and all_periods.ends_date = {{ month_end('all_periods.starts_date') }} as is_month
    from all_periods
)

select * from resolved
