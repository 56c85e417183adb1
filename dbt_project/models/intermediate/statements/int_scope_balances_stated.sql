-- Balances as statements see them: every scope (an entity, or the group) in each currency it is
-- stated in, account by account. Whatever a statement prints is a sum of these rows.
with

balances as (
    select * from {{ ref('int_account_balances_translated') }}
),

accounts as (
    select * from {{ ref('int_accounts_classified') }}
),

functional as (
    select
        balances.entity_key,
        'functional' as currency_view,
        balances.account_key,
        balances.fiscal_period,
        balances.fiscal_year,
        balances.opening_amount,
        balances.movement_amount,
        balances.closing_amount,
        balances.closing_journal_amount,
        balances.opening_journal_amount
    from balances
),

in_group_currency as (
    select
        balances.entity_key,
        'group' as currency_view,
        balances.account_key,
        balances.fiscal_period,
        balances.fiscal_year,
        balances.opening_amount_group as opening_amount,
        balances.movement_amount_group as movement_amount,
        balances.closing_amount_group as closing_amount,
        balances.closing_journal_amount_group as closing_journal_amount,
        balances.opening_journal_amount_group as opening_journal_amount
    from balances
),

combined as (
    select
        'GROUP' as entity_key,
        in_group_currency.currency_view,
        in_group_currency.account_key,
        in_group_currency.fiscal_period,
        in_group_currency.fiscal_year,
        in_group_currency.opening_amount,
        in_group_currency.movement_amount,
        in_group_currency.closing_amount,
        in_group_currency.closing_journal_amount,
        in_group_currency.opening_journal_amount
    from in_group_currency
),

scopes as (
    select * from functional
    union all
    select * from in_group_currency
    union all
    select * from combined
),

stated as (
    select
        scopes.entity_key,
        scopes.currency_view,
        scopes.account_key,
        scopes.fiscal_period,
        scopes.fiscal_year,
        accounts.account_class,
        accounts.account_type,
        accounts.is_cash,
        scopes.opening_amount,
        scopes.movement_amount,
        scopes.closing_amount,
        scopes.closing_journal_amount,
        scopes.opening_journal_amount
    from scopes
    inner join accounts on scopes.account_key = accounts.account_key
)

select * from stated
