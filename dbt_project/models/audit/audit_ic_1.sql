-- IC-1: the differences listed for a pair are what both sides together differ by, and no side has
-- left out a line: balances with other companies of the group, as the journal lines make them, are
-- the sides listed for the entity. Income and expense are left to IC-3.
{% set intercompany_classes = "(
    'receivable_intercompany', 'payable_intercompany',
    'loan_receivable_intercompany', 'loan_payable_intercompany'
)" %}

with

pairs as (
    select * from {{ ref('fct_intercompany_pairs') }}
),

journal_lines as (
    select * from {{ ref('fct_journal_lines') }}
),

accounts as (
    select * from {{ ref('dim_accounts') }}
),

entities as (
    select * from {{ ref('dim_entities') }}
),

customers as (
    select * from {{ ref('dim_customers') }}
),

suppliers as (
    select * from {{ ref('dim_suppliers') }}
),

companies as (
    select customers.customer_key as party_key
    from customers
    where customers.intercompany_entity_key is not null
    union
    select suppliers.supplier_key as party_key
    from suppliers
    where suppliers.intercompany_entity_key is not null
),

periods as (
    select distinct pairs.fiscal_period
    from pairs
),

moved as (
    select
        journal_lines.entity_key,
        journal_lines.fiscal_period,
        sum(journal_lines.functional_amount) as amount
    from journal_lines
    inner join accounts on journal_lines.account_key = accounts.account_key
    left join companies on journal_lines.party_key = companies.party_key
    where
        accounts.account_class in {{ intercompany_classes }}
        or (
            accounts.account_class in ('receivable', 'payable')
            and companies.party_key is not null
        )
    group by journal_lines.entity_key, journal_lines.fiscal_period
),

held as (
    select
        moved.entity_key,
        periods.fiscal_period,
        sum(moved.amount) as amount
    from moved
    inner join periods on moved.fiscal_period <= periods.fiscal_period
    group by moved.entity_key, periods.fiscal_period
),

listed_by_side as (
    select
        pairs.creditor_entity_key as entity_key,
        pairs.fiscal_period,
        pairs.creditor_amount_functional as amount
    from pairs
    where pairs.kind in ('trade', 'loan')
    union all
    select
        pairs.debtor_entity_key as entity_key,
        pairs.fiscal_period,
        pairs.debtor_amount_functional as amount
    from pairs
    where pairs.kind in ('trade', 'loan')
),

listed as (
    select
        listed_by_side.entity_key,
        listed_by_side.fiscal_period,
        sum(listed_by_side.amount) as amount
    from listed_by_side
    group by listed_by_side.entity_key, listed_by_side.fiscal_period
),

cells as (
    select
        entities.entity_code as scope,
        'balances with other companies at the end of ' || held.fiscal_period as record,
        held.amount as left_amount,
        coalesce(listed.amount, 0) as right_amount
    from held
    inner join entities on held.entity_key = entities.entity_key
    left join listed
        on
            held.entity_key = listed.entity_key
            and held.fiscal_period = listed.fiscal_period
    union all
    select
        'GROUP' as scope,
        pairs.kind || ' in ' || pairs.transaction_currency || ' of '
        || coalesce(creditors.entity_code, 'none') || ' and '
        || coalesce(debtors.entity_code, 'none') || ' in ' || pairs.fiscal_period as record,
        pairs.creditor_amount_group + pairs.debtor_amount_group as left_amount,
        pairs.rate_difference_amount_group
        + pairs.in_transit_difference_amount_group
        + pairs.unmatched_difference_amount_group as right_amount
    from pairs
    left join entities as creditors on pairs.creditor_entity_key = creditors.entity_key
    left join entities as debtors on pairs.debtor_entity_key = debtors.entity_key
),

results as (
    {{ invariant_result('IC-1', 'cells') }}
)

select * from results
