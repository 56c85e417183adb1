{#-
    AR-6, AP-6: what of a payment was applied to documents and what is still on account make what the
    ledger posted to the control accounts, or the payment itself where its source keeps no ledger.
    Functional currency, since one payment may settle documents of several currencies.
-#}
{% macro audit_payments_are_used_up(side, invariant_id) -%}
{%- set names = open_item_side(side) -%}
with

payments as (
    select * from {{ ref(names.payments) }}
),

items as (
    select * from {{ ref('fct_' ~ side ~ '_items') }}
    where document_type <> 'on_account'
),

events as (
    select * from {{ ref('fct_' ~ side ~ '_events') }}
    where payment_key is not null
),

journal_lines as (
    select * from {{ ref('fct_journal_lines') }}
),

control_accounts as (
    select account_key
    from {{ ref('dim_accounts') }}
    where account_class in {{ names.account_classes }}
),

entities as (
    select * from {{ ref('dim_entities') }}
),

applied as (
    select
        events.payment_key,
        -sum(events.amount_functional) as amount
    from events
    inner join items on events.item_key = items.item_key
    group by events.payment_key
),

posted as (
    select
        journal_lines.journal_key,
        {{ names.payment_sign }}sum(journal_lines.functional_amount) as amount
    from journal_lines
    inner join control_accounts on journal_lines.account_key = control_accounts.account_key
    group by journal_lines.journal_key
),

compared as (
    select
        entities.entity_code,
        payments.payment_number,
        payments.payment_key,
        payments.payment_date,
        coalesce(applied.amount, 0) + payments.unapplied_amount_functional as left_amount,
        coalesce(posted.amount, payments.amount_functional) as right_amount
    from payments
    inner join entities on payments.entity_key = entities.entity_key
    left join applied on payments.payment_key = applied.payment_key
    left join posted on payments.journal_key = posted.journal_key
),

cells as (
    select
        compared.entity_code as scope,
        case
            when compared.left_amount <> compared.right_amount
                then
                    '{{ names.payment }} '
                    || coalesce(compared.payment_number, compared.payment_key)
                    || ' of ' || cast(compared.payment_date as varchar)
        end as record,
        compared.left_amount,
        compared.right_amount
    from compared
),

results as (
    {{ invariant_result(invariant_id, 'cells') }}
)

select * from results
{%- endmacro %}
