-- Payments in three currencies; the functional amount is that of the books where they state it.
with

payments as (
    select * from {{ ref('int_supplier_payments_unioned') }}
),

entities as (
    select * from {{ ref('int_entities_unioned') }}
),

as_of as (
    select * from {{ ref('int_as_of_date') }}
),

spot_rates as (
    select * from {{ ref('int_exchange_rates_filled') }}
    where rate_type = 'spot'
),

-- Where the rules post the payment: its journal, and what that takes off the control accounts.
rule_journals as (
    select
        rule_lines.document_key,
        rule_lines.journal_key,
        {{ money('sum(rule_lines.functional_amount)') }} as amount_functional
    from {{ ref('int_rule_journal_lines_posted') }} as rule_lines
    where
        rule_lines.document_type = 'payment'
        and rule_lines.line_role in ('payable', 'payable_exchange', 'on_account')
    group by rule_lines.document_key, rule_lines.journal_key
),

functional as (
    select
        payments.payment_key,
        payments.payment_number,
        payments.entity_key,
        payments.supplier_key,
        coalesce(rule_journals.journal_key, payments.journal_key) as journal_key,
        payments.bank_account_key,
        payments.payment_date,
        payments.currency_code,
        entities.functional_currency,
        as_of.presentation_currency,
        group_rates.rate as group_rate,
        payments.amount,
        coalesce(
            rule_journals.amount_functional,
            payments.amount_functional,
            {{ convert_amount(
                'payments.amount', 'payments.currency_code', 'entities.functional_currency',
                'functional_rates.rate'
            ) }}
        ) as amount_functional,
        payments.bank_reference,
        payments.source_system,
        payments.recorded_at
    from payments
    inner join as_of on payments.payment_date <= as_of.as_of_date
    left join rule_journals on payments.payment_key = rule_journals.document_key
    left join entities on payments.entity_key = entities.entity_key
    left join spot_rates as functional_rates
        on
            payments.payment_date = functional_rates.rate_date
            and payments.currency_code = functional_rates.from_currency
            and entities.functional_currency = functional_rates.to_currency
    left join spot_rates as group_rates
        on
            payments.payment_date = group_rates.rate_date
            and entities.functional_currency = group_rates.from_currency
            and as_of.presentation_currency = group_rates.to_currency
),

valued as (
    select
        functional.*,
        {{ convert_amount(
            'functional.amount_functional', 'functional.functional_currency',
            'functional.presentation_currency', 'functional.group_rate'
        ) }} as amount_group
    from functional
)

select * from valued
