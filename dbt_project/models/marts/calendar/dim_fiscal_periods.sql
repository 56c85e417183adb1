-- The ordinary periods of each entity's calendar and of the group's, which is its parent's, and
-- beside them the adjustment periods a source keeps at the end of a year. What is posted into one
-- of those counts in the period it reports into.
with

ordinary_periods as (
    select * from {{ ref('int_fiscal_periods_resolved') }}
),

adjustment_periods as (
    select * from {{ ref('int_adjustment_periods_resolved') }}
),

published as (
    {%- for periods, is_adjustment, reported in [
        ('ordinary_periods', 'false', 'fiscal_period'),
        ('adjustment_periods', 'true', 'reports_into_period'),
    ] %}
        select
            {{ periods }}.entity_key,
            {{ periods }}.fiscal_period,
            {{ periods }}.period_name,
            {{ periods }}.fiscal_year,
            {{ periods }}.fiscal_quarter,
            {{ periods }}.period_number,
            {{ is_adjustment }} as is_adjustment,
            {{ periods }}.{{ reported }} as reports_into_period,
            {{ periods }}.starts_date,
            {{ periods }}.ends_date
        from {{ periods }}
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
)

select * from published
