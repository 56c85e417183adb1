-- What settled an item (money, a credit note set off, a write-off, an exchange difference), at what
-- carrying amount, and the exchange gain that realised.
with

settlements as (
    select * from {{ ref('int_receivable_settlements_valued') }}
),

published as (
    select
        settlements.settlement_key,
        settlements.payment_key,
        settlements.item_key,
        settlements.entity_key,
        settlements.customer_key,
        settlements.journal_key,
        settlements.difference_journal_key,
        settlements.currency_code,
        settlements.applied_amount,
        settlements.applied_amount_functional,
        settlements.carrying_amount_functional,
        settlements.settlement_amount_functional,
        settlements.realised_gain_amount_functional,
        settlements.settlement_date,
        settlements.settlement_type
    from settlements
)

select * from published
{{ in_order_of('settlement_date') }}
