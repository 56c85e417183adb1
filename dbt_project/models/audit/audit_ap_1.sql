-- AP-1: the open payable items, added up from their events to any period end, equal the balance of
-- their control account.
with

items as (
    select * from {{ ref('fct_payable_items') }}
),

events as (
    select * from {{ ref('fct_payable_events') }}
),

balances as (
    select * from {{ ref('fct_account_balances') }}
),

accounts as (
    select * from {{ ref('dim_accounts') }}
),

entities as (
    select * from {{ ref('dim_entities') }}
),

item_accounts as (
    select distinct
        items.entity_key,
        items.control_account_key
    from {{ ref('fct_payable_items') }} as items
),

control_accounts as (
    select item_accounts.control_account_key as account_key
    from item_accounts
    where item_accounts.control_account_key is not null
    union
    select accounts.account_key
    from accounts
    where
        accounts.account_class in ('payable', 'payable_intercompany')
        and accounts.revalued_account_key is null
        and accounts.entity_key in (select item_accounts.entity_key from item_accounts)
),

monthly_events as (
    select
        events.entity_key,
        items.control_account_key as account_key,
        events.fiscal_period,
        sum(events.amount_functional) as amount
    from events
    inner join items on events.item_key = items.item_key
    group by
        events.entity_key,
        items.control_account_key,
        events.fiscal_period
),

ledger as (
    select
        balances.entity_key,
        balances.account_key,
        balances.fiscal_period,
        -balances.closing_amount as closing_amount
    from balances
    inner join control_accounts on balances.account_key = control_accounts.account_key
),

open_amounts as (
    select
        ledger.entity_key,
        ledger.account_key,
        ledger.fiscal_period,
        sum(coalesce(monthly_events.amount, 0)) as open_amount
    from ledger
    left join monthly_events
        on
            ledger.entity_key = monthly_events.entity_key
            and ledger.account_key = monthly_events.account_key
            and ledger.fiscal_period >= monthly_events.fiscal_period
    group by ledger.entity_key, ledger.account_key, ledger.fiscal_period
),

cells as (
    select
        entities.entity_code as scope,
        'control account ' || accounts.account_code || ' at the end of ' || ledger.fiscal_period
            as record,
        open_amounts.open_amount as left_amount,
        ledger.closing_amount as right_amount
    from ledger
    inner join open_amounts
        on
            ledger.entity_key = open_amounts.entity_key
            and ledger.account_key = open_amounts.account_key
            and ledger.fiscal_period = open_amounts.fiscal_period
    inner join accounts on ledger.account_key = accounts.account_key
    inner join entities on ledger.entity_key = entities.entity_key
),

results as (
    {{ invariant_result('AP-1', 'cells') }}
)

select * from results
