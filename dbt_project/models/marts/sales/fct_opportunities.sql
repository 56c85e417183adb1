-- Group amounts use the rate of the day the deal was closed, or of the as-of date while it is open.
with

opportunities as (
    select * from {{ ref('int_opportunities_unioned') }}
),

account_matches as (
    select * from {{ ref('int_customer_accounts_matched') }}
),

sales_reps as (
    select * from {{ ref('int_sales_reps_matched') }}
),

orders as (
    select * from {{ ref('int_sales_orders_valued') }}
),

as_of as (
    select * from {{ ref('int_as_of_date') }}
),

spot_rates as (
    select * from {{ ref('int_exchange_rates_filled') }}
    where rate_type = 'spot'
),

numbered_orders as (
    select
        orders.order_number,
        min(orders.order_key) as order_key
    from orders
    where orders.order_number is not null
    group by orders.order_number
),

published as (
    select
        opportunities.opportunity_key,
        opportunities.opportunity_name,
        account_matches.customer_key,
        sales_reps.sales_rep_key,
        opportunities.stage,
        opportunities.stage_order,
        opportunities.is_won,
        opportunities.is_closed,
        opportunities.amount,
        opportunities.currency_code,
        {{ convert_amount(
            'opportunities.amount', 'opportunities.currency_code',
            'as_of.presentation_currency', 'spot_rates.rate'
        ) }} as amount_group,
        opportunities.win_probability_ratio,
        opportunities.product_line,
        opportunities.created_date,
        opportunities.expected_close_date,
        opportunities.closed_date,
        numbered_orders.order_key,
        opportunities.source_system
    from opportunities
    cross join as_of
    left join account_matches
        on opportunities.crm_account_key = account_matches.crm_account_key
    left join sales_reps on opportunities.user_key = sales_reps.member_key
    left join numbered_orders on opportunities.erp_order_number = numbered_orders.order_number
    left join spot_rates
        on
            case
                when opportunities.closed_date <= as_of.as_of_date then opportunities.closed_date
                else as_of.as_of_date
            end = spot_rates.rate_date
            and opportunities.currency_code = spot_rates.from_currency
            and as_of.presentation_currency = spot_rates.to_currency
    where opportunities.created_date is null or opportunities.created_date <= as_of.as_of_date
)

select * from published
