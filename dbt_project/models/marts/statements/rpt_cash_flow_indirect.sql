-- Operating cash derived from profit: profit, the items of it without operating cash and the
-- changes in working capital, for the period and the year to date. Its total is the operating total
-- of the direct statement (CF-1).
with

cells as (
    select * from {{ ref('int_statement_cells_spined') }}
    where statement = 'cash_flow_indirect'
),

line_amounts as (
    select * from {{ ref('int_indirect_cash_flow_lines_summed') }}
),

leaves as (
    select * from {{ ref('int_statement_line_leaves') }}
    where statement = 'cash_flow_indirect'
),

amounts as (
    select
        line_amounts.layout,
        line_amounts.entity_key,
        line_amounts.currency_view,
        line_amounts.fiscal_period,
        leaves.line_code,
        sum(line_amounts.amount) as amount
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

accumulated as (
    select
        cells.*,
        coalesce(amounts.amount, 0) as amount,
        sum(coalesce(amounts.amount, 0)) over (
            partition by
                cells.layout, cells.entity_key, cells.currency_view,
                cells.line_code, cells.fiscal_year
            order by cells.fiscal_period
            rows between unbounded preceding and current row
        ) as amount_ytd
    from cells
    left join amounts
        on
            cells.layout = amounts.layout
            and cells.entity_key = amounts.entity_key
            and cells.currency_view = amounts.currency_view
            and cells.fiscal_period = amounts.fiscal_period
            and cells.line_code = amounts.line_code
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
        {{ money('prior_year.amount') }} as prior_year_amount
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
