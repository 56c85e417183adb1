-- What each account adds to the indirect cash flow statement of each period, under the class it is
-- printed as: profit, the items of it that are no operating cash, and the movements of working
-- capital freed of what no operating cash moved. Flows are translated at the month's average rate
-- like those of the direct statement. What consolidation takes off the group's profit, what its
-- companies owe each other and the cash they paid each other are together no cash of the group:
-- they stand on a line of their own.
{% set intercompany_classes = "('receivable_intercompany', 'payable_intercompany')" %}

with

balances as (
    select * from {{ ref('int_source_balances_stated') }}
),

account_classes as (
    select * from {{ ref('account_classes') }}
),

accounts as (
    select * from {{ ref('int_accounts_classified') }}
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
    select * from {{ ref('int_translation_rates_resolved') }}
    where to_currency = '{{ var("presentation_currency") }}'
),

account_parts as (
    select
        balances.entity_key,
        balances.fiscal_period,
        balances.account_key,
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
        corrections.account_key,
        corrections.correction_amount as amount
    from corrections
),

account_flows as (
    select
        account_parts.entity_key,
        account_parts.fiscal_period,
        account_parts.account_key,
        sum(account_parts.amount) as amount
    from account_parts
    group by account_parts.entity_key, account_parts.fiscal_period, account_parts.account_key
),

translated_flows as (
    select
        account_flows.entity_key,
        account_flows.fiscal_period,
        accounts.account_class,
        account_flows.account_key,
        account_flows.amount,
        {{ convert_amount(
            'account_flows.amount', 'entities.functional_currency',
            "'" ~ var('presentation_currency') ~ "'", 'rates.average_rate'
        ) }} as amount_group
    from account_flows
    inner join accounts on account_flows.account_key = accounts.account_key
    inner join entities on account_flows.entity_key = entities.entity_key
    left join rates
        on
            entities.entity_key = rates.entity_key
            and entities.functional_currency = rates.from_currency
            and account_flows.fiscal_period = rates.fiscal_period
),

-- What belongs to others is a share of the profit, not a part of it.
profits as (
    select
        balances.entity_key,
        balances.currency_view,
        balances.fiscal_period,
        'current_year_earnings' as account_class,
        balances.account_key,
        balances.source_entity_key,
        balances.layer,
        balances.closing_journal_amount - balances.movement_amount as amount,
        -- What is never operating cash is taken out of the companies' profit under its own class.
        case
            when account_classes.cash_flow_category = 'operating' then 'consolidation'
            else balances.account_class
        end as eliminated_class
    from balances
    inner join account_classes on balances.account_class = account_classes.account_class
    where
        balances.account_type in ('revenue', 'expense')
        and balances.account_class <> 'non_controlling_profit'
),

united as (
    select
        translated_flows.entity_key,
        'functional' as currency_view,
        translated_flows.fiscal_period,
        translated_flows.account_class,
        translated_flows.account_key,
        translated_flows.entity_key as source_entity_key,
        'entity' as layer,
        translated_flows.amount
    from translated_flows
    union all
    select
        translated_flows.entity_key,
        'group' as currency_view,
        translated_flows.fiscal_period,
        translated_flows.account_class,
        translated_flows.account_key,
        translated_flows.entity_key as source_entity_key,
        'entity' as layer,
        translated_flows.amount_group as amount
    from translated_flows
    union all
    select
        'GROUP' as entity_key,
        'group' as currency_view,
        translated_flows.fiscal_period,
        case
            when translated_flows.account_class in {{ intercompany_classes }} then 'consolidation'
            else translated_flows.account_class
        end as account_class,
        translated_flows.account_key,
        translated_flows.entity_key as source_entity_key,
        'entity' as layer,
        translated_flows.amount_group as amount
    from translated_flows
    inner join shares
        on
            translated_flows.entity_key = shares.entity_key
            and translated_flows.fiscal_period = shares.fiscal_period
    union all
    select
        profits.entity_key,
        profits.currency_view,
        profits.fiscal_period,
        profits.account_class,
        profits.account_key,
        profits.source_entity_key,
        profits.layer,
        profits.amount
    from profits
    union all
    select
        profits.entity_key,
        profits.currency_view,
        profits.fiscal_period,
        profits.eliminated_class as account_class,
        profits.account_key,
        profits.source_entity_key,
        profits.layer,
        -profits.amount as amount
    from profits
    where profits.entity_key = 'GROUP' and profits.layer <> 'entity'
    union all
    select
        'GROUP' as entity_key,
        'group' as currency_view,
        between_companies.fiscal_period,
        'consolidation' as account_class,
        between_companies.counter_account_key as account_key,
        between_companies.entity_key as source_entity_key,
        'entity' as layer,
        -between_companies.allocated_amount_group as amount
    from between_companies
),

summed as (
    select
        united.entity_key,
        united.currency_view,
        united.fiscal_period,
        united.account_class,
        united.account_key,
        united.source_entity_key,
        united.layer,
        {{ money('sum(united.amount)') }} as amount
    from united
    group by
        united.entity_key,
        united.currency_view,
        united.fiscal_period,
        united.account_class,
        united.account_key,
        united.source_entity_key,
        united.layer
)

select * from summed
where amount <> 0
