-- GL-5: nothing was recorded into a closed period after its close unless it stands among the
-- restatements: what moved each account in it is what moved it at the close plus the restatements.
with

period_status as (
    select * from {{ ref('fct_period_status') }}
    where status <> 'open'
),

reported_lines as (
    select * from {{ ref('int_closed_journal_lines_reported') }}
    where is_in_force
),

journal_lines as (
    select * from {{ ref('fct_journal_lines') }}
),

restatements as (
    select * from {{ ref('fct_restatements') }}
),

accounts as (
    select * from {{ ref('dim_accounts') }}
),

current_lines as (
    select
        journal_lines.entity_key,
        journal_lines.fiscal_period,
        journal_lines.account_key,
        journal_lines.functional_amount as current_amount,
        0 as explained_amount
    from journal_lines
),

explained_lines as (
    select
        reported_lines.entity_key,
        reported_lines.fiscal_period,
        reported_lines.account_key,
        0 as current_amount,
        reported_lines.functional_amount as explained_amount
    from reported_lines
    union all
    select
        restatements.entity_key,
        restatements.fiscal_period,
        restatements.account_key,
        0 as current_amount,
        restatements.delta_amount as explained_amount
    from restatements
),

both_sides as (
    select * from current_lines
    union all
    select * from explained_lines
),

cells as (
    select
        period_status.entity_code as scope,
        'account ' || coalesce(accounts.account_code, both_sides.account_key)
        || ' in closed ' || period_status.fiscal_period as record,
        sum(both_sides.current_amount) as left_amount,
        sum(both_sides.explained_amount) as right_amount
    from both_sides
    inner join period_status
        on
            both_sides.entity_key = period_status.entity_key
            and both_sides.fiscal_period = period_status.fiscal_period
    left join accounts on both_sides.account_key = accounts.account_key
    group by
        period_status.entity_code,
        period_status.fiscal_period,
        accounts.account_code,
        both_sides.account_key
),

results as (
    {{ invariant_result('GL-5', 'cells') }}
)

select * from results
