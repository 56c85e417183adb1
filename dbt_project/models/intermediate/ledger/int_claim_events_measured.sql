-- What approved expense claims say in amounts: each line as approved, on the account it names, and
-- the whole as a debt to the employee. The claims system knows entities by code.
with

claims as (
    select * from {{ ref('int_expense_claims_unioned') }}
    where status in ('approved', 'paid') and approved_date is not null
),

claim_lines as (
    select * from {{ ref('int_expense_claim_lines_unioned') }}
),

entities as (
    select * from {{ ref('int_entities_unioned') }}
),

accounts as (
    select * from {{ ref('int_accounts_classified') }}
),

employees as (
    select * from {{ ref('int_employees_unioned') }}
),

spot_rates as (
    select * from {{ ref('int_exchange_rates_filled') }}
    where rate_type = 'spot'
),

-- Employee numbers repeat between entities and systems; the first key of the entity's own is taken.
known_employees as (
    select
        employees.entity_key,
        employees.employee_number,
        min(employees.employee_key) as employee_key
    from employees
    where employees.employee_number is not null
    group by employees.entity_key, employees.employee_number
),

valued_lines as (
    select
        claims.claim_key,
        claims.claim_id,
        claims.approved_date,
        entities.entity_key,
        known_employees.employee_key,
        claim_lines.claim_line_key,
        accounts.account_key,
        claim_lines.currency_code,
        claim_lines.approved_amount,
        {{ convert_amount(
            'claim_lines.approved_amount', 'claim_lines.currency_code',
            'entities.functional_currency', 'spot_rates.rate'
        ) }} as approved_functional,
        claims.source_system,
        greatest(claims.recorded_at, claim_lines.recorded_at) as recorded_at
    from claim_lines
    inner join claims on claim_lines.claim_key = claims.claim_key
    inner join entities on claims.entity_code = entities.entity_code
    left join known_employees
        on
            entities.entity_key = known_employees.entity_key
            and claims.employee_number = known_employees.employee_number
    left join accounts
        on
            entities.entity_key = accounts.entity_key
            and claim_lines.account_code = accounts.account_code
    left join spot_rates
        on
            claims.approved_date = spot_rates.rate_date
            and claim_lines.currency_code = spot_rates.from_currency
            and entities.functional_currency = spot_rates.to_currency
),

measured as (
    select
        valued_lines.claim_key,
        valued_lines.claim_id,
        valued_lines.approved_date,
        valued_lines.entity_key,
        valued_lines.employee_key,
        'net' as event_measure,
        valued_lines.claim_line_key as document_line_key,
        valued_lines.account_key as document_account_key,
        valued_lines.currency_code,
        valued_lines.approved_amount as amount,
        valued_lines.approved_functional as amount_functional,
        valued_lines.source_system,
        valued_lines.recorded_at
    from valued_lines
    union all
    select
        valued_lines.claim_key,
        valued_lines.claim_id,
        valued_lines.approved_date,
        valued_lines.entity_key,
        valued_lines.employee_key,
        'gross' as event_measure,
        valued_lines.claim_key as document_line_key,
        cast(null as varchar) as document_account_key,
        valued_lines.currency_code,
        sum(valued_lines.approved_amount) as amount,
        sum(valued_lines.approved_functional) as amount_functional,
        min(valued_lines.source_system) as source_system,
        max(valued_lines.recorded_at) as recorded_at
    from valued_lines
    group by
        valued_lines.claim_key, valued_lines.claim_id, valued_lines.approved_date,
        valued_lines.entity_key, valued_lines.employee_key, valued_lines.currency_code
),

events as (
    select
        'expense_claim' as event_type,
        measured.entity_key,
        measured.approved_date as event_date,
        'expense_claim' as document_type,
        measured.claim_key as document_key,
        measured.claim_id as document_id,
        measured.claim_id as document_number,
        measured.employee_key as party_key,
        cast(null as varchar) as intercompany_entity_key,
        cast(null as varchar) as product_key,
        measured.event_measure,
        measured.document_line_key,
        measured.document_account_key,
        measured.currency_code,
        {{ money('measured.amount') }} as amount,
        {{ money('measured.amount_functional') }} as amount_functional,
        measured.source_system,
        measured.recorded_at
    from measured
)

select * from events
