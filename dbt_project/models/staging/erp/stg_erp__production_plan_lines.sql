with

productions as (
    {{ current_rows(source('raw_erp', 'production')) }}
),

renamed as (
    select
        cast(productions.id as varchar) as production_order_id,
        productions.number as production_order_number,
        cast(productions.company as varchar) as entity_id,
        cast(productions.product as varchar) as item_id,
        cast(coalesce(productions.planned_start_date, productions.planned_date) as date)
            as planned_date,
        {{ quantity('productions.quantity') }} as planned_quantity,
        cast(
            case when productions.state = 'done' then productions.quantity else 0 end
            as decimal(20, 6)
        ) as produced_quantity,
        cast(case when productions.state = 'done' then productions.effective_date end as date)
            as completed_date,
        productions.state,
        productions._recorded_at as recorded_at
    from productions
    where productions.type is null or productions.type = 'assembly'
)

select * from renamed
