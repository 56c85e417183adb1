with

budget_lines as (
    {{ current_rows(source('raw_plans', 'budget_lines')) }}
),

renamed as (
    select
        budget_lines.plan_version,
        budget_lines.entity_code,
        cast(budget_lines.account_code as varchar) as account_code,
        budget_lines.fiscal_period,
        {{ money('budget_lines.amount') }} as amount,
        budget_lines.currency_code,
        budget_lines._recorded_at as recorded_at
    from budget_lines
)

select * from renamed
