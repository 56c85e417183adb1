-- What each plain line of the indirect cash flow statement adds to operating cash: profit, the
-- items of it that are no operating cash, and the movements of working capital freed of what no
-- operating cash moved. Flows are translated at the month's average rate like those of the direct
-- statement. What consolidation takes off the group's profit is no cash and has a line of its own.
{% set intercompany_classes = "('receivable_intercompany', 'payable_intercompany')" %}

with

balances as (
    select * from {{ ref('int_scope_balances_stated') }}
),

account_classes as (
    select * from {{ ref('account_classes') }}
),

corrections as (
    select * from {{ ref('int_operating_corrections_attributed') }}
),

between_companies as (
    select * from {{ ref('int_cash_between_companies') }}
    where cash_flow_category = 'operating'
),

shares as (
    select * from {{ ref('int_entity_shares_resolved') }}
    where is_consolidated
),

entities as (
    select * from {{ ref('int_entities_unioned') }}
),

rates as (
    select * from {{ ref('int_translation_rates_monthly') }}
    where to_currency = '{{ var("presentation_currency") }}'
),

line_map as (
    select * from {{ ref('statement_line_accounts') }}
    where statement = 'cash_flow_indirect'
),

layouts as (
    select distinct statement_lines.layout
    from {{ ref('statement_lines') }} as statement_lines
    where statement_lines.statement = 'cash_flow_indirect'
),

class_parts as (
    select
        balances.entity_key,
        balances.fiscal_period,
        balances.account_class,
        balances.opening_journal_amount
        + balances.closing_journal_amount
        - balances.movement_amount as amount
    from balances
    inner join account_classes on balances.account_class = account_classes.account_class
    where
        balances.currency_view = 'functional'
        and account_classes.cash_flow_category = 'operating'
        and account_classes.account_type not in ('revenue', 'expense')
    union all
    select
        corrections.entity_key,
        corrections.fiscal_period,
        corrections.account_class,
        corrections.correction_amount as amount
    from corrections
),

class_flows as (
    select
        class_parts.entity_key,
        class_parts.fiscal_period,
        class_parts.account_class,
        sum(class_parts.amount) as amount
    from class_parts
    group by class_parts.entity_key, class_parts.fiscal_period, class_parts.account_class
),

translated_flows as (
    select
        class_flows.entity_key,
        class_flows.fiscal_period,
        class_flows.account_class,
        class_flows.amount,
        {{ convert_amount(
            'class_flows.amount', 'entities.functional_currency',
            "'" ~ var('presentation_currency') ~ "'", 'rates.average_rate'
        ) }} as amount_group
    from class_flows
    inner join entities on class_flows.entity_key = entities.entity_key
    left join rates
        on
            entities.functional_currency = rates.from_currency
            and class_flows.fiscal_period = rates.fiscal_period
),

flows_by_view as (
    select
        translated_flows.entity_key,
        'functional' as currency_view,
        translated_flows.fiscal_period,
        translated_flows.account_class,
        translated_flows.amount
    from translated_flows
    union all
    select
        translated_flows.entity_key,
        'group' as currency_view,
        translated_flows.fiscal_period,
        translated_flows.account_class,
        translated_flows.amount_group as amount
    from translated_flows
    union all
    select
        'GROUP' as entity_key,
        'group' as currency_view,
        translated_flows.fiscal_period,
        translated_flows.account_class,
        translated_flows.amount_group as amount
    from translated_flows
    inner join shares
        on
            translated_flows.entity_key = shares.entity_key
            and translated_flows.fiscal_period = shares.fiscal_period
    where translated_flows.account_class not in {{ intercompany_classes }}
),

profits as (
    select
        balances.entity_key,
        balances.currency_view,
        balances.fiscal_period,
        sum(balances.closing_journal_amount - balances.movement_amount) as amount
    from balances
    where
        balances.account_type in ('revenue', 'expense')
        -- What belongs to others is a share of the profit, not a part of it.
        and balances.account_class <> 'non_controlling_profit'
    group by balances.entity_key, balances.currency_view, balances.fiscal_period
),

-- What the group's profit lacks of its companies' profits, what they owe each other, and the cash
-- they paid each other: together no cash of the group.
consolidation_parts as (
    select
        profits.fiscal_period,
        -profits.amount as amount
    from profits
    where profits.entity_key = 'GROUP'
    union all
    select
        profits.fiscal_period,
        profits.amount
    from profits
    inner join shares
        on
            profits.entity_key = shares.entity_key
            and profits.fiscal_period = shares.fiscal_period
    where profits.currency_view = 'group'
    union all
    select
        translated_flows.fiscal_period,
        translated_flows.amount_group as amount
    from translated_flows
    inner join shares
        on
            translated_flows.entity_key = shares.entity_key
            and translated_flows.fiscal_period = shares.fiscal_period
    where translated_flows.account_class in {{ intercompany_classes }}
    union all
    select
        between_companies.fiscal_period,
        -between_companies.allocated_amount_group as amount
    from between_companies
),

consolidation_adjustments as (
    select
        consolidation_parts.fiscal_period,
        sum(consolidation_parts.amount) as amount
    from consolidation_parts
    group by consolidation_parts.fiscal_period
),

all_lines as (
    select
        line_map.layout,
        flows_by_view.entity_key,
        flows_by_view.currency_view,
        flows_by_view.fiscal_period,
        line_map.line_code,
        flows_by_view.amount
    from flows_by_view
    inner join line_map on flows_by_view.account_class = line_map.account_class
    union all
    select
        layouts.layout,
        profits.entity_key,
        profits.currency_view,
        profits.fiscal_period,
        'net_profit' as line_code,
        profits.amount
    from profits
    cross join layouts
    union all
    select
        layouts.layout,
        'GROUP' as entity_key,
        'group' as currency_view,
        consolidation_adjustments.fiscal_period,
        'consolidation_adjustments' as line_code,
        consolidation_adjustments.amount
    from consolidation_adjustments
    cross join layouts
),

summed as (
    select
        all_lines.layout,
        all_lines.entity_key,
        all_lines.currency_view,
        all_lines.fiscal_period,
        all_lines.line_code,
        {{ money('sum(all_lines.amount)') }} as amount
    from all_lines
    group by
        all_lines.layout,
        all_lines.entity_key,
        all_lines.currency_view,
        all_lines.fiscal_period,
        all_lines.line_code
)

select * from summed
