-- CF-2: the cash movements and the effect of exchange rates add up to the change of cash in the
-- ledger. In group currency the effect of translating cash is the statement's own line, less the
-- exchange differences already among the movements. The group leaves out cash between its
-- companies.
with

movements as (
    select * from {{ ref('fct_cash_movements') }}
),

cash_flow as (
    select * from {{ ref('rpt_cash_flow') }}
    where layout = 'ifrs' and line_code = 'fx_effect' and currency_view = 'group'
),

translated_balances as (
    select * from {{ ref('fct_translated_balances') }}
),

journal_lines as (
    select * from {{ ref('fct_journal_lines') }}
    where journal_type = 'opening'
),

cash_accounts as (
    select * from {{ ref('dim_accounts') }}
    where is_cash
),

entities as (
    select * from {{ ref('dim_entities') }}
),

shares as (
    select * from {{ ref('int_entity_shares_resolved') }}
    where is_consolidated
),

opening_journals as (
    select
        journal_lines.entity_key,
        journal_lines.fiscal_period,
        sum(journal_lines.functional_amount) as amount,
        sum(journal_lines.group_amount) as amount_group
    from journal_lines
    inner join cash_accounts on journal_lines.account_key = cash_accounts.account_key
    group by journal_lines.entity_key, journal_lines.fiscal_period
),

cash_changes as (
    select
        translated_balances.entity_key,
        translated_balances.fiscal_period,
        sum(translated_balances.movement_amount_functional) as amount,
        sum(translated_balances.movement_amount_group) as amount_group
    from translated_balances
    inner join cash_accounts on translated_balances.account_key = cash_accounts.account_key
    group by translated_balances.entity_key, translated_balances.fiscal_period
),

flows as (
    select
        movements.entity_key,
        movements.fiscal_period,
        sum(movements.allocated_amount) as amount,
        sum(
            case
                when movements.cash_flow_category = 'fx' then 0
                else movements.allocated_amount_group
            end
        ) as amount_group,
        sum(
            case
                when movements.cash_flow_category = 'fx' then 0
                else movements.allocated_amount_group - movements.within_group_amount_group
            end
        ) as outside_amount_group
    from movements
    group by movements.entity_key, movements.fiscal_period
),

by_entity as (
    select
        cash_changes.entity_key,
        cash_changes.fiscal_period,
        coalesce(flows.amount, 0) as flow_amount,
        cash_changes.amount - coalesce(opening_journals.amount, 0) as change_amount,
        coalesce(flows.amount_group, 0) + coalesce(cash_flow.amount, 0) as flow_amount_group,
        coalesce(flows.outside_amount_group, 0) as outside_amount_group,
        cash_changes.amount_group - coalesce(opening_journals.amount_group, 0)
            as change_amount_group
    from cash_changes
    left join flows
        on
            cash_changes.entity_key = flows.entity_key
            and cash_changes.fiscal_period = flows.fiscal_period
    left join opening_journals
        on
            cash_changes.entity_key = opening_journals.entity_key
            and cash_changes.fiscal_period = opening_journals.fiscal_period
    left join cash_flow
        on
            cash_changes.entity_key = cash_flow.entity_key
            and cash_changes.fiscal_period = cash_flow.fiscal_period
),

group_changes as (
    select
        by_entity.fiscal_period,
        sum(by_entity.outside_amount_group) as outside_amount_group,
        sum(by_entity.change_amount_group) as change_amount_group
    from by_entity
    inner join shares
        on
            by_entity.entity_key = shares.entity_key
            and by_entity.fiscal_period = shares.fiscal_period
    group by by_entity.fiscal_period
),

cells as (
    select
        entities.entity_code as scope,
        'cash flows of ' || by_entity.fiscal_period as record,
        by_entity.flow_amount as left_amount,
        by_entity.change_amount as right_amount
    from by_entity
    inner join entities on by_entity.entity_key = entities.entity_key
    union all
    select
        entities.entity_code || ' in {{ var("presentation_currency") }}' as scope,
        'cash flows of ' || by_entity.fiscal_period as record,
        by_entity.flow_amount_group as left_amount,
        by_entity.change_amount_group as right_amount
    from by_entity
    inner join entities on by_entity.entity_key = entities.entity_key
    union all
    select
        'GROUP' as scope,
        'cash flows of ' || group_changes.fiscal_period as record,
        group_changes.outside_amount_group + coalesce(cash_flow.amount, 0) as left_amount,
        group_changes.change_amount_group as right_amount
    from group_changes
    left join cash_flow
        on
            cash_flow.entity_key = 'GROUP'
            and group_changes.fiscal_period = cash_flow.fiscal_period
),

results as (
    {{ invariant_result('CF-2', 'cells') }}
)

select * from results
