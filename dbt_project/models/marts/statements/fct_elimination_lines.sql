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
    select * from eliminations
    union all
    select * from minority_interests
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
        united.closing_amount_group
    from united
)

select * from published
