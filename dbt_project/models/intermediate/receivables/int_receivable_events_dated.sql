-- What happens to an open item, dated: it opens, settlements change it, reconciliation clears it
-- against others. All events up to a day add up to the balance of the control accounts that day.
with

items as (
    select * from {{ ref('int_receivable_items_opened') }}
),

control_lines as (
    select * from {{ ref('int_receivable_lines_assigned') }}
),

documents as (
    select * from {{ ref('int_sales_invoices_valued') }}
),

allocations as (
    select * from {{ ref('int_payment_allocations_posted') }}
),

as_of as (
    select * from {{ ref('int_as_of_date') }}
),

opened as (
    select
        md5(items.item_key || '|opened') as event_key,
        items.item_key,
        items.document_type as event_type,
        items.opened_date as event_date,
        items.original_amount as amount,
        items.original_amount_functional as amount_functional,
        control_lines.reconciliation_key,
        cast(null as varchar) as payment_key,
        cast(null as varchar) as allocation_key
    from items
    left join control_lines on items.opening_line_key = control_lines.journal_line_key
    where items.document_type <> 'on_account'
),

-- An allocation whose ledger line opened another document (a credit note set off) takes the same
-- amount off that document.
dated_allocations as (
    select
        allocations.allocation_key,
        allocations.payment_key,
        allocations.invoice_key,
        control_lines.own_invoice_key as source_invoice_key,
        control_lines.reconciliation_key,
        allocations.journal_line_key,
        case allocations.allocation_type
            when 'payment' then 'apply'
            when 'credit_note' then 'credit'
            else allocations.allocation_type
        end as event_type,
        greatest(
            allocations.allocation_date,
            case
                when control_lines.own_invoice_key is not null then documents.invoice_date
                else allocations.allocation_date
            end
        ) as event_date,
        -allocations.applied_amount as amount,
        -allocations.applied_amount_functional as amount_functional
    from allocations
    inner join documents on allocations.invoice_key = documents.invoice_key
    inner join as_of on allocations.allocation_date <= as_of.as_of_date
    left join control_lines on allocations.journal_line_key = control_lines.journal_line_key
    where
        allocations.journal_line_key is null
        or control_lines.journal_line_key is not null
),

-- A document due in parts is settled from its first part on; what exceeds the parts, and exchange
-- differences, belong to the last.
running_allocations as (
    select
        dated_allocations.*,
        sum(dated_allocations.amount) over (
            partition by dated_allocations.invoice_key
            order by dated_allocations.event_date asc, dated_allocations.allocation_key asc
            rows between unbounded preceding and current row
        ) as running_amount
    from dated_allocations
),

running_items as (
    select
        items.item_key,
        items.document_key,
        items.instalment_number,
        items.instalment_count,
        sum(items.original_amount) over (
            partition by items.document_key
            order by items.instalment_number asc
            rows between unbounded preceding and current row
        ) as running_amount,
        items.original_amount
    from items
    where items.document_type <> 'on_account'
),

allocation_shares as (
    select
        running_allocations.allocation_key,
        running_items.item_key,
        running_items.instalment_number,
        running_items.instalment_count,
        running_allocations.payment_key,
        running_allocations.source_invoice_key,
        running_allocations.reconciliation_key,
        running_allocations.event_type,
        running_allocations.event_date,
        running_allocations.amount as whole_amount,
        running_allocations.amount_functional as whole_amount_functional,
        case
            when running_items.instalment_count = 1 then running_allocations.amount
            else -greatest(
                0,
                least(
                    -running_allocations.running_amount,
                    case
                        when running_items.instalment_number = running_items.instalment_count
                            then greatest(
                                running_items.running_amount, -running_allocations.running_amount
                            )
                        else running_items.running_amount
                    end
                )
                - greatest(
                    -running_allocations.running_amount + running_allocations.amount,
                    running_items.running_amount - running_items.original_amount
                )
            )
        end as amount
    from running_allocations
    inner join running_items on running_allocations.invoice_key = running_items.document_key
),

-- The functional amount follows the shares; the last part touched takes the rest.
shared_functional as (
    select
        allocation_shares.*,
        case
            when allocation_shares.instalment_count = 1
                then allocation_shares.whole_amount_functional
            when
                allocation_shares.instalment_number = max(
                    case
                        when allocation_shares.amount <> 0 then allocation_shares.instalment_number
                    end
                ) over (partition by allocation_shares.allocation_key)
                or (
                    allocation_shares.whole_amount = 0
                    and allocation_shares.instalment_number = allocation_shares.instalment_count
                )
                then null
            else {{ round_to_currency(multiply(
                'allocation_shares.whole_amount_functional',
                ratio('allocation_shares.amount', 'allocation_shares.whole_amount')
            ), "'XXX'") }}
        end as share_functional
    from allocation_shares
),

allocated as (
    select
        md5(shared_functional.allocation_key || '|' || shared_functional.item_key) as event_key,
        shared_functional.item_key,
        shared_functional.event_type,
        shared_functional.event_date,
        shared_functional.amount,
        coalesce(
            shared_functional.share_functional,
            shared_functional.whole_amount_functional - coalesce(
                sum(shared_functional.share_functional) over (
                    partition by shared_functional.allocation_key
                ), 0
            )
        ) as amount_functional,
        shared_functional.reconciliation_key,
        shared_functional.payment_key,
        shared_functional.allocation_key
    from shared_functional
),

set_off as (
    select
        md5(dated_allocations.allocation_key || '|set_off') as event_key,
        items.item_key,
        'credit' as event_type,
        dated_allocations.event_date,
        -dated_allocations.amount as amount,
        -dated_allocations.amount_functional as amount_functional,
        dated_allocations.reconciliation_key,
        cast(null as varchar) as payment_key,
        dated_allocations.allocation_key
    from dated_allocations
    inner join items on dated_allocations.journal_line_key = items.opening_line_key
    where dated_allocations.source_invoice_key is not null
),

on_account_lines as (
    select
        md5(control_lines.journal_line_key || '|on_account') as event_key,
        control_lines.on_account_item_key as item_key,
        case
            when control_lines.journal_line_key = items.opening_line_key
                then 'receipt_on_account'
            else 'apply'
        end as event_type,
        control_lines.effective_date as event_date,
        control_lines.amount,
        control_lines.amount_functional,
        control_lines.reconciliation_key,
        cast(null as varchar) as payment_key,
        cast(null as varchar) as allocation_key
    from control_lines
    inner join items on control_lines.on_account_item_key = items.item_key
),

-- Money on account of a source without ledger lines is used up as it is applied.
unposted_opened as (
    select
        md5(items.item_key || '|opened') as event_key,
        items.item_key,
        'receipt_on_account' as event_type,
        items.opened_date as event_date,
        items.original_amount as amount,
        items.original_amount_functional as amount_functional,
        cast(null as varchar) as reconciliation_key,
        items.document_key as payment_key,
        cast(null as varchar) as allocation_key
    from items
    where items.document_type = 'on_account' and items.opening_line_key is null
),

payment_items as (
    select
        payment_lines.payment_key,
        min(payment_lines.item_key) as item_key
    from (
        select
            unposted_opened.payment_key,
            unposted_opened.item_key
        from unposted_opened
        union all
        select
            control_lines.unlined_payment_key as payment_key,
            control_lines.on_account_item_key as item_key
        from control_lines
        where
            control_lines.unlined_payment_key is not null
            and control_lines.on_account_item_key is not null
    ) as payment_lines
    group by payment_lines.payment_key
),

used_up as (
    select
        md5(dated_allocations.allocation_key || '|used_up') as event_key,
        payment_items.item_key,
        'apply' as event_type,
        dated_allocations.event_date,
        -dated_allocations.amount as amount,
        -dated_allocations.amount_functional as amount_functional,
        cast(null as varchar) as reconciliation_key,
        dated_allocations.payment_key,
        dated_allocations.allocation_key
    from dated_allocations
    inner join payment_items on dated_allocations.payment_key = payment_items.payment_key
    where dated_allocations.journal_line_key is null
),

recorded as (
    select * from opened
    union all
    select * from allocated
    where allocated.amount <> 0 or allocated.amount_functional <> 0
    union all
    select * from set_off
    union all
    select * from on_account_lines
    union all
    select * from unposted_opened
    union all
    select * from used_up
),

-- Lines the ledger reconciled clear each other: what one item has too much in the set, another has
-- too little. Only sets that are whole, summing to zero, are followed.
reconciled_items as (
    select
        recorded.reconciliation_key,
        recorded.item_key,
        max(recorded.event_date) as event_date,
        sum(recorded.amount) as amount,
        sum(recorded.amount_functional) as amount_functional
    from recorded
    where recorded.reconciliation_key is not null
    group by recorded.reconciliation_key, recorded.item_key
),

reconciled_sets as (
    select
        reconciled_items.reconciliation_key,
        max(reconciled_items.event_date) as event_date
    from reconciled_items
    group by reconciled_items.reconciliation_key
    having sum(reconciled_items.amount_functional) = 0
),

cleared as (
    select
        md5(
            reconciled_items.reconciliation_key || '|' || reconciled_items.item_key
        ) as event_key,
        reconciled_items.item_key,
        'apply' as event_type,
        reconciled_sets.event_date,
        -reconciled_items.amount as amount,
        -reconciled_items.amount_functional as amount_functional,
        reconciled_items.reconciliation_key,
        cast(null as varchar) as payment_key,
        cast(null as varchar) as allocation_key
    from reconciled_items
    inner join reconciled_sets
        on reconciled_items.reconciliation_key = reconciled_sets.reconciliation_key
    where reconciled_items.amount <> 0 or reconciled_items.amount_functional <> 0
),

all_events as (
    select * from recorded
    union all
    select * from cleared
),

typed as (
    select
        all_events.event_key,
        all_events.item_key,
        items.entity_key,
        items.customer_key,
        all_events.event_type,
        cast(all_events.event_date as date) as event_date,
        items.currency_code,
        items.functional_currency,
        {{ money('all_events.amount') }} as amount,
        {{ money('all_events.amount_functional') }} as amount_functional,
        all_events.payment_key,
        all_events.allocation_key
    from all_events
    inner join items on all_events.item_key = items.item_key
)

select * from typed
{{ in_order_of('event_date') }}
