-- ST-1: assets equal liabilities and equity, per entity in both currencies and for the group.
-- Other layouts than IFRS are shown only where they fail, so that sums are not doubled.
with

balance_sheet as (
    select * from {{ ref('rpt_balance_sheet') }}
),

sides as (
    select
        balance_sheet.layout,
        case
            when balance_sheet.entity_key = 'GROUP' or balance_sheet.currency_view = 'functional'
                then balance_sheet.entity_code
            else balance_sheet.entity_code || ' in ' || balance_sheet.currency_code
        end as scope,
        balance_sheet.fiscal_period,
        sum(case when balance_sheet.line_code = 'total_assets' then balance_sheet.amount else 0 end)
            as left_amount,
        sum(
            case
                when balance_sheet.line_code in ('total_liabilities', 'total_equity')
                    then balance_sheet.amount
                else 0
            end
        ) as right_amount
    from balance_sheet
    group by
        balance_sheet.layout,
        balance_sheet.entity_key,
        balance_sheet.entity_code,
        balance_sheet.currency_view,
        balance_sheet.currency_code,
        balance_sheet.fiscal_period
),

cells as (
    select
        sides.scope,
        'balance sheet of ' || sides.fiscal_period || ' (' || sides.layout || ')' as record,
        sides.left_amount,
        sides.right_amount
    from sides
    where sides.layout = 'ifrs' or sides.left_amount <> sides.right_amount
),

results as (
    {{ invariant_result('ST-1', 'cells') }}
)

select * from results
