-- GL-6: closing equals the journal lines summed from scratch; opening + debit - credit = closing;
-- closing is the next opening. The last two are shown only where they fail.
with

balances as (
    select * from {{ ref('fct_account_balances') }}
),

journal_lines as (
    select * from {{ ref('fct_journal_lines') }}
),

accounts as (
    select * from {{ ref('dim_accounts') }}
),

entities as (
    select * from {{ ref('dim_entities') }}
),

monthly_sums as (
    select
        journal_lines.entity_key,
        journal_lines.account_key,
        journal_lines.fiscal_period,
        sum(journal_lines.functional_amount) as functional_amount
    from journal_lines
    group by journal_lines.entity_key, journal_lines.account_key, journal_lines.fiscal_period
),

from_scratch as (
    select
        balances.entity_key,
        balances.account_key,
        balances.fiscal_period,
        sum(coalesce(monthly_sums.functional_amount, 0)) as lines_amount
    from balances
    left join monthly_sums
        on
            balances.entity_key = monthly_sums.entity_key
            and balances.account_key = monthly_sums.account_key
            and balances.fiscal_period >= monthly_sums.fiscal_period
    group by balances.entity_key, balances.account_key, balances.fiscal_period
),

rolled as (
    select
        balances.*,
        coalesce(
            lag(balances.closing_amount) over (
                partition by balances.entity_key, balances.account_key
                order by balances.fiscal_period
            ), 0
        ) as previous_closing_amount
    from balances
),

identities as (
    select
        rolled.entity_key,
        rolled.account_key,
        rolled.fiscal_period,
        'closing' as identity_name,
        rolled.closing_amount as left_amount,
        from_scratch.lines_amount as right_amount
    from rolled
    inner join from_scratch
        on
            rolled.entity_key = from_scratch.entity_key
            and rolled.account_key = from_scratch.account_key
            and rolled.fiscal_period = from_scratch.fiscal_period
    union all
    select
        rolled.entity_key,
        rolled.account_key,
        rolled.fiscal_period,
        'movement' as identity_name,
        rolled.opening_amount + rolled.debit_amount - rolled.credit_amount as left_amount,
        rolled.closing_amount as right_amount
    from rolled
    where
        rolled.opening_amount + rolled.debit_amount - rolled.credit_amount
        <> rolled.closing_amount
    union all
    select
        rolled.entity_key,
        rolled.account_key,
        rolled.fiscal_period,
        'opening' as identity_name,
        rolled.opening_amount as left_amount,
        rolled.previous_closing_amount as right_amount
    from rolled
    where rolled.opening_amount <> rolled.previous_closing_amount
    union all
    select
        monthly_sums.entity_key,
        monthly_sums.account_key,
        monthly_sums.fiscal_period,
        'missing balance' as identity_name,
        0 as left_amount,
        monthly_sums.functional_amount as right_amount
    from monthly_sums
    left join rolled
        on
            monthly_sums.entity_key = rolled.entity_key
            and monthly_sums.account_key = rolled.account_key
            and monthly_sums.fiscal_period = rolled.fiscal_period
    where rolled.account_key is null
),

cells as (
    select
        coalesce(entities.entity_code, 'unknown') as scope,
        'account ' || coalesce(accounts.account_code, identities.account_key)
        || ' in ' || identities.fiscal_period || ', ' || identities.identity_name as record,
        identities.left_amount,
        identities.right_amount
    from identities
    left join accounts on identities.account_key = accounts.account_key
    left join entities on identities.entity_key = entities.entity_key
),

results as (
    {{ invariant_result('GL-6', 'cells') }}
)

select * from results
