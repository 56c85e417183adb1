-- CF-3: cash at the end of the cash flow statement is the cash on the balance sheet, in every
-- layout (others than IFRS are shown only where they fail).
with

cash_flow as (
    select * from {{ ref('rpt_cash_flow') }}
    where line_code = 'closing_cash'
),

balance_sheet as (
    select * from {{ ref('rpt_balance_sheet') }}
    where
        (layout in ('ifrs', 'management') and line_code = 'cash_and_cash_equivalents')
        or (layout = 'cas' and line_code = 'monetary_funds')
),

compared as (
    select
        cash_flow.layout,
        case
            when cash_flow.entity_key = 'GROUP' or cash_flow.currency_view = 'functional'
                then cash_flow.entity_code
            else cash_flow.entity_code || ' in ' || cash_flow.currency_code
        end as scope,
        cash_flow.fiscal_period,
        cash_flow.amount as left_amount,
        coalesce(balance_sheet.amount, 0) as right_amount
    from cash_flow
    left join balance_sheet
        on
            cash_flow.layout = balance_sheet.layout
            and cash_flow.entity_key = balance_sheet.entity_key
            and cash_flow.currency_view = balance_sheet.currency_view
            and cash_flow.fiscal_period = balance_sheet.fiscal_period
),

cells as (
    select
        compared.scope,
        'closing cash of ' || compared.fiscal_period || ' (' || compared.layout || ')' as record,
        compared.left_amount,
        compared.right_amount
    from compared
    where compared.layout = 'ifrs' or compared.left_amount <> compared.right_amount
),

results as (
    {{ invariant_result('CF-3', 'cells') }}
)

select * from results
