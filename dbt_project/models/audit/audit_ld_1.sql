-- LD-1: what stands in the warehouse is what the source states, less what is in quarantine. Money
-- sums are shown only where they fail, so that the sums of a scope stay counts of rows.
with

control_totals as (
    select * from {{ ref('audit_control_totals') }}
),

compared as (
    select
        control_totals.source_name,
        control_totals.table_name,
        control_totals.measure,
        control_totals.landed_amount as left_amount,
        control_totals.source_amount - control_totals.quarantined_amount as right_amount
    from control_totals
),

cells as (
    select
        compared.source_name as scope,
        'table ' || compared.table_name || ', ' || compared.measure as record,
        compared.left_amount,
        compared.right_amount
    from compared
    where compared.measure = 'rows' or compared.left_amount <> compared.right_amount
),

results as (
    {{ invariant_result('LD-1', 'cells') }}
)

select * from results
