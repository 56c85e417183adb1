-- The bank reconciliation of each bank account at each period end: the ledger balance equals the
-- statement balance plus deposits in transit less outstanding payments less lines the bank booked
-- and the ledger did not; whatever is left is the difference, which must be zero.
with

reconciliation_periods as (
    select * from {{ ref('int_bank_reconciliation_periods_spined') }}
),

ledger_lines as (
    select * from {{ ref('int_bank_ledger_lines_resolved') }}
),

items as (
    select * from {{ ref('fct_bank_reconciliation_items') }}
),

bank_accounts as (
    select * from {{ ref('dim_bank_accounts') }}
),

ledger_amounts as (
    select
        reconciliation_periods.bank_account_key,
        reconciliation_periods.fiscal_period,
        sum(coalesce(ledger_lines.amount, 0)) as ledger_amount
    from reconciliation_periods
    left join ledger_lines
        on
            reconciliation_periods.bank_account_key = ledger_lines.bank_account_key
            and reconciliation_periods.fiscal_period >= ledger_lines.fiscal_period
    group by reconciliation_periods.bank_account_key, reconciliation_periods.fiscal_period
),

item_amounts as (
    select
        items.bank_account_key,
        items.fiscal_period,
        sum(case when items.item_kind = 'deposit_in_transit' then items.amount else 0 end)
            as deposits_in_transit_amount,
        -sum(case when items.item_kind = 'outstanding_payment' then items.amount else 0 end)
            as outstanding_payments_amount,
        sum(case when items.item_kind = 'unbooked_bank_line' then items.amount else 0 end)
            as unbooked_lines_amount
    from items
    group by items.bank_account_key, items.fiscal_period
),

reconciled as (
    select
        reconciliation_periods.bank_account_key,
        bank_accounts.entity_key,
        reconciliation_periods.fiscal_period,
        reconciliation_periods.statement_key,
        reconciliation_periods.statement_date,
        {{ money('ledger_amounts.ledger_amount') }} as ledger_amount,
        {{ money('reconciliation_periods.statement_amount') }} as statement_amount,
        {{ money('coalesce(item_amounts.deposits_in_transit_amount, 0)') }}
            as deposits_in_transit_amount,
        {{ money('coalesce(item_amounts.outstanding_payments_amount, 0)') }}
            as outstanding_payments_amount,
        {{ money('coalesce(item_amounts.unbooked_lines_amount, 0)') }} as unbooked_lines_amount,
        bank_accounts.currency_code
    from reconciliation_periods
    inner join bank_accounts
        on reconciliation_periods.bank_account_key = bank_accounts.bank_account_key
    inner join ledger_amounts
        on
            reconciliation_periods.bank_account_key = ledger_amounts.bank_account_key
            and reconciliation_periods.fiscal_period = ledger_amounts.fiscal_period
    left join item_amounts
        on
            reconciliation_periods.bank_account_key = item_amounts.bank_account_key
            and reconciliation_periods.fiscal_period = item_amounts.fiscal_period
),

with_difference as (
    select
        reconciled.*,
        {{ money(
            'reconciled.ledger_amount - reconciled.statement_amount'
            ~ ' - reconciled.deposits_in_transit_amount + reconciled.outstanding_payments_amount'
            ~ ' + reconciled.unbooked_lines_amount'
        ) }} as difference_amount
    from reconciled
)

select * from with_difference
