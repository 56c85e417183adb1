with

deals as (
    {{ current_rows(source('raw_crm', 'deals')) }}
),

pipeline_stages as (
    {{ current_rows(source('raw_crm', 'pipeline_stages')) }}
),

-- A stage identifier may occur in more than one pipeline; the deal names both.
renamed as (
    select
        cast(deals.id as varchar) as opportunity_id,
        deals.dealname as opportunity_name,
        cast(deals.company_id as varchar) as account_id,
        cast(deals.hubspot_owner_id as varchar) as owner_id,
        coalesce(pipeline_stages.label, deals.dealstage) as stage,
        cast(pipeline_stages.display_order as bigint) as stage_order,
        coalesce(
            cast(pipeline_stages.is_closed as boolean)
            and cast(pipeline_stages.probability as decimal(9, 6)) = 1,
            deals.dealstage = 'closedwon'
        ) as is_won,
        coalesce(
            cast(pipeline_stages.is_closed as boolean),
            deals.dealstage in ('closedwon', 'closedlost')
        ) as is_closed,
        {{ money('deals.amount') }} as amount,
        deals.deal_currency_code as currency_code,
        cast(
            coalesce(deals.hs_deal_stage_probability, pipeline_stages.probability)
            as decimal(9, 6)
        ) as win_probability_ratio,
        deals.product_line,
        cast(deals.erp_order_number as varchar) as erp_order_number,
        cast(deals.createdate as date) as created_date,
        cast(deals.closedate as date) as expected_close_date,
        case
            when coalesce(
                cast(pipeline_stages.is_closed as boolean),
                deals.dealstage in ('closedwon', 'closedlost')
            ) then cast(deals.closedate as date)
        end as closed_date,
        cast(deals.hs_lastmodifieddate as timestamp) as updated_at,
        deals._recorded_at as recorded_at
    from deals
    left join pipeline_stages
        on
            deals.dealstage = pipeline_stages.stage_id
            and deals.pipeline = pipeline_stages.pipeline_id
)

select * from renamed
