with

contacts as (
    {{ current_rows(source('raw_crm', 'contacts')) }}
),

renamed as (
    select
        cast(contacts.id as varchar) as contact_id,
        cast(contacts.company_id as varchar) as account_id,
        trim(coalesce(contacts.firstname, '') || ' ' || coalesce(contacts.lastname, ''))
            as full_name,
        contacts.email,
        contacts.phone,
        contacts.jobtitle as job_title,
        cast(contacts.createdate as timestamp) as created_at,
        cast(contacts.lastmodifieddate as timestamp) as updated_at,
        contacts._recorded_at as recorded_at
    from contacts
)

select * from renamed
