-- One row per currency whatever the number of sources that know it.
with

erp as (
    select * from {{ ref('stg_erp__currencies') }}
),

files as (
    select * from {{ ref('stg_files__currencies') }}
),

united as (
    select
        1 as priority,
        erp.currency_code,
        erp.currency_name,
        erp.minor_unit_exponent,
        erp.recorded_at
    from erp
    union all
    select
        2 as priority,
        files.currency_code,
        files.currency_name,
        files.minor_unit_exponent,
        files.recorded_at
    from files
),

ranked as (
    select
        united.*,
        row_number() over (
            partition by united.currency_code
            order by united.priority asc
        ) as preference
    from united
),

preferred as (
    select
        ranked.currency_code,
        ranked.currency_name,
        ranked.minor_unit_exponent,
        ranked.recorded_at
    from ranked
    where ranked.preference = 1
)

select * from preferred
