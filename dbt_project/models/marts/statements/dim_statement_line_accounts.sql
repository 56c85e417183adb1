-- Which line of each layout an account class is printed on. With the balances it is all one needs
-- to make the statements again.
with

line_accounts as (
    select * from {{ ref('statement_line_accounts') }}
),

described as (
    select
        line_accounts.layout,
        line_accounts.statement,
        line_accounts.account_class,
        line_accounts.direction,
        line_accounts.line_code
    from line_accounts
)

select * from described
