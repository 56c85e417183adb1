-- Every line on a receivable control account, and what it stands for: the line of a document's own
-- journal, a line that settles a document, or a line on account. Amounts are signed so that what
-- a customer owes is positive.
with

control_accounts as (
    select
        account_key,
        entity_key
    from {{ ref('int_accounts_classified') }}
    where account_class in ('receivable', 'receivable_intercompany')
),

ledger_lines as (
    select * from {{ ref('int_journal_lines_conformed') }}
),

documents as (
    select * from {{ ref('int_sales_invoices_valued') }}
),

allocations as (
    select * from {{ ref('int_payment_allocations_posted') }}
),

payments as (
    select * from {{ ref('int_customer_payments_valued') }}
),

line_settlements as (
    select
        allocations.journal_line_key,
        min(allocations.invoice_key) as invoice_key
    from allocations
    inner join documents on allocations.invoice_key = documents.invoice_key
    where allocations.journal_line_key is not null
    group by allocations.journal_line_key
),

-- Payments that are applied to documents without naming a ledger line: their ledger lines are money
-- on account until applied.
unlined_payments as (
    select distinct allocations.payment_key
    from allocations
    where allocations.journal_line_key is null and allocations.payment_key is not null
),

payment_journals as (
    select
        payments.journal_key,
        min(payments.payment_key) as payment_key,
        bool_or(unlined_payments.payment_key is not null) as is_unlined
    from payments
    left join unlined_payments on payments.payment_key = unlined_payments.payment_key
    where payments.journal_key is not null
    group by payments.journal_key
),

assigned as (
    select
        ledger_lines.journal_line_key,
        ledger_lines.journal_key,
        ledger_lines.entity_key,
        ledger_lines.account_key as control_account_key,
        ledger_lines.party_key as customer_key,
        ledger_lines.effective_date,
        ledger_lines.maturity_date,
        ledger_lines.description,
        ledger_lines.transaction_currency as currency_code,
        ledger_lines.functional_currency,
        ledger_lines.transaction_amount as amount,
        ledger_lines.functional_amount as amount_functional,
        ledger_lines.reconciliation_key,
        documents.invoice_key as own_invoice_key,
        line_settlements.invoice_key as settled_invoice_key,
        case when payment_journals.is_unlined then payment_journals.payment_key end
            as unlined_payment_key
    from ledger_lines
    inner join control_accounts on ledger_lines.account_key = control_accounts.account_key
    left join documents
        on
            ledger_lines.journal_key = documents.journal_key
            and ledger_lines.account_key = documents.control_account_key
    left join line_settlements on ledger_lines.journal_line_key = line_settlements.journal_line_key
    left join payment_journals on ledger_lines.journal_key = payment_journals.journal_key
),

on_account_lines as (
    select
        assigned.*,
        row_number() over (
            partition by
                assigned.control_account_key,
                assigned.customer_key,
                assigned.currency_code,
                assigned.amount_functional
            order by assigned.effective_date asc, assigned.journal_line_key asc
        ) as occurrence
    from assigned
    where
        assigned.own_invoice_key is null
        and assigned.settled_invoice_key is null
        and assigned.unlined_payment_key is null
        and assigned.reconciliation_key is null
),

-- Money on account is kept apart by party, control account and currency. What the source reconciled
-- is one item; so is a sum that came and the same sum that went, the first of each amount with the
-- first, the second with the second.
grouped as (
    select
        assigned.journal_line_key,
        case
            when assigned.own_invoice_key is not null or assigned.settled_invoice_key is not null
                then null
            when assigned.unlined_payment_key is not null
                then 'payment|' || assigned.unlined_payment_key
            when assigned.reconciliation_key is not null
                then 'reconciliation|' || assigned.reconciliation_key
            else
                'sum|' || cast(abs(assigned.amount_functional) as varchar)
                || '|' || cast(on_account_lines.occurrence as varchar)
        end as on_account_group
    from assigned
    left join on_account_lines on assigned.journal_line_key = on_account_lines.journal_line_key
),

keyed as (
    select
        assigned.*,
        grouped.on_account_group,
        md5(
            grouped.on_account_group || '|' || assigned.control_account_key
            || '|' || coalesce(assigned.customer_key, '') || '|' || assigned.currency_code
        ) as on_account_item_key
    from assigned
    inner join grouped on assigned.journal_line_key = grouped.journal_line_key
)

select * from keyed
