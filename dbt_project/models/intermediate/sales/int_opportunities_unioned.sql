-- Unites every source that fills opportunities: nothing downstream learns a source.
with

crm as (
    select * from {{ ref('stg_crm__opportunities') }}
),

files as (
    select * from {{ ref('stg_files__opportunities') }}
),

united as (
    select
        'crm' as source_system,
        crm.opportunity_id,
        crm.opportunity_name,
        crm.account_id,
        crm.owner_id,
        crm.stage,
        crm.stage_order,
        crm.is_won,
        crm.is_closed,
        crm.amount,
        crm.currency_code,
        crm.win_probability_ratio,
        crm.product_line,
        crm.erp_order_number,
        crm.created_date,
        crm.expected_close_date,
        crm.closed_date,
        crm.updated_at,
        crm.recorded_at
    from crm
    union all
    select
        'files' as source_system,
        files.opportunity_id,
        files.opportunity_name,
        files.account_id,
        files.owner_id,
        files.stage,
        files.stage_order,
        files.is_won,
        files.is_closed,
        files.amount,
        files.currency_code,
        files.win_probability_ratio,
        files.product_line,
        files.erp_order_number,
        files.created_date,
        files.expected_close_date,
        files.closed_date,
        files.updated_at,
        files.recorded_at
    from files
),

keyed as (
    select
        united.source_system,
        {{ surrogate_key('united.opportunity_id', 'united.source_system') }} as opportunity_key,
        {{ surrogate_key('united.account_id', 'united.source_system') }} as crm_account_key,
        {{ surrogate_key('united.owner_id', 'united.source_system') }} as user_key,
        united.opportunity_id,
        united.opportunity_name,
        united.account_id,
        united.owner_id,
        united.stage,
        united.stage_order,
        united.is_won,
        united.is_closed,
        united.amount,
        united.currency_code,
        united.win_probability_ratio,
        united.product_line,
        united.erp_order_number,
        united.created_date,
        united.expected_close_date,
        united.closed_date,
        united.updated_at,
        united.recorded_at
    from united
)

select * from keyed
