with

landed as (
    {{ current_rows(source('raw_files', 'journals')) }}
),

renamed as (
    select
        cast(landed.journal_id as varchar) as journal_id,
        cast(landed.journal_number as varchar) as journal_number,
        cast(landed.entity_id as varchar) as entity_id,
        cast(landed.journal_type as varchar) as journal_type,
        cast(landed.fiscal_period_id as varchar) as fiscal_period_id,
        cast(landed.effective_date as date) as effective_date,
        cast(landed.posted_date as date) as posted_date,
        cast(landed.description as varchar) as description,
        cast(landed.document_type as varchar) as document_type,
        cast(landed.document_id as varchar) as document_id,
        cast(landed.reversed_journal_id as varchar) as reversed_journal_id,
        cast(landed.state as varchar) as state,
        cast(landed.changed_by as varchar) as changed_by,
        cast(landed.changed_at as timestamp) as changed_at,
        landed._recorded_at as recorded_at
    from landed
)

select * from renamed
