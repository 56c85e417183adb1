-- FX-4: the translation difference booked is the one its causes explain. Every account is rounded
-- to the minor unit for itself: one minor unit an account is allowed.
with

cta_proof as (
    select * from {{ ref('fct_cta_proof') }}
),

translated_balances as (
    select * from {{ ref('fct_translated_balances') }}
),

accounts as (
    select * from {{ ref('dim_accounts') }}
    where account_class = 'translation_reserve'
),

booked as (
    select
        translated_balances.entity_key,
        translated_balances.fiscal_period,
        -sum(translated_balances.movement_amount_group) as change_amount
    from translated_balances
    inner join accounts on translated_balances.account_key = accounts.account_key
    group by translated_balances.entity_key, translated_balances.fiscal_period
),

cells as (
    select
        cta_proof.entity_code || ' in ' || cta_proof.group_currency as scope,
        'translation difference of ' || cta_proof.fiscal_period as record,
        coalesce(booked.change_amount, 0) as left_amount,
        cta_proof.proven_change_amount_group as right_amount,
        cta_proof.rounding_bound_amount_group as allowed_amount
    from cta_proof
    left join booked
        on
            cta_proof.entity_key = booked.entity_key
            and cta_proof.fiscal_period = booked.fiscal_period
),

results as (
    {{ invariant_result('FX-4', 'cells', allowed='allowed_amount') }}
)

select * from results
