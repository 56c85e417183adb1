-- Balances as statements see them: every scope (an entity, or the group) in each currency it is
-- stated in, account by account. Whatever a statement prints is a sum of these rows.
with

balances as (
    select * from {{ ref('int_account_balances_translated') }}
),

layers as (
    select * from {{ ref('int_balances_consolidated') }}
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

consolidated as (
    select
        'GROUP' as entity_key,
        'group' as currency_view,
        layers.account_key,
        layers.fiscal_period,
        layers.fiscal_year,
        {% for measure in [
            'opening_amount', 'movement_amount', 'closing_amount', 'closing_journal_amount',
            'opening_journal_amount',
        ] %}
            {{ money('sum(layers.' ~ measure ~ '_group)') }} as {{ measure }}
            {%- if not loop.last %},{% endif %}
        {% endfor %}
    from layers
    group by layers.account_key, layers.fiscal_period, layers.fiscal_year
),

scopes as (
    select * from functional
    union all
    select * from in_group_currency
    union all
    select * from consolidated
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
