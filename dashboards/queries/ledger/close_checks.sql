-- What a controller looks at before the chosen period is closed: how many records stand in the way,
-- and the money they hold in group currency where they hold money.
with entities as (
    select
        entity_key,
        entity_code
    from ledger.dim_entities
    where entity_code = $entity_code or $entity_code = 'GROUP'
),

periods as (
    select
        fiscal_periods.entity_key,
        entities.entity_code,
        fiscal_periods.fiscal_period,
        fiscal_periods.ends_date
    from calendar.dim_fiscal_periods as fiscal_periods
    inner join entities
        on fiscal_periods.entity_key = entities.entity_key
    where fiscal_periods.fiscal_period = $fiscal_period
),

checks as (
    select
        1 as check_order,
        'period_is_over' as check_code,
        count(*) as item_count,
        cast(null as decimal(38, 4)) as amount_group
    from periods
    where ends_date > $as_of_date

    union all

    select
        2 as check_order,
        'earlier_periods_closed' as check_code,
        count(*) as item_count,
        cast(null as decimal(38, 4)) as amount_group
    from ledger.fct_period_status
    where
        status = 'open'
        and fiscal_period < $fiscal_period
        and (entity_code = $entity_code or $entity_code = 'GROUP')

    union all

    select
        3 as check_order,
        'invariants_hold' as check_code,
        count(distinct invariant_id) as item_count,
        cast(null as decimal(38, 4)) as amount_group
    from audit.audit_invariant_results
    where status <> 'passed' and severity = 'error'

    union all

    select
        4 as check_order,
        'no_row_refused' as check_code,
        count(*) as item_count,
        cast(null as decimal(38, 4)) as amount_group
    from audit.audit_contract_violations
    where resolved_at is null

    union all

    select
        5 as check_order,
        'no_file_refused' as check_code,
        count(*) as item_count,
        cast(null as decimal(38, 4)) as amount_group
    from audit.audit_landed_files
    where status = 'refused'

    union all

    select
        6 as check_order,
        'bank_statements_landed' as check_code,
        count(*) as item_count,
        cast(null as decimal(38, 4)) as amount_group
    from treasury.rpt_bank_reconciliation as reconciliations
    inner join periods
        on
            reconciliations.entity_key = periods.entity_key
            and reconciliations.fiscal_period = periods.fiscal_period
    where
        reconciliations.statement_date is null
        or reconciliations.statement_date < periods.ends_date

    union all

    select
        7 as check_order,
        'bank_reconciled' as check_code,
        count(*) as item_count,
        cast(null as decimal(38, 4)) as amount_group
    from treasury.rpt_bank_reconciliation as reconciliations
    inner join periods
        on
            reconciliations.entity_key = periods.entity_key
            and reconciliations.fiscal_period = periods.fiscal_period
    where reconciliations.difference_amount <> 0

    union all

    select
        8 as check_order,
        'bank_lines_booked' as check_code,
        count(*) as item_count,
        cast(null as decimal(38, 4)) as amount_group
    from treasury.fct_bank_reconciliation_items as items
    inner join treasury.dim_bank_accounts as bank_accounts
        on items.bank_account_key = bank_accounts.bank_account_key
    inner join periods
        on
            bank_accounts.entity_key = periods.entity_key
            and items.fiscal_period = periods.fiscal_period
    where items.bank_line_key is not null

    union all

    select
        9 as check_order,
        'intercompany_agreed' as check_code,
        count(*) as item_count,
        sum(abs(pairs.unmatched_difference_amount_group)) as amount_group
    from statements.fct_intercompany_pairs as pairs
    where
        pairs.fiscal_period = $fiscal_period
        and pairs.unmatched_difference_amount_group <> 0
        and exists (
            select 1
            from entities
            where entities.entity_key in (pairs.creditor_entity_key, pairs.debtor_entity_key)
        )

    union all

    select
        10 as check_order,
        'documents_posted' as check_code,
        count(*) as item_count,
        cast(null as decimal(38, 4)) as amount_group
    from ledger.fct_posting_refusals as refusals
    inner join periods
        on
            refusals.entity_key = periods.entity_key
            and refusals.event_date <= periods.ends_date

    union all

    select
        11 as check_order,
        'ledger_agrees_with_rules' as check_code,
        count(distinct differences.document_key) as item_count,
        cast(null as decimal(38, 4)) as amount_group
    from ledger.fct_shadow_ledger_differences as differences
    inner join periods
        on
            differences.entity_key = periods.entity_key
            and differences.fiscal_period = periods.fiscal_period

    union all

    select
        12 as check_order,
        'deliveries_invoiced' as check_code,
        count(*) as item_count,
        sum(
            greatest(order_lines.delivered_amount_group - order_lines.invoiced_amount_group, 0)
        ) as amount_group
    from sales.fct_order_to_cash as order_lines
    inner join periods
        on
            order_lines.entity_key = periods.entity_key
            and order_lines.first_shipped_date <= periods.ends_date
    where order_lines.leakage_reason = 'delivered_not_invoiced'
)

select
    check_code,
    item_count,
    amount_group
from checks
order by check_order asc
