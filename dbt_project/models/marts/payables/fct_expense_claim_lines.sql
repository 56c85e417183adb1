-- Claims refer to entities by code; a code no entity bears leaves the key empty.
with

claim_lines as (
    select * from {{ ref('int_expense_claim_lines_unioned') }}
),

own_periods as (
    {{ own_periods() }}
),

claims as (
    select * from {{ ref('int_expense_claims_unioned') }}
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

coded_entities as (
    select
        entities.entity_code,
        min(entities.entity_key) as entity_key,
        min(entities.functional_currency) as functional_currency
    from entities
    group by entities.entity_code
),

published as (
    select
        claim_lines.claim_line_key,
        claim_lines.claim_key,
        claims.claim_id as claim_number,
        claim_lines.line_number,
        coded_entities.entity_key,
        claims.entity_code,
        claims.employee_name,
        claims.employee_number,
        claims.status,
        claims.submitted_date,
        claims.approved_date,
        claims.paid_date,
        claims.approver_name,
        claim_lines.expense_date,
        {{ fiscal_period_of('claim_lines.expense_date') }} as fiscal_period,
        claim_lines.category,
        claim_lines.merchant,
        claim_lines.description,
        claim_lines.account_code,
        coalesce(claim_lines.currency_code, claims.currency_code) as currency_code,
        claim_lines.claimed_amount,
        claim_lines.approved_amount,
        claim_lines.tax_amount,
        {{ convert_amount(
            'claim_lines.approved_amount',
            'coalesce(claim_lines.currency_code, claims.currency_code)',
            'as_of.presentation_currency', 'spot_rates.rate'
        ) }} as approved_amount_group,
        claim_lines.receipt_sha256
    from claim_lines
    inner join claims on claim_lines.claim_key = claims.claim_key
    cross join as_of
    left join coded_entities on claims.entity_code = coded_entities.entity_code
    left join spot_rates
        on
            claim_lines.expense_date = spot_rates.rate_date
            and coalesce(claim_lines.currency_code, claims.currency_code)
            = spot_rates.from_currency
            and as_of.presentation_currency = spot_rates.to_currency
    {{ join_own_periods('coded_entities.entity_key', 'claim_lines.expense_date') }}
    where claim_lines.expense_date is null or claim_lines.expense_date <= as_of.as_of_date
)

select * from published
