with

landed as (
    {{ current_rows(source('raw_files', 'opportunities')) }}
),

renamed as (
    select
        cast(landed.opportunity_id as varchar) as opportunity_id,
        cast(landed.opportunity_name as varchar) as opportunity_name,
        cast(landed.account_id as varchar) as account_id,
        cast(landed.owner_id as varchar) as owner_id,
        cast(landed.stage as varchar) as stage,
        cast(landed.stage_order as bigint) as stage_order,
        cast(landed.is_won as boolean) as is_won,
        cast(landed.is_closed as boolean) as is_closed,
        cast(landed.amount as decimal(20, 4)) as amount,
        cast(landed.currency_code as varchar) as currency_code,
        cast(landed.win_probability_ratio as decimal(9, 6)) as win_probability_ratio,
        cast(landed.product_line as varchar) as product_line,
        cast(landed.erp_order_number as varchar) as erp_order_number,
        cast(landed.created_date as date) as created_date,
        cast(landed.expected_close_date as date) as expected_close_date,
        cast(landed.closed_date as date) as closed_date,
        cast(landed.updated_at as timestamp) as updated_at,
        landed._recorded_at as recorded_at
    from landed
)

select * from renamed
