-- What each account adds to every statement, by the entity and the layer it comes from: the step
-- between a printed cell and the journal lines behind it.
with

balances as (
    select * from {{ ref('int_statement_amounts_classed') }}
),

cash_flows as (
    select * from {{ ref('int_cash_flows_classed') }}
),

operating_flows as (
    select * from {{ ref('int_operating_flows_classed') }}
),

equity_movements as (
    select * from {{ ref('int_equity_movements_classified') }}
),

scopes as (
    select * from {{ ref('int_statement_scopes_spined') }}
),

amounts as (
    {%- for relation, statement, account_class, movement_kind, layer in [
        ('balances', 'balances.statement', 'balances.account_class', "'any'", 'balances.layer'),
        ('cash_flows', "'cash_flow'", 'cash_flows.account_class', 'cash_flows.direction',
            "'entity'"),
        ('operating_flows', "'cash_flow_indirect'", 'operating_flows.account_class', "'any'",
            'operating_flows.layer'),
        ('equity_movements', "'changes_in_equity'", 'equity_movements.component_code',
            'equity_movements.movement_kind', 'equity_movements.layer'),
    ] %}
        select
            {{ statement }} as statement,
            {{ relation }}.entity_key,
            {{ relation }}.currency_view,
            {{ relation }}.fiscal_period,
            {{ account_class }} as account_class,
            {{ movement_kind }} as movement_kind,
            {{ relation }}.account_key,
            {{ relation }}.source_entity_key,
            {{ layer }} as layer,
            {{ relation }}.amount
        from {{ relation }}
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
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
        amounts.movement_kind,
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
