with

landed as (
    {{ current_rows(source('raw_files', 'contacts')) }}
),

renamed as (
    select
        cast(landed.contact_id as varchar) as contact_id,
        cast(landed.account_id as varchar) as account_id,
        cast(landed.full_name as varchar) as full_name,
        cast(landed.email as varchar) as email,
        cast(landed.phone as varchar) as phone,
        cast(landed.job_title as varchar) as job_title,
        cast(landed.created_at as timestamp) as created_at,
        cast(landed.updated_at as timestamp) as updated_at,
        landed._recorded_at as recorded_at
    from landed
)

select * from renamed
