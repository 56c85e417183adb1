-- Balances as statements see them, by what they come from: every scope (an entity, or the group) in
-- each currency it is stated in, account by account, and within the group entity by entity and
-- layer by layer. Whatever a statement prints is a sum of these rows. A closing journal ends a year
-- of its company; it ends one of the group's only where both count their periods alike, and what it
-- carries over then is carried_amount.
{% set measures = [
    'opening_amount', 'movement_amount', 'closing_amount', 'closing_journal_amount',
    'opening_journal_amount',
] %}

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

fiscal_periods as (
    select * from {{ ref('int_fiscal_periods_resolved') }}
),

scopes as (
    select
        balances.entity_key,
        'functional' as currency_view,
        balances.entity_key as source_entity_key,
        'entity' as layer,
        balances.account_key,
        balances.fiscal_period,
        balances.fiscal_year,
        {% for measure in measures %}
            balances.{{ measure }}{% if not loop.last %},{% endif %}
        {% endfor %}
    from balances
    union all
    select
        balances.entity_key,
        'group' as currency_view,
        balances.entity_key as source_entity_key,
        'entity' as layer,
        balances.account_key,
        balances.fiscal_period,
        balances.fiscal_year,
        {% for measure in measures %}
            balances.{{ measure }}_group as {{ measure }}{% if not loop.last %},{% endif %}
        {% endfor %}
    from balances
    union all
    select
        'GROUP' as entity_key,
        'group' as currency_view,
        layers.entity_key as source_entity_key,
        layers.layer,
        layers.account_key,
        layers.fiscal_period,
        layers.fiscal_year,
        {% for measure in measures %}
            layers.{{ measure }}_group as {{ measure }}{% if not loop.last %},{% endif %}
        {% endfor %}
    from layers
),

stated as (
    select
        scopes.entity_key,
        scopes.currency_view,
        scopes.source_entity_key,
        scopes.layer,
        scopes.account_key,
        scopes.fiscal_period,
        scopes.fiscal_year,
        accounts.account_class,
        accounts.account_type,
        accounts.is_cash,
        {% for measure in measures %}
            scopes.{{ measure }},
        {% endfor %}
        case
            when periods_of_scope.period_number = periods_of_source.period_number
                then scopes.closing_journal_amount
            else 0
        end as carried_amount
    from scopes
    inner join accounts on scopes.account_key = accounts.account_key
    inner join fiscal_periods as periods_of_scope
        on
            scopes.entity_key = periods_of_scope.entity_key
            and scopes.fiscal_period = periods_of_scope.fiscal_period
    inner join fiscal_periods as periods_of_source
        on
            scopes.source_entity_key = periods_of_source.entity_key
            and scopes.fiscal_period = periods_of_source.fiscal_period
)

select * from stated
