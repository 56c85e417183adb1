-- What each settlement takes off a document: the transaction amount, what it is worth, and the
-- share of the document's carrying amount that goes with it. Money is worth the rate of the day it
-- moved, also where it is applied later. Shares are cumulative over the settlements of a document,
-- so that the last one leaves nothing behind. A credit note comes off at its own rate; what that
-- differs from its share by goes with the money that comes next. A sum written off is worth what it
-- was carried at.
with

document_amounts as (
    select * from {{ ref('int_document_events_measured') }}
    where event_measure = 'gross'
),

entities as (
    select * from {{ ref('int_entities_unioned') }}
),

spot_rates as (
    select * from {{ ref('int_exchange_rates_filled') }}
    where rate_type = 'spot'
),

allocations as (
    {%- for document, payments, allocations in [
        ('invoice', 'int_customer_payments_unioned', 'int_payment_allocations_unioned'),
        ('bill', 'int_supplier_payments_unioned', 'int_bill_allocations_unioned'),
    ] %}
        select
            '{{ document }}' as document_type,
            {{ document }}_allocations.{{ document }}_key as document_key,
            {{ document }}_allocations.allocation_key,
            {{ document }}_allocations.allocation_id,
            {{ document }}_allocations.allocation_type,
            {{ document }}_allocations.payment_key,
            {{ document }}_allocations.credit_note_key,
            {{ document }}_allocations.allocation_date,
            coalesce(payments.payment_date < {{ document }}_allocations.allocation_date, false)
                as is_applied_later,
            case
                when payments.payment_date < {{ document }}_allocations.allocation_date
                    then payments.payment_date
                else {{ document }}_allocations.allocation_date
            end as rate_date,
            {{ document }}_allocations.applied_amount,
            {{ document }}_allocations.recorded_at
        from {{ ref(allocations) }} as {{ document }}_allocations
        left join {{ ref(payments) }} as payments
            on {{ document }}_allocations.payment_key = payments.payment_key
        where {{ document }}_allocations.allocation_type <> 'fx_realised'
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

rated as (
    select
        allocations.*,
        document_amounts.entity_key,
        document_amounts.party_key,
        document_amounts.intercompany_entity_key,
        document_amounts.document_account_key as control_account_key,
        document_amounts.currency_code,
        document_amounts.amount as gross_amount,
        document_amounts.amount_functional as gross_functional,
        document_amounts.source_system,
        entities.functional_currency,
        coalesce(
            {{ round_to_currency(
                multiply(
                    '-credit_notes.amount_functional',
                    ratio('-allocations.applied_amount', 'credit_notes.amount')
                ),
                'entities.functional_currency'
            ) }},
            {{ convert_amount(
                'allocations.applied_amount', 'document_amounts.currency_code',
                'entities.functional_currency', 'spot_rates.rate'
            ) }}
        ) as rated_functional
    from allocations
    inner join document_amounts
        on
            allocations.document_type = document_amounts.document_type
            and allocations.document_key = document_amounts.document_key
    inner join entities on document_amounts.entity_key = entities.entity_key
    left join document_amounts as credit_notes
        on
            allocations.document_type = credit_notes.document_type
            and allocations.credit_note_key = credit_notes.document_key
    left join spot_rates
        on
            allocations.rate_date = spot_rates.rate_date
            and document_amounts.currency_code = spot_rates.from_currency
            and entities.functional_currency = spot_rates.to_currency
),

running as (
    select
        rated.*,
        sum(rated.applied_amount) over (
            partition by rated.document_type, rated.document_key
            order by rated.allocation_date asc, rated.allocation_key asc
            rows between unbounded preceding and current row
        ) as running_amount
    from rated
),

shared as (
    select
        running.*,
        case
            when running.running_amount = running.gross_amount then running.gross_functional
            else {{ round_to_currency(
                multiply(
                    'running.gross_functional',
                    ratio('running.running_amount', 'running.gross_amount')
                ),
                'running.functional_currency'
            ) }}
        end as reached_functional,
        -- The same number for a credit note and the money that comes next.
        sum(case when running.allocation_type = 'credit_note' then 0 else 1 end) over (
            partition by running.document_type, running.document_key
            order by running.allocation_date asc, running.allocation_key asc
            rows between current row and unbounded following
        ) as money_to_come
    from running
),

stepped as (
    select
        shared.*,
        shared.reached_functional
        - coalesce(
            lag(shared.reached_functional) over (
                partition by shared.document_type, shared.document_key
                order by shared.allocation_date asc, shared.allocation_key asc
            ),
            0
        ) as step_functional
    from shared
),

valued as (
    select
        stepped.*,
        case
            when stepped.allocation_type = 'credit_note' then stepped.rated_functional
            else
                stepped.step_functional
                + sum(
                    case
                        when stepped.allocation_type = 'credit_note'
                            then stepped.step_functional - stepped.rated_functional
                        else 0
                    end
                ) over (
                    partition by
                        stepped.document_type, stepped.document_key, stepped.money_to_come
                )
        end as carried
    from stepped
),

carried as (
    select
        valued.document_type,
        valued.document_key,
        valued.allocation_key,
        valued.allocation_id,
        valued.allocation_type,
        valued.allocation_date,
        valued.is_applied_later,
        valued.payment_key,
        valued.credit_note_key,
        valued.entity_key,
        valued.party_key,
        valued.intercompany_entity_key,
        valued.control_account_key,
        valued.currency_code,
        valued.functional_currency,
        valued.source_system,
        valued.recorded_at,
        {{ money('valued.applied_amount') }} as applied_amount,
        {{ money(
            "case when valued.allocation_type = 'write_off' then valued.carried"
            ~ ' else valued.rated_functional end'
        ) }} as applied_functional,
        {{ money('valued.carried') }} as carried_functional
    from valued
)

select * from carried
{{ in_order_of('allocation_date') }}
