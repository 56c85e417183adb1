-- The consolidated balances by layer: what the entities' translated books, translation differences,
-- eliminations and the interests of others each contribute to an account.
with

layers as (
    select * from {{ ref('int_balances_consolidated') }}
),

published as (
    select
        layers.entity_key,
        layers.account_key,
        layers.fiscal_period,
        layers.fiscal_year,
        layers.layer,
        '{{ var("presentation_currency") }}' as group_currency,
        layers.opening_amount_group,
        layers.movement_amount_group,
        layers.closing_amount_group,
        layers.closing_journal_amount_group
    from layers
)

select * from published
