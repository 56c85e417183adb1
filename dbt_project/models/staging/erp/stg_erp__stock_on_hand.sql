with

stock_on_hand as (
    {{ current_rows(source('raw_erp', 'stock_on_hand')) }}
),

locations as (
    {{ current_rows(source('raw_erp', 'stock_location')) }}
),

renamed as (
    select
        cast(stock_on_hand.company as varchar) as entity_id,
        cast(stock_on_hand.product as varchar) as item_id,
        coalesce(locations.name, cast(stock_on_hand.location as varchar)) as location,
        {{ quantity('sum(cast(stock_on_hand.quantity as decimal(20, 6)))') }} as quantity,
        max(stock_on_hand._recorded_at) as recorded_at
    from stock_on_hand
    left join locations on stock_on_hand.location = locations.id
    group by
        stock_on_hand.company,
        stock_on_hand.product,
        coalesce(locations.name, cast(stock_on_hand.location as varchar))
)

select * from renamed
