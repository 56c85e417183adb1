-- What needs a person, with the money at stake in group currency, largest first within its kind.
with failed_invariants as (
    select
        1 as kind_order,
        'invariant' as kind,
        invariant_id || ' ' || any_value(invariant_name) as subject,
        count(*) as item_count,
        max(abs(residual_amount)) as amount_group
    from audit.audit_invariant_results
    where status <> 'passed'
    group by invariant_id
),

overdue_customers as (
    select
        2 as kind_order,
        'overdue' as kind,
        customers.customer_name as subject,
        count(*) as item_count,
        sum(ageing.open_amount_group) as amount_group
    from receivables.rpt_receivables_ageing as ageing
    inner join sales.dim_customers as customers
        on ageing.customer_key = customers.customer_key
    inner join ledger.dim_entities as entities
        on ageing.entity_key = entities.entity_key
    where
        ageing.as_of_date = $balance_date
        and ageing.bucket in ('61_90', 'over_90')
        and (entities.entity_code = $entity_code or $entity_code = 'GROUP')
        and not customers.is_intercompany
    group by customers.customer_name
    -- A thousandth of all that is open is not worth a call.
    having
        sum(ageing.open_amount_group) > (
            select 0.001 * sum(open.open_amount_group)
            from receivables.rpt_receivables_ageing as open
            where open.as_of_date = $balance_date
        )
    order by amount_group desc
    limit 5
),

delivered_not_invoiced as (
    select
        3 as kind_order,
        'not_invoiced' as kind,
        customers.customer_name as subject,
        count(*) as item_count,
        sum(
            greatest(order_lines.delivered_amount_group - order_lines.invoiced_amount_group, 0)
        )
            as amount_group
    from sales.fct_order_to_cash as order_lines
    inner join sales.dim_customers as customers
        on order_lines.customer_key = customers.customer_key
    inner join ledger.dim_entities as entities
        on order_lines.entity_key = entities.entity_key
    where
        order_lines.leakage_reason = 'delivered_not_invoiced'
        and not customers.is_intercompany
        and (entities.entity_code = $entity_code or $entity_code = 'GROUP')
    group by customers.customer_name
    order by amount_group desc
    limit 3
),

late_opportunities as (
    select
        4 as kind_order,
        'late_opportunity' as kind,
        representatives.sales_rep_name as subject,
        count(*) as item_count,
        sum(opportunities.amount_group) as amount_group
    from sales.fct_opportunities as opportunities
    inner join sales.dim_sales_reps as representatives
        on opportunities.sales_rep_key = representatives.sales_rep_key
    where
        not opportunities.is_closed
        and opportunities.expected_close_date < $as_of_date
    group by representatives.sales_rep_name
    order by amount_group desc
    limit 3
),

refused_rows as (
    select
        5 as kind_order,
        'refused_rows' as kind,
        source_name || ' ' || table_name as subject,
        count(*) as item_count,
        cast(null as decimal(38, 4)) as amount_group
    from audit.audit_contract_violations
    where resolved_at is null
    group by source_name, table_name
    order by item_count desc
    limit 3
),

exceptions as (
    select * from failed_invariants
    union all
    select * from overdue_customers
    union all
    select * from delivered_not_invoiced
    union all
    select * from late_opportunities
    union all
    select * from refused_rows
)

select
    kind,
    subject,
    item_count,
    amount_group
from exceptions
order by kind_order asc, amount_group desc nulls last
