-- Which plain lines every line of a statement is made of: the way from a subtotal, or from a figure
-- below the balance sheet, down to the lines accounts are printed on.
with

leaves as (
    select * from {{ ref('int_statement_line_leaves') }}
),

described as (
    select
        leaves.layout,
        leaves.statement,
        leaves.line_code,
        leaves.leaf_line_code,
        leaves.leaf_sign
    from leaves
)

select * from described
