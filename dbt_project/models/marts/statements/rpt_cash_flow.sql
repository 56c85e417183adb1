-- The direct cash flow statement: opening cash, receipts (+) and payments (-) by purpose, the
-- effect of exchange rates and closing cash, for the period and the year to date.
with

cells as (
    select * from {{ ref('int_statement_cells_spined') }}
    where statement = 'cash_flow'
),

line_amounts as (
    select * from {{ ref('int_cash_flow_lines_summed') }}
),

leaves as (
    select * from {{ ref('int_statement_line_leaves') }}
    where statement = 'cash_flow'
),

dense_leaves as (
    select
        cells.layout,
        cells.entity_key,
        cells.currency_view,
        cells.fiscal_period,
        cells.fiscal_year,
        cells.line_code,
        coalesce(line_amounts.amount, 0) as amount
    from cells
    left join line_amounts
        on
            cells.layout = line_amounts.layout
            and cells.entity_key = line_amounts.entity_key
            and cells.currency_view = line_amounts.currency_view
            and cells.fiscal_period = line_amounts.fiscal_period
            and cells.line_code = line_amounts.line_code
    where not cells.is_subtotal
),

-- Cash at the start of the year stands still while the flows of the year add up.
accumulated_leaves as (
    select
        dense_leaves.*,
        case
            when dense_leaves.line_code = 'opening_cash'
                then first_value(dense_leaves.amount) over (
                    partition by
                        dense_leaves.layout, dense_leaves.entity_key, dense_leaves.currency_view,
                        dense_leaves.line_code, dense_leaves.fiscal_year
                    order by dense_leaves.fiscal_period
                )
            else sum(dense_leaves.amount) over (
                partition by
                    dense_leaves.layout, dense_leaves.entity_key, dense_leaves.currency_view,
                    dense_leaves.line_code, dense_leaves.fiscal_year
                order by dense_leaves.fiscal_period
                rows between unbounded preceding and current row
            )
        end as amount_ytd
    from dense_leaves
),

amounts as (
    select
        accumulated_leaves.layout,
        accumulated_leaves.entity_key,
        accumulated_leaves.currency_view,
        accumulated_leaves.fiscal_period,
        leaves.line_code,
        sum(accumulated_leaves.amount) as amount,
        sum(accumulated_leaves.amount_ytd) as amount_ytd
    from accumulated_leaves
    inner join leaves
        on
            accumulated_leaves.layout = leaves.layout
            and accumulated_leaves.line_code = leaves.leaf_line_code
    group by
        accumulated_leaves.layout,
        accumulated_leaves.entity_key,
        accumulated_leaves.currency_view,
        accumulated_leaves.fiscal_period,
        leaves.line_code
),

compared as (
    select
        cells.layout,
        cells.entity_key,
        cells.entity_code,
        cells.currency_view,
        cells.currency_code,
        cells.fiscal_period,
        cells.line_code,
        cells.line_name,
        cells.line_name_zh,
        cells.line_order,
        cells.level,
        cells.is_subtotal,
        cells.increase_is_good,
        {{ money('amounts.amount') }} as amount,
        {{ money('amounts.amount_ytd') }} as amount_ytd,
        {{ money('prior_year.amount') }} as prior_year_amount
    from cells
    inner join amounts
        on
            cells.layout = amounts.layout
            and cells.entity_key = amounts.entity_key
            and cells.currency_view = amounts.currency_view
            and cells.fiscal_period = amounts.fiscal_period
            and cells.line_code = amounts.line_code
    left join amounts as prior_year
        on
            cells.layout = prior_year.layout
            and cells.entity_key = prior_year.entity_key
            and cells.currency_view = prior_year.currency_view
            and cells.prior_year_fiscal_period = prior_year.fiscal_period
            and cells.line_code = prior_year.line_code
)

select * from compared
