with

owners as (
    {{ current_rows(source('raw_crm', 'owners')) }}
),

renamed as (
    select
        cast(owners.id as varchar) as user_id,
        trim(coalesce(owners.first_name, '') || ' ' || coalesce(owners.last_name, '')) as full_name,
        owners.email,
        owners.team,
        not coalesce(cast(owners.archived as boolean), false) as is_active,
        owners._recorded_at as recorded_at
    from owners
)

select * from renamed
