-- What receipts from customers and payments to suppliers say in amounts: the money the bank moved
-- (its own statement's amount where the statement is in), what of each document it settled at the
-- payment's rate, what that differs by from the document's carrying amount, what stays on account
-- (also what is applied on a later day), and the charges by which the money differs from what was
-- settled.
with

entities as (
    select * from {{ ref('int_entities_unioned') }}
),

spot_rates as (
    select * from {{ ref('int_exchange_rates_filled') }}
    where rate_type = 'spot'
),

bank_accounts as (
    select * from {{ ref('int_bank_accounts_resolved') }}
),

settlements as (
    select * from {{ ref('int_settlements_carried') }}
    where
        payment_key is not null
        and allocation_type <> 'credit_note'
        and not coalesce(is_applied_later, false)
),

bank_lines as (
    select
        bank_lines.bank_account_key,
        bank_lines.bank_reference,
        min(bank_lines.currency_code) as currency_code,
        sum(bank_lines.amount) as amount
    from {{ ref('int_bank_lines_resolved') }} as bank_lines
    where bank_lines.bank_reference is not null
    group by bank_lines.bank_account_key, bank_lines.bank_reference
),

payments as (
    select
        'customer_receipt' as event_type,
        'invoice' as settled_document_type,
        'receipt' as document_type,
        1 as cash_sign,
        receipts.payment_key,
        receipts.payment_id,
        receipts.payment_number,
        receipts.entity_key,
        receipts.customer_key as party_key,
        customers.intercompany_entity_key,
        receipts.bank_account_key,
        receipts.payment_date,
        receipts.currency_code,
        receipts.amount,
        receipts.bank_reference,
        receipts.source_system,
        receipts.recorded_at
    from {{ ref('int_customer_payments_unioned') }} as receipts
    left join {{ ref('int_customers_unioned') }} as customers
        on receipts.customer_key = customers.customer_key
    union all
    select
        'supplier_payment' as event_type,
        'bill' as settled_document_type,
        'payment' as document_type,
        -1 as cash_sign,
        supplier_payments.payment_key,
        supplier_payments.payment_id,
        supplier_payments.payment_number,
        supplier_payments.entity_key,
        supplier_payments.supplier_key as party_key,
        suppliers.intercompany_entity_key,
        supplier_payments.bank_account_key,
        supplier_payments.payment_date,
        supplier_payments.currency_code,
        supplier_payments.amount,
        supplier_payments.bank_reference,
        supplier_payments.source_system,
        supplier_payments.recorded_at
    from {{ ref('int_supplier_payments_unioned') }} as supplier_payments
    left join {{ ref('int_suppliers_unioned') }} as suppliers
        on supplier_payments.supplier_key = suppliers.supplier_key
),

-- A reference that several payments share says of none of them what the bank moved.
referenced as (
    select
        payments.*,
        case
            when
                count(*) over (
                    partition by payments.bank_account_key, payments.bank_reference
                ) = 1
                then payments.bank_reference
        end as own_reference
    from payments
),

-- Where the rate of one settlement is missing, their sum is unknown too.
settled_totals as (
    select
        payments.event_type,
        payments.payment_key,
        sum(settlements.applied_amount) as applied_amount,
        max(settlements.recorded_at) as recorded_at,
        case
            when count(settlements.applied_functional) = count(*)
                then sum(settlements.applied_functional)
        end as applied_functional
    from payments
    inner join settlements
        on
            payments.settled_document_type = settlements.document_type
            and payments.payment_key = settlements.payment_key
    group by payments.event_type, payments.payment_key
),

rated as (
    select
        payments.*,
        entities.functional_currency,
        bank_accounts.ledger_account_key,
        greatest(payments.recorded_at, coalesce(settled_totals.recorded_at, payments.recorded_at))
            as event_recorded_at,
        -- What the bank moved, in the currency of the bank account: its own statement's amount, or
        -- the payment's where that is in the account's currency.
        case
            when bank_lines.currency_code is not null then bank_lines.currency_code
            when bank_accounts.currency_code = payments.currency_code then payments.currency_code
            else entities.functional_currency
        end as cash_currency,
        case
            when bank_lines.currency_code is not null then payments.cash_sign * bank_lines.amount
            when bank_accounts.currency_code = payments.currency_code then payments.amount
        end as cash_amount,
        case
            when settled_totals.payment_key is null then 0
            else settled_totals.applied_functional
        end as applied_functional,
        payments.amount - coalesce(settled_totals.applied_amount, 0) as on_account_amount,
        case
            when payments.amount = coalesce(settled_totals.applied_amount, 0) then 0
            else {{ convert_amount(
                'payments.amount - coalesce(settled_totals.applied_amount, 0)',
                'payments.currency_code', 'entities.functional_currency', 'spot_rates.rate'
            ) }}
        end as on_account_functional,
        {{ convert_amount(
            'payments.cash_sign * bank_lines.amount', 'bank_lines.currency_code',
            'entities.functional_currency', 'bank_rates.rate'
        ) }} as banked_functional
    from referenced as payments
    inner join entities on payments.entity_key = entities.entity_key
    left join settled_totals
        on
            payments.event_type = settled_totals.event_type
            and payments.payment_key = settled_totals.payment_key
    left join bank_accounts on payments.bank_account_key = bank_accounts.bank_account_key
    left join bank_lines
        on
            payments.bank_account_key = bank_lines.bank_account_key
            and payments.own_reference = bank_lines.bank_reference
    left join spot_rates
        on
            payments.payment_date = spot_rates.rate_date
            and payments.currency_code = spot_rates.from_currency
            and entities.functional_currency = spot_rates.to_currency
    left join spot_rates as bank_rates
        on
            payments.payment_date = bank_rates.rate_date
            and bank_lines.currency_code = bank_rates.from_currency
            and entities.functional_currency = bank_rates.to_currency
),

-- Positive as money goes the usual way: in from a customer, out to a supplier. Without a bank line
-- the bank moved what was settled.
valued as (
    select
        rated.*,
        coalesce(rated.banked_functional, rated.applied_functional + rated.on_account_functional)
            as cash_functional
    from rated
),

measured as (
    select
        valued.event_type,
        valued.payment_key,
        'cash' as event_measure,
        valued.payment_key as document_line_key,
        valued.ledger_account_key as document_account_key,
        valued.cash_currency as currency_code,
        coalesce(valued.cash_amount, valued.cash_functional) as amount,
        valued.cash_functional as amount_functional
    from valued
    union all
    select
        valued.event_type,
        valued.payment_key,
        'settled' as event_measure,
        settlements.allocation_key as document_line_key,
        settlements.control_account_key as document_account_key,
        settlements.currency_code,
        settlements.applied_amount as amount,
        settlements.applied_functional as amount_functional
    from valued
    inner join settlements
        on
            valued.settled_document_type = settlements.document_type
            and valued.payment_key = settlements.payment_key
    union all
    select
        valued.event_type,
        valued.payment_key,
        'on_account' as event_measure,
        valued.payment_key as document_line_key,
        cast(null as varchar) as document_account_key,
        valued.currency_code,
        valued.on_account_amount as amount,
        valued.on_account_functional as amount_functional
    from valued
    where valued.on_account_amount <> 0
    union all
    select
        valued.event_type,
        valued.payment_key,
        'exchange' as event_measure,
        settlements.allocation_key as document_line_key,
        settlements.control_account_key as document_account_key,
        valued.functional_currency as currency_code,
        settlements.carried_functional - settlements.applied_functional as amount,
        settlements.carried_functional - settlements.applied_functional as amount_functional
    from valued
    inner join settlements
        on
            valued.settled_document_type = settlements.document_type
            and valued.payment_key = settlements.payment_key
    where coalesce(settlements.carried_functional <> settlements.applied_functional, true)
    union all
    select
        valued.event_type,
        valued.payment_key,
        'charge' as event_measure,
        valued.payment_key as document_line_key,
        cast(null as varchar) as document_account_key,
        valued.functional_currency as currency_code,
        valued.applied_functional + valued.on_account_functional - valued.cash_functional as amount,
        valued.applied_functional + valued.on_account_functional - valued.cash_functional
            as amount_functional
    from valued
    where
        coalesce(
            valued.applied_functional + valued.on_account_functional <> valued.cash_functional,
            true
        )
),

events as (
    select
        valued.event_type,
        valued.entity_key,
        valued.payment_date as event_date,
        valued.document_type,
        valued.payment_key as document_key,
        valued.payment_id as document_id,
        valued.payment_number as document_number,
        valued.party_key,
        valued.intercompany_entity_key,
        cast(null as varchar) as product_key,
        measured.event_measure,
        measured.document_line_key,
        measured.document_account_key,
        measured.currency_code,
        {{ money('measured.amount') }} as amount,
        {{ money('measured.amount_functional') }} as amount_functional,
        valued.source_system,
        valued.event_recorded_at as recorded_at
    from measured
    inner join valued
        on
            measured.event_type = valued.event_type
            and measured.payment_key = valued.payment_key
)

select * from events
{{ in_order_of('event_date') }}
