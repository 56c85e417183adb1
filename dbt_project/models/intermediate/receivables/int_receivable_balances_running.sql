-- The balance of each item between one event and the next: valid from the day of the event, up to
-- but not on the day of the following one. Balances as of a date are read by an open interval.
with

events as (
    select * from {{ ref('int_receivable_events_dated') }}
),

daily as (
    select
        events.item_key,
        events.event_date,
        sum(events.amount) as amount,
        sum(events.amount_functional) as amount_functional
    from events
    group by events.item_key, events.event_date
),

running as (
    select
        daily.item_key,
        daily.event_date as valid_from_date,
        lead(daily.event_date) over (
            partition by daily.item_key
            order by daily.event_date asc
        ) as valid_to_date,
        sum(daily.amount) over (
            partition by daily.item_key
            order by daily.event_date asc
            rows between unbounded preceding and current row
        ) as open_amount,
        sum(daily.amount_functional) over (
            partition by daily.item_key
            order by daily.event_date asc
            rows between unbounded preceding and current row
        ) as open_amount_functional
    from daily
),

typed as (
    select
        running.item_key,
        running.valid_from_date,
        running.valid_to_date,
        {{ money('running.open_amount') }} as open_amount,
        {{ money('running.open_amount_functional') }} as open_amount_functional
    from running
)

select * from typed
{{ in_order_of('valid_from_date') }}
