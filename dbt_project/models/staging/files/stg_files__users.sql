with

landed as (
    {{ current_rows(source('raw_files', 'users')) }}
),

renamed as (
    select
        cast(landed.user_id as varchar) as user_id,
        cast(landed.full_name as varchar) as full_name,
        cast(landed.email as varchar) as email,
        cast(landed.team as varchar) as team,
        cast(landed.is_active as boolean) as is_active,
        landed._recorded_at as recorded_at
    from landed
)

select * from renamed
