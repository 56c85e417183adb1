with

landed as (
    {{ current_rows(source('raw_files', 'opportunity_stage_history')) }}
),

renamed as (
    select
        cast(landed.opportunity_id as varchar) as opportunity_id,
        cast(landed.stage as varchar) as stage,
        cast(landed.entered_at as timestamp) as entered_at,
        landed._recorded_at as recorded_at
    from landed
)

select * from renamed
