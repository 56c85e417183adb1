-- Both sides of what two companies of the group owe, lend, sell or pay each other: debit positive,
-- so that two sides that agree add up to zero. What they differ by is listed by its cause:
-- documents only one side has booked are in transit in the period they appear and unmatched while
-- they stay; the rest is the rate at which each side keeps the same document.
with

sides as (
    select * from {{ ref('int_intercompany_sides_translated') }}
),

summed as (
    select
        sides.creditor_entity_key,
        sides.debtor_entity_key,
        sides.kind,
        sides.is_balance,
        sides.transaction_currency,
        sides.fiscal_period,
        {% for side, condition in [
            ('creditor', 'sides.is_creditor'), ('debtor', 'not sides.is_creditor'),
        ] %}
            {% for measure in ['transaction_amount', 'functional_amount', 'amount_group'] %}
                sum(case when {{ condition }} then sides.{{ measure }} else 0 end)
                    as {{ side }}_{{ measure }},
            {% endfor %}
        {% endfor %}
        sum(sides.transaction_amount) as transaction_difference,
        -- Interest has no document: where both have booked some, they differ by the rate.
        case
            when
                sides.kind = 'interest'
                and min(case when sides.amount_group <> 0 then sides.amount_group end) < 0
                and max(case when sides.amount_group <> 0 then sides.amount_group end) > 0
                then 0
            else sum(sides.document_amount_group)
        end as document_difference_group
    from sides
    group by
        sides.creditor_entity_key,
        sides.debtor_entity_key,
        sides.kind,
        sides.is_balance,
        sides.transaction_currency,
        sides.fiscal_period
),

carried as (
    select
        summed.*,
        case
            when summed.is_balance
                then coalesce(
                    lag(summed.transaction_difference) over (
                        partition by
                            summed.creditor_entity_key,
                            summed.debtor_entity_key,
                            summed.kind,
                            summed.transaction_currency
                        order by summed.fiscal_period
                    ), 0
                )
            else 0
        end as carried_difference
    from summed
),

-- What already stood at the end of the period before, as far as it still stands.
split as (
    select
        carried.*,
        case
            when sign(carried.carried_difference) <> sign(carried.transaction_difference) then 0
            when abs(carried.carried_difference) > abs(carried.transaction_difference)
                then carried.transaction_difference
            else carried.carried_difference
        end as unmatched_difference
    from carried
),

valued as (
    select
        split.*,
        split.creditor_amount_group + split.debtor_amount_group as difference_group,
        case
            when split.unmatched_difference = split.transaction_difference
                then split.document_difference_group
            else {{ round_to_currency(
                multiply(
                    'split.document_difference_group',
                    ratio('split.unmatched_difference', 'split.transaction_difference')
                ),
                "'" ~ var('presentation_currency') ~ "'"
            ) }}
        end as unmatched_difference_group
    from split
),

published as (
    select
        valued.creditor_entity_key,
        valued.debtor_entity_key,
        valued.kind,
        valued.transaction_currency,
        valued.fiscal_period,
        {{ money('valued.creditor_transaction_amount') }} as creditor_amount,
        {{ money('valued.debtor_transaction_amount') }} as debtor_amount,
        {{ money('valued.creditor_functional_amount') }} as creditor_amount_functional,
        {{ money('valued.debtor_functional_amount') }} as debtor_amount_functional,
        '{{ var("presentation_currency") }}' as group_currency,
        {{ money('valued.creditor_amount_group') }} as creditor_amount_group,
        {{ money('valued.debtor_amount_group') }} as debtor_amount_group,
        {{ money('valued.difference_group') }} as difference_amount_group,
        {{ money('valued.difference_group - valued.document_difference_group') }}
            as rate_difference_amount_group,
        {{ money('valued.document_difference_group - valued.unmatched_difference_group') }}
            as in_transit_difference_amount_group,
        {{ money('valued.unmatched_difference_group') }} as unmatched_difference_amount_group
    from valued
)

select * from published
