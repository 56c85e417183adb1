-- CF-1: operating cash is the same by the direct and by the indirect method, exactly so in
-- functional currency. In group currency every flow of the direct statement and every account of
-- the indirect one is rounded for itself: one minor unit each is allowed. Other layouts than the
-- first are shown only where they fail.
with

direct as (
    select * from {{ ref('rpt_cash_flow') }}
    where line_code = 'net_cash_operating'
),

indirect as (
    select * from {{ ref('rpt_cash_flow_indirect') }}
),

movements as (
    select * from {{ ref('fct_cash_movements') }}
    where functional_currency <> group_currency
),

translated_balances as (
    select * from {{ ref('fct_translated_balances') }}
    where functional_currency <> group_currency
),

rounded as (
    select
        movements.entity_key,
        movements.fiscal_period,
        count(*) as rounding_count
    from movements
    group by movements.entity_key, movements.fiscal_period
    union all
    select
        translated_balances.entity_key,
        translated_balances.fiscal_period,
        count(*) as rounding_count
    from translated_balances
    group by translated_balances.entity_key, translated_balances.fiscal_period
),

allowances as (
    select
        rounded.entity_key,
        rounded.fiscal_period,
        0.01 * sum(rounded.rounding_count) as allowed_amount
    from rounded
    group by rounded.entity_key, rounded.fiscal_period
    union all
    select
        'GROUP' as entity_key,
        rounded.fiscal_period,
        0.01 * sum(rounded.rounding_count) as allowed_amount
    from rounded
    group by rounded.fiscal_period
),

compared as (
    select
        indirect.layout,
        case
            when indirect.entity_key = 'GROUP' or indirect.currency_view = 'functional'
                then indirect.entity_code
            else indirect.entity_code || ' in ' || indirect.currency_code
        end as scope,
        indirect.fiscal_period,
        coalesce(direct.amount, 0) as left_amount,
        indirect.amount as right_amount,
        case
            when indirect.currency_view = 'functional' then 0
            else coalesce(allowances.allowed_amount, 0)
        end as allowed_amount
    from indirect
    left join direct
        on
            indirect.layout = direct.layout
            and indirect.entity_key = direct.entity_key
            and indirect.currency_view = direct.currency_view
            and indirect.fiscal_period = direct.fiscal_period
    left join allowances
        on
            indirect.entity_key = allowances.entity_key
            and indirect.fiscal_period = allowances.fiscal_period
    where indirect.line_code = 'net_cash_operating'
),

cells as (
    select
        compared.scope,
        'operating cash of ' || compared.fiscal_period || ' (' || compared.layout || ')' as record,
        compared.left_amount,
        compared.right_amount,
        compared.allowed_amount
    from compared
    where
        compared.layout = 'ifrs'
        or abs(compared.left_amount - compared.right_amount) > compared.allowed_amount
),

results as (
    {{ invariant_result('CF-1', 'cells', allowed='allowed_amount') }}
)

select * from results
