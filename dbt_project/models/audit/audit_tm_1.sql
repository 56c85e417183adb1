-- TM-1: what was reported for a closed period still has the fingerprint it was closed with,
-- whatever was recorded since.
with

snapshots as (
    select * from {{ ref('fct_statement_snapshots') }}
),

period_status as (
    select * from {{ ref('fct_period_status') }}
    where status <> 'open'
),

hashed as (
    select
        snapshots.entity_key,
        snapshots.fiscal_period,
        md5(
            snapshots.layout || '|' || snapshots.statement || '|' || snapshots.currency_view
            || '|' || snapshots.line_code || '|' || snapshots.currency_code
            || '|' || cast(snapshots.amount as varchar)
        ) as line_hash
    from snapshots
    where snapshots.is_in_force
),

digests as (
    select
        hashed.entity_key,
        hashed.fiscal_period,
        {{ ordered_digest('hashed.line_hash') }} as statement_hash
    from hashed
    group by hashed.entity_key, hashed.fiscal_period
),

cells as (
    select
        period_status.entity_code as scope,
        'statements of ' || period_status.fiscal_period || ' as reported' as record,
        case when period_status.statement_hash = digests.statement_hash then 1 else 0 end
            as left_amount,
        1 as right_amount
    from period_status
    left join digests
        on
            period_status.entity_key = digests.entity_key
            and period_status.fiscal_period = digests.fiscal_period
),

results as (
    {{ invariant_result('TM-1', 'cells') }}
)

select * from results
