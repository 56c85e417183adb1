-- Balances as statements see them, account by account within a scope (an entity, or the group).
{% set measures = [
    'opening_amount', 'movement_amount', 'closing_amount', 'closing_journal_amount',
    'opening_journal_amount',
] %}

with

balances as (
    select * from {{ ref('int_source_balances_stated') }}
),

summed as (
    select
        balances.entity_key,
        balances.currency_view,
        balances.account_key,
        balances.fiscal_period,
        balances.fiscal_year,
        balances.account_class,
        balances.account_type,
        balances.is_cash,
        {% for measure in measures %}
            {{ money('sum(balances.' ~ measure ~ ')') }} as {{ measure }}
            {%- if not loop.last %},{% endif %}
        {% endfor %}
    from balances
    group by
        balances.entity_key,
        balances.currency_view,
        balances.account_key,
        balances.fiscal_period,
        balances.fiscal_year,
        balances.account_class,
        balances.account_type,
        balances.is_cash
)

select * from summed
