-- GL-7: the printed trial balance sums to zero per entity and period.
with

trial_balance as (
    select * from {{ ref('rpt_trial_balance') }}
),

cells as (
    select
        trial_balance.entity_code as scope,
        'trial balance of ' || trial_balance.fiscal_period as record,
        sum(
            case when trial_balance.closing_amount > 0 then trial_balance.closing_amount else 0 end
        ) as left_amount,
        -sum(
            case when trial_balance.closing_amount < 0 then trial_balance.closing_amount else 0 end
        ) as right_amount
    from trial_balance
    group by trial_balance.entity_code, trial_balance.fiscal_period
),

results as (
    {{ invariant_result('GL-7', 'cells') }}
)

select * from results
