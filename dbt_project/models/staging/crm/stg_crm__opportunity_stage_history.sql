with

deal_stage_history as (
    {{ current_rows(source('raw_crm', 'deal_stage_history')) }}
),

deals as (
    {{ current_rows(source('raw_crm', 'deals')) }}
),

pipeline_stages as (
    {{ current_rows(source('raw_crm', 'pipeline_stages')) }}
),

renamed as (
    select
        cast(deal_stage_history.deal_id as varchar) as opportunity_id,
        coalesce(pipeline_stages.label, deal_stage_history.dealstage) as stage,
        cast(deal_stage_history.changed_at as timestamp) as entered_at,
        deal_stage_history._recorded_at as recorded_at
    from deal_stage_history
    left join deals on deal_stage_history.deal_id = deals.id
    left join pipeline_stages
        on
            deal_stage_history.dealstage = pipeline_stages.stage_id
            and deals.pipeline = pipeline_stages.pipeline_id
)

select * from renamed
