with

landed as (
    {{ current_rows(source('raw_files', 'employees')) }}
),

renamed as (
    select
        cast(landed.employee_id as varchar) as employee_id,
        cast(landed.entity_id as varchar) as entity_id,
        cast(landed.full_name as varchar) as full_name,
        cast(landed.department as varchar) as department,
        cast(landed.is_sales_rep as boolean) as is_sales_rep,
        landed._recorded_at as recorded_at
    from landed
)

select * from renamed
