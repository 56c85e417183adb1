-- Tryton marks only some account types with flags; the rest is told by the types above them.
with recursive

accounts as (
    {{ current_rows(source('raw_erp', 'account_account')) }}
),

account_types as (
    {{ current_rows(source('raw_erp', 'account_account_type')) }}
),

type_lineage as (
    select
        account_types.id as type_id,
        account_types.parent as next_type_id,
        lower(account_types.name) as ancestor_name,
        coalesce(account_types.assets, false) as is_assets,
        coalesce(account_types.revenue, false) as is_revenue,
        coalesce(account_types.expense, false) as is_expense
    from account_types
    union all
    select
        type_lineage.type_id,
        ancestors.parent as next_type_id,
        lower(ancestors.name) as ancestor_name,
        coalesce(ancestors.assets, false) as is_assets,
        coalesce(ancestors.revenue, false) as is_revenue,
        coalesce(ancestors.expense, false) as is_expense
    from type_lineage
    inner join account_types as ancestors on type_lineage.next_type_id = ancestors.id
),

type_signs as (
    select
        type_lineage.type_id,
        bool_or(type_lineage.is_assets) as is_assets,
        bool_or(type_lineage.is_revenue) as is_revenue,
        bool_or(type_lineage.is_expense) as is_expense,
        bool_or(
            type_lineage.ancestor_name like 'asset%' or type_lineage.ancestor_name like '资产%'
        ) as is_under_assets,
        bool_or(
            type_lineage.ancestor_name like 'liabilit%' or type_lineage.ancestor_name like '负债%'
        ) as is_under_liabilities,
        bool_or(
            type_lineage.ancestor_name like 'revenue%' or type_lineage.ancestor_name like 'income%'
            or type_lineage.ancestor_name like '收入%'
        ) as is_under_revenue
    from type_lineage
    group by type_lineage.type_id
),

classified as (
    select
        cast(accounts.id as varchar) as account_id,
        cast(accounts.company as varchar) as entity_id,
        accounts.code as account_code,
        accounts.name as account_name,
        case
            when account_types.statement = 'income' and type_signs.is_revenue then 'revenue'
            when account_types.statement = 'income' and type_signs.is_expense then 'expense'
            when account_types.statement = 'income' and type_signs.is_under_revenue then 'revenue'
            when account_types.statement = 'income' then 'expense'
            when account_types.payable or account_types.debt then 'liability'
            when account_types.receivable or account_types.stock or type_signs.is_assets
                then 'asset'
            when type_signs.is_under_liabilities then 'liability'
            when type_signs.is_under_assets then 'asset'
            else 'equity'
        end as account_type,
        -- The names are those of the chart that Tryton ships; a chart of one's own is classified
        -- by account code instead.
        case
            when account_types.receivable then 'receivable'
            when account_types.payable then 'payable'
            when account_types.statement = 'balance' and account_types.stock then 'inventory'
            when lower(account_types.name) like 'cash%' then 'cash'
            when lower(account_types.name) like 'prepaid%' then 'prepaid_expense'
            when lower(account_types.name) like 'property, plant%' then 'fixed_asset'
            when lower(account_types.name) like 'liabilities and assets for current tax%'
                then 'tax_payable'
            when lower(account_types.name) like 'unearned revenue%' then 'customer_advance'
            when lower(account_types.name) like 'financial liabilities%' then 'long_term_loan'
            when lower(account_types.name) like 'issued capital%' then 'share_capital'
            when account_types.statement = 'income' and type_signs.is_revenue then 'revenue'
            when lower(account_types.name) like 'cost of sales%' then 'cost_of_sales'
            when lower(account_types.name) like 'depreciation%' then 'depreciation_expense'
            when lower(account_types.name) like 'selling, general%' then 'administrative_expense'
            when lower(account_types.name) like 'finance cost%' then 'interest_expense'
            when lower(account_types.name) like 'income tax%' then 'income_tax_expense'
            when lower(account_types.name) like 'other revenue%' then 'other_income'
            when lower(account_types.name) like 'other expense%' then 'other_expense'
        end as account_class,
        coalesce(accounts.reconcile, false) as is_reconcilable,
        accounts._recorded_at as recorded_at
    from accounts
    inner join account_types on accounts.type = account_types.id
    inner join type_signs on account_types.id = type_signs.type_id
    where account_types.statement is not null
)

select * from classified
