-- The statement of changes in equity: what each component of equity held at the start, what moved
-- it and what it held at the end, for the period and the year to date, beside the year before.
with

scopes as (
    select * from {{ ref('int_statement_scopes_spined') }}
),

account_movements as (
    select * from {{ ref('int_equity_movements_classified') }}
),

movements as (
    select
        account_movements.entity_key,
        account_movements.currency_view,
        account_movements.fiscal_period,
        account_movements.component_code,
        account_movements.movement_kind,
        sum(account_movements.amount) as amount
    from account_movements
    group by
        account_movements.entity_key,
        account_movements.currency_view,
        account_movements.fiscal_period,
        account_movements.component_code,
        account_movements.movement_kind
),

account_classes as (
    select * from {{ ref('account_classes') }}
    where account_type = 'equity'
),

equity_movements as (
    select * from {{ ref('equity_movements') }}
),

line_map as (
    select * from {{ ref('statement_line_accounts') }}
    where layout = 'ifrs' and statement = 'balance_sheet'
),

statement_lines as (
    select * from {{ ref('statement_lines') }}
    where layout = 'ifrs' and statement = 'balance_sheet'
),

cells as (
    select
        scopes.entity_key,
        scopes.entity_code,
        scopes.currency_view,
        scopes.currency_code,
        scopes.fiscal_period,
        scopes.fiscal_year,
        cast(
            cast(cast(substr(scopes.fiscal_period, 1, 4) as bigint) - 1 as varchar)
            || substr(scopes.fiscal_period, 5, 3) as varchar
        ) as prior_year_fiscal_period,
        account_classes.account_class as component_code,
        account_classes.class_name as component_name,
        account_classes.class_name_zh as component_name_zh,
        statement_lines.line_order as component_order,
        equity_movements.movement_kind,
        equity_movements.movement_name,
        equity_movements.movement_name_zh,
        equity_movements.movement_order
    from scopes
    cross join account_classes
    cross join equity_movements
    inner join line_map on account_classes.account_class = line_map.account_class
    inner join statement_lines on line_map.line_code = statement_lines.line_code
),

dense as (
    select
        cells.*,
        coalesce(movements.amount, 0) as amount
    from cells
    left join movements
        on
            cells.entity_key = movements.entity_key
            and cells.currency_view = movements.currency_view
            and cells.fiscal_period = movements.fiscal_period
            and cells.component_code = movements.component_code
            and cells.movement_kind = movements.movement_kind
),

-- What was held at the start of the year stands still while the movements of the year add up.
accumulated as (
    select
        dense.*,
        case dense.movement_kind
            when 'closing' then dense.amount
            when 'opening'
                then first_value(dense.amount) over (
                    partition by
                        dense.entity_key, dense.currency_view, dense.component_code,
                        dense.movement_kind, dense.fiscal_year
                    order by dense.fiscal_period
                )
            else sum(dense.amount) over (
                partition by
                    dense.entity_key, dense.currency_view, dense.component_code,
                    dense.movement_kind, dense.fiscal_year
                order by dense.fiscal_period
                rows between unbounded preceding and current row
            )
        end as amount_ytd
    from dense
),

compared as (
    select
        accumulated.entity_key,
        accumulated.entity_code,
        accumulated.currency_view,
        accumulated.currency_code,
        accumulated.fiscal_period,
        accumulated.fiscal_year,
        accumulated.component_code,
        accumulated.component_name,
        accumulated.component_name_zh,
        accumulated.component_order,
        accumulated.movement_kind,
        accumulated.movement_name,
        accumulated.movement_name_zh,
        accumulated.movement_order,
        {{ money('accumulated.amount') }} as amount,
        {{ money('accumulated.amount_ytd') }} as amount_ytd,
        {{ money('prior_year.amount') }} as prior_year_amount,
        {{ money('prior_year.amount_ytd') }} as prior_year_amount_ytd
    from accumulated
    left join accumulated as prior_year
        on
            accumulated.entity_key = prior_year.entity_key
            and accumulated.currency_view = prior_year.currency_view
            and accumulated.component_code = prior_year.component_code
            and accumulated.movement_kind = prior_year.movement_kind
            and accumulated.prior_year_fiscal_period = prior_year.fiscal_period
)

select * from compared
