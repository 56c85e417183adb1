with

claims as (
    {{ current_rows(source('raw_expenses', 'claims')) }}
),

renamed as (
    select
        cast(claims.claim_id as varchar) as claim_id,
        claims.entity_code,
        claims.employee_name,
        cast(claims.employee_number as varchar) as employee_number,
        claims.title,
        cast(claims.submitted_date as date) as submitted_date,
        cast(claims.approved_date as date) as approved_date,
        cast(claims.paid_date as date) as paid_date,
        claims.status,
        claims.approver_name,
        claims.currency_code,
        {{ money('claims.claimed_amount') }} as claimed_amount,
        {{ money('claims.approved_amount') }} as approved_amount,
        claims._recorded_at as recorded_at
    from claims
)

select * from renamed
