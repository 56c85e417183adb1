-- Bank lines paired with the ledger lines they prove.
with

matches as (
    select * from {{ ref('int_bank_lines_matched') }}
),

selected as (
    select
        matches.bank_line_key,
        matches.journal_line_key,
        matches.bank_account_key,
        matches.match_method,
        matches.matched_amount
    from matches
)

select * from selected
