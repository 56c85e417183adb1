-- The income statement: income positive, cost negative, every subtotal the sum of the lines below
-- it, beside the year to date, the same month of the year before, the budget and the last twelve
-- months.
with

cells as (
    select * from {{ ref('int_statement_cells_spined') }}
    where statement = 'profit_and_loss'
),

line_amounts as (
    select * from {{ ref('int_profit_and_loss_lines_summed') }}
),

leaves as (
    select * from {{ ref('int_statement_line_leaves') }}
    where statement = 'profit_and_loss'
),

amounts as (
    select
        line_amounts.layout,
        line_amounts.entity_key,
        line_amounts.currency_view,
        line_amounts.fiscal_period,
        leaves.line_code,
        sum(line_amounts.amount) as amount,
        sum(line_amounts.budget_amount) as budget_amount
    from line_amounts
    inner join leaves
        on
            line_amounts.layout = leaves.layout
            and line_amounts.line_code = leaves.leaf_line_code
    group by
        line_amounts.layout,
        line_amounts.entity_key,
        line_amounts.currency_view,
        line_amounts.fiscal_period,
        leaves.line_code
),

dense as (
    select
        cells.*,
        coalesce(amounts.amount, 0) as amount,
        amounts.budget_amount
    from cells
    left join amounts
        on
            cells.layout = amounts.layout
            and cells.entity_key = amounts.entity_key
            and cells.currency_view = amounts.currency_view
            and cells.fiscal_period = amounts.fiscal_period
            and cells.line_code = amounts.line_code
),

accumulated as (
    select
        dense.*,
        sum(dense.amount) over (
            partition by
                dense.layout, dense.entity_key, dense.currency_view,
                dense.line_code, dense.fiscal_year
            order by dense.fiscal_period
            rows between unbounded preceding and current row
        ) as amount_ytd,
        sum(dense.budget_amount) over (
            partition by
                dense.layout, dense.entity_key, dense.currency_view,
                dense.line_code, dense.fiscal_year
            order by dense.fiscal_period
            rows between unbounded preceding and current row
        ) as budget_amount_ytd,
        sum(dense.amount) over (
            partition by dense.layout, dense.entity_key, dense.currency_view, dense.line_code
            order by dense.fiscal_period
            rows between 11 preceding and current row
        ) as twelve_months_amount,
        count(*) over (
            partition by dense.layout, dense.entity_key, dense.currency_view, dense.line_code
            order by dense.fiscal_period
            rows between 11 preceding and current row
        ) as months_count
    from dense
),

compared as (
    select
        accumulated.layout,
        accumulated.entity_key,
        accumulated.entity_code,
        accumulated.currency_view,
        accumulated.currency_code,
        accumulated.fiscal_period,
        accumulated.line_code,
        accumulated.line_name,
        accumulated.line_name_zh,
        accumulated.line_order,
        accumulated.level,
        accumulated.is_subtotal,
        accumulated.increase_is_good,
        {{ money('accumulated.amount') }} as amount,
        {{ money('accumulated.amount_ytd') }} as amount_ytd,
        {{ money('prior_year.amount') }} as prior_year_amount,
        {{ money('prior_year.amount_ytd') }} as prior_year_amount_ytd,
        {{ money('accumulated.budget_amount') }} as budget_amount,
        {{ money('accumulated.budget_amount_ytd') }} as budget_amount_ytd,
        {{ money(
            'case when accumulated.months_count = 12 then accumulated.twelve_months_amount end'
        ) }} as last_twelve_months_amount
    from accumulated
    left join accumulated as prior_year
        on
            accumulated.layout = prior_year.layout
            and accumulated.entity_key = prior_year.entity_key
            and accumulated.currency_view = prior_year.currency_view
            and accumulated.line_code = prior_year.line_code
            and accumulated.prior_year_fiscal_period = prior_year.fiscal_period
)

select * from compared
