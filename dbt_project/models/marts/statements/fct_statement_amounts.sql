-- What each account adds to the income statement and the balance sheet, by the entity and the layer
-- it comes from: the step between a printed line and the journal lines behind it.
with

amounts as (
    select * from {{ ref('int_statement_amounts_classed') }}
),

scopes as (
    select * from {{ ref('int_statement_scopes_spined') }}
),

published as (
    select
        amounts.statement,
        amounts.entity_key,
        scopes.entity_code,
        amounts.currency_view,
        scopes.currency_code,
        amounts.fiscal_period,
        amounts.account_class,
        amounts.account_key,
        amounts.source_entity_key,
        amounts.layer,
        amounts.amount
    from amounts
    inner join scopes
        on
            amounts.entity_key = scopes.entity_key
            and amounts.currency_view = scopes.currency_view
            and amounts.fiscal_period = scopes.fiscal_period
)

select * from published
