-- What consolidation changes in the entities' books for the group, entry by entry: eliminations
-- between companies and the interests of others. Nothing of it stands in any ledger.
with

eliminations as (
    select * from {{ ref('int_eliminations_entered') }}
),

minority_interests as (
    select * from {{ ref('int_minority_interests_entered') }}
),

united as (
    select
        eliminations.elimination_key,
        eliminations.kind,
        eliminations.entity_key,
        eliminations.account_key,
        eliminations.fiscal_period,
        eliminations.movement_amount_group,
        eliminations.closing_amount_group,
        cast(0 as decimal(20, 4)) as opening_journal_amount_group
    from eliminations
    union all
    select
        minority_interests.elimination_key,
        minority_interests.kind,
        minority_interests.entity_key,
        minority_interests.account_key,
        minority_interests.fiscal_period,
        minority_interests.movement_amount_group,
        minority_interests.closing_amount_group,
        minority_interests.opening_journal_amount_group
    from minority_interests
),

published as (
    select
        united.elimination_key,
        united.kind,
        united.entity_key,
        united.account_key,
        united.fiscal_period,
        '{{ var("presentation_currency") }}' as group_currency,
        united.movement_amount_group,
        united.closing_amount_group,
        united.opening_journal_amount_group
    from united
)

select * from published
