-- What the group's books are made of, layer by layer: the entities' translated balances, their
-- translation differences, what is eliminated between them and what belongs to others. The year is
-- the group's, that of its parent.
with

balances as (
    select * from {{ ref('int_account_balances_translated') }}
),

accounts as (
    select * from {{ ref('int_accounts_classified') }}
),

shares as (
    select * from {{ ref('int_entity_shares_resolved') }}
    where is_consolidated
),

group_periods as (
    select * from {{ ref('int_fiscal_periods_resolved') }}
    where entity_key = 'GROUP'
),

eliminations as (
    select * from {{ ref('int_eliminations_entered') }}
),

minority_interests as (
    select * from {{ ref('int_minority_interests_entered') }}
),

of_entities as (
    select
        balances.entity_key,
        balances.account_key,
        balances.fiscal_period,
        case when accounts.account_class = 'translation_reserve' then 'fx' else 'entity' end
            as layer,
        balances.opening_amount_group,
        balances.movement_amount_group,
        balances.closing_amount_group,
        balances.closing_journal_amount_group,
        balances.opening_journal_amount_group
    from balances
    inner join accounts on balances.account_key = accounts.account_key
    inner join shares
        on
            balances.entity_key = shares.entity_key
            and balances.fiscal_period = shares.fiscal_period
),

consolidating as (
    select
        eliminations.entity_key,
        eliminations.account_key,
        eliminations.fiscal_period,
        eliminations.layer,
        eliminations.movement_amount_group,
        eliminations.closing_amount_group,
        0 as opening_journal_amount_group
    from eliminations
    union all
    select
        minority_interests.entity_key,
        minority_interests.account_key,
        minority_interests.fiscal_period,
        minority_interests.layer,
        minority_interests.movement_amount_group,
        minority_interests.closing_amount_group,
        minority_interests.opening_journal_amount_group
    from minority_interests
),

of_consolidation as (
    select
        consolidating.entity_key,
        consolidating.account_key,
        consolidating.fiscal_period,
        consolidating.layer,
        sum(consolidating.closing_amount_group - consolidating.movement_amount_group)
            as opening_amount_group,
        sum(consolidating.movement_amount_group) as movement_amount_group,
        sum(consolidating.closing_amount_group) as closing_amount_group,
        0 as closing_journal_amount_group,
        sum(consolidating.opening_journal_amount_group) as opening_journal_amount_group
    from consolidating
    group by
        consolidating.entity_key,
        consolidating.account_key,
        consolidating.fiscal_period,
        consolidating.layer
),

layers as (
    select * from of_entities
    union all
    select * from of_consolidation
),

typed as (
    select
        layers.entity_key,
        layers.account_key,
        layers.fiscal_period,
        group_periods.fiscal_year,
        layers.layer,
        {% for measure in [
            'opening_amount_group', 'movement_amount_group', 'closing_amount_group',
            'closing_journal_amount_group', 'opening_journal_amount_group',
        ] %}
            {{ money('layers.' ~ measure) }} as {{ measure }}
            {%- if not loop.last %},{% endif %}
        {% endfor %}
    from layers
    inner join group_periods on layers.fiscal_period = group_periods.fiscal_period
)

select * from typed
