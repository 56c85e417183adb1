with

landed as (
    {{ current_rows(source('raw_files', 'chart_of_accounts')) }}
),

renamed as (
    select
        cast(landed.account_id as varchar) as account_id,
        cast(landed.entity_id as varchar) as entity_id,
        cast(landed.account_code as varchar) as account_code,
        cast(landed.account_name as varchar) as account_name,
        cast(landed.account_type as varchar) as account_type,
        cast(landed.account_class as varchar) as account_class,
        cast(landed.is_reconcilable as boolean) as is_reconcilable,
        landed._recorded_at as recorded_at
    from landed
)

select * from renamed
