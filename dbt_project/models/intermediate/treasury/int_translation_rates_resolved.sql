-- The rates each entity's books are translated at, period by period of its own calendar, into its
-- own and the presentation currency. A period that is a month takes the month's rates; any other
-- the rate of its own last day and the mean of its own days. What the company sets itself counts in
-- the period its day lies in.
with

entities as (
    select * from {{ ref('int_entities_unioned') }}
),

fiscal_periods as (
    select * from {{ ref('int_fiscal_periods_resolved') }}
),

monthly_rates as (
    select * from {{ ref('int_translation_rates_monthly') }}
),

spot_rates as (
    select * from {{ ref('int_exchange_rates_filled') }}
),

stated as (
    select * from {{ ref('int_stated_rates_monthly') }}
),

entity_periods as (
    select
        fiscal_periods.entity_key,
        fiscal_periods.fiscal_period,
        fiscal_periods.starts_date,
        fiscal_periods.ends_date,
        fiscal_periods.is_month,
        entities.functional_currency
    from fiscal_periods
    inner join entities on fiscal_periods.entity_key = entities.entity_key
),

of_months as (
    select
        entity_periods.entity_key,
        entity_periods.fiscal_period,
        monthly_rates.from_currency,
        monthly_rates.to_currency,
        monthly_rates.closing_date,
        monthly_rates.closing_rate,
        monthly_rates.average_rate
    from entity_periods
    inner join monthly_rates
        on
            entity_periods.fiscal_period = monthly_rates.fiscal_period
            and monthly_rates.to_currency
            in (entity_periods.functional_currency, '{{ var("presentation_currency") }}')
    where entity_periods.is_month
),

days_of_periods as (
    select
        entity_periods.entity_key,
        entity_periods.fiscal_period,
        spot_rates.from_currency,
        spot_rates.to_currency,
        spot_rates.rate_date,
        spot_rates.rate,
        max(spot_rates.rate_date) over (
            partition by
                entity_periods.entity_key,
                entity_periods.fiscal_period,
                spot_rates.from_currency,
                spot_rates.to_currency
        ) as closing_date
    from entity_periods
    inner join spot_rates
        on
            entity_periods.starts_date <= spot_rates.rate_date
            and entity_periods.ends_date >= spot_rates.rate_date
            and spot_rates.to_currency
            in (entity_periods.functional_currency, '{{ var("presentation_currency") }}')
    where not entity_periods.is_month
),

summed as (
    select
        days_of_periods.entity_key,
        days_of_periods.fiscal_period,
        days_of_periods.from_currency,
        days_of_periods.to_currency,
        days_of_periods.closing_date,
        max(
            case
                when days_of_periods.rate_date = days_of_periods.closing_date
                    then days_of_periods.rate
            end
        ) as closing_rate,
        {{ ratio('sum(days_of_periods.rate)', 'count(*)') }} as average_rate
    from days_of_periods
    group by
        days_of_periods.entity_key,
        days_of_periods.fiscal_period,
        days_of_periods.from_currency,
        days_of_periods.to_currency,
        days_of_periods.closing_date
),

stated_in_periods as (
    select
        entity_periods.entity_key,
        entity_periods.fiscal_period,
        stated.rate_type,
        stated.from_currency,
        stated.to_currency,
        stated.rate,
        row_number() over (
            partition by
                entity_periods.entity_key,
                entity_periods.fiscal_period,
                stated.rate_type,
                stated.from_currency,
                stated.to_currency
            order by stated.rate_date desc
        ) as place
    from entity_periods
    inner join stated
        on
            entity_periods.starts_date <= stated.rate_date
            and entity_periods.ends_date >= stated.rate_date
    where not entity_periods.is_month
),

of_own_periods as (
    select
        summed.entity_key,
        summed.fiscal_period,
        summed.from_currency,
        summed.to_currency,
        summed.closing_date,
        coalesce(stated_closings.rate, summed.closing_rate) as closing_rate,
        coalesce(stated_averages.rate, summed.average_rate) as average_rate
    from summed
    left join stated_in_periods as stated_closings
        on
            summed.entity_key = stated_closings.entity_key
            and summed.fiscal_period = stated_closings.fiscal_period
            and summed.from_currency = stated_closings.from_currency
            and summed.to_currency = stated_closings.to_currency
            and stated_closings.rate_type = 'closing'
            and stated_closings.place = 1
    left join stated_in_periods as stated_averages
        on
            summed.entity_key = stated_averages.entity_key
            and summed.fiscal_period = stated_averages.fiscal_period
            and summed.from_currency = stated_averages.from_currency
            and summed.to_currency = stated_averages.to_currency
            and stated_averages.rate_type = 'average'
            and stated_averages.place = 1
),

resolved as (
    select * from of_months
    union all
    select * from of_own_periods
)

select * from resolved
