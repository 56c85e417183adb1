with

claim_lines as (
    {{ current_rows(source('raw_expenses', 'claim_lines')) }}
),

renamed as (
    select
        cast(claim_lines.claim_line_id as varchar) as claim_line_id,
        cast(claim_lines.claim_id as varchar) as claim_id,
        cast(claim_lines.line_number as bigint) as line_number,
        cast(claim_lines.expense_date as date) as expense_date,
        claim_lines.category,
        claim_lines.merchant,
        claim_lines.description,
        claim_lines.currency_code,
        {{ money('claim_lines.claimed_amount') }} as claimed_amount,
        {{ money('claim_lines.approved_amount') }} as approved_amount,
        {{ money('claim_lines.tax_amount') }} as tax_amount,
        cast(claim_lines.account_code as varchar) as account_code,
        claim_lines.receipt_sha256,
        claim_lines._recorded_at as recorded_at
    from claim_lines
)

select * from renamed
