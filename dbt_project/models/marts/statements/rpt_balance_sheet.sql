-- The balance sheet at each period end beside the end of the prior fiscal year and of the previous
-- period. Assets, liabilities and equity are positive; every subtotal is the sum of its lines,
-- figures below the sheet (capital employed, net debt) are reckoned from them.
with

cells as (
    select * from {{ ref('int_statement_cells_spined') }}
    where statement = 'balance_sheet'
),

line_amounts as (
    select * from {{ ref('int_balance_sheet_lines_summed') }}
),

leaves as (
    select * from {{ ref('int_statement_line_leaves') }}
    where statement = 'balance_sheet'
),

amounts as (
    select
        line_amounts.layout,
        line_amounts.entity_key,
        line_amounts.currency_view,
        line_amounts.fiscal_period,
        leaves.line_code,
        sum(
            case when leaves.leaf_sign < 0 then -line_amounts.amount else line_amounts.amount end
        ) as amount
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
        coalesce(amounts.amount, 0) as amount
    from cells
    left join amounts
        on
            cells.layout = amounts.layout
            and cells.entity_key = amounts.entity_key
            and cells.currency_view = amounts.currency_view
            and cells.fiscal_period = amounts.fiscal_period
            and cells.line_code = amounts.line_code
),

ordered as (
    select
        dense.*,
        lag(dense.amount) over (
            partition by dense.layout, dense.entity_key, dense.currency_view, dense.line_code
            order by dense.fiscal_period
        ) as previous_period_amount,
        row_number() over (
            partition by
                dense.layout, dense.entity_key, dense.currency_view,
                dense.line_code, dense.fiscal_year
            order by dense.fiscal_period desc
        ) as rank_from_year_end
    from dense
),

year_ends as (
    select
        ordered.layout,
        ordered.entity_key,
        ordered.currency_view,
        ordered.line_code,
        ordered.fiscal_year,
        lag(ordered.amount) over (
            partition by
                ordered.layout, ordered.entity_key, ordered.currency_view, ordered.line_code
            order by ordered.fiscal_year
        ) as prior_year_end_amount
    from ordered
    where ordered.rank_from_year_end = 1
),

compared as (
    select
        ordered.layout,
        ordered.entity_key,
        ordered.entity_code,
        ordered.currency_view,
        ordered.currency_code,
        ordered.fiscal_period,
        ordered.line_code,
        ordered.line_name,
        ordered.line_name_zh,
        ordered.line_order,
        ordered.level,
        ordered.is_subtotal,
        ordered.increase_is_good,
        {{ money('ordered.amount') }} as amount,
        {{ money('year_ends.prior_year_end_amount') }} as prior_year_end_amount,
        {{ money('ordered.previous_period_amount') }} as previous_period_amount
    from ordered
    inner join year_ends
        on
            ordered.layout = year_ends.layout
            and ordered.entity_key = year_ends.entity_key
            and ordered.currency_view = year_ends.currency_view
            and ordered.line_code = year_ends.line_code
            and ordered.fiscal_year = year_ends.fiscal_year
)

select * from compared
