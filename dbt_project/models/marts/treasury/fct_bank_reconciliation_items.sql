-- What stands between the ledger and the bank at each period end, item by item: money the ledger
-- has booked and the bank has not yet (deposits in transit, outstanding payments), and money the
-- bank has booked and the ledger has not.
with

reconciliation_periods as (
    select * from {{ ref('int_bank_reconciliation_periods_spined') }}
),

ledger_lines as (
    select * from {{ ref('int_bank_ledger_lines_resolved') }}
    where journal_type <> 'opening'
),

bank_lines as (
    select * from {{ ref('int_bank_lines_resolved') }}
),

matches as (
    select * from {{ ref('int_bank_lines_matched') }}
),

in_ledger_only as (
    select
        reconciliation_periods.bank_account_key,
        reconciliation_periods.fiscal_period,
        ledger_lines.journal_line_key as item_key,
        case
            when ledger_lines.amount > 0 then 'deposit_in_transit'
            else 'outstanding_payment'
        end as item_kind,
        ledger_lines.journal_line_key,
        cast(null as varchar) as bank_line_key,
        ledger_lines.amount,
        ledger_lines.currency_code,
        ledger_lines.effective_date as item_date,
        ledger_lines.bank_reference,
        ledger_lines.description
    from reconciliation_periods
    inner join ledger_lines
        on
            reconciliation_periods.bank_account_key = ledger_lines.bank_account_key
            and reconciliation_periods.first_opening_date <= ledger_lines.effective_date
            and reconciliation_periods.fiscal_period >= ledger_lines.fiscal_period
    left join matches on ledger_lines.journal_line_key = matches.journal_line_key
    where
        ledger_lines.amount <> 0
        and (
            matches.journal_line_key is null
            or matches.bank_fiscal_period > reconciliation_periods.fiscal_period
        )
),

at_bank_only as (
    select
        reconciliation_periods.bank_account_key,
        reconciliation_periods.fiscal_period,
        bank_lines.bank_line_key as item_key,
        'unbooked_bank_line' as item_kind,
        cast(null as varchar) as journal_line_key,
        bank_lines.bank_line_key,
        bank_lines.amount,
        bank_lines.currency_code,
        bank_lines.booking_date as item_date,
        bank_lines.bank_reference,
        coalesce(bank_lines.remittance_text, bank_lines.counterparty_name) as description
    from reconciliation_periods
    inner join bank_lines
        on
            reconciliation_periods.bank_account_key = bank_lines.bank_account_key
            and reconciliation_periods.fiscal_period >= bank_lines.fiscal_period
    left join matches on bank_lines.bank_line_key = matches.bank_line_key
    where
        bank_lines.amount <> 0
        and (
            matches.bank_line_key is null
            or matches.ledger_fiscal_period > reconciliation_periods.fiscal_period
        )
),

all_items as (
    select * from in_ledger_only
    union all
    select * from at_bank_only
)

select * from all_items
