-- GL-8: debits and credits per account and month equal the source's own trial balance. A running
-- month is compared only when the books are shown to its last journal.
with

journal_lines as (
    select * from {{ ref('fct_journal_lines') }}
),

accounts as (
    select * from {{ ref('dim_accounts') }}
),

entities as (
    select * from {{ ref('dim_entities') }}
),

source_trial_balance as (
    select * from {{ ref('int_trial_balance_unioned') }}
),

source_periods as (
    select * from {{ ref('int_fiscal_periods_unioned') }}
),

fiscal_periods as (
    select * from {{ ref('int_fiscal_periods_resolved') }}
),

all_journals as (
    select * from {{ ref('int_journals_unioned') }}
),

as_of as (
    select * from {{ ref('int_as_of_date') }}
),

-- Periods of which a part lies after the as-of date.
cut_periods as (
    select distinct
        fiscal_periods.entity_key,
        fiscal_periods.fiscal_period
    from all_journals
    inner join as_of on all_journals.effective_date > as_of.as_of_date
    inner join fiscal_periods
        on
            all_journals.entity_key = fiscal_periods.entity_key
            and all_journals.effective_date >= fiscal_periods.starts_date
            and all_journals.effective_date <= fiscal_periods.ends_date
),

source_sums as (
    select
        source_trial_balance.account_key,
        fiscal_periods.fiscal_period,
        sum(source_trial_balance.debit_amount) as debit_amount,
        sum(source_trial_balance.credit_amount) as credit_amount
    from source_trial_balance
    inner join source_periods
        on source_trial_balance.fiscal_period_key = source_periods.fiscal_period_key
    inner join fiscal_periods
        on
            source_periods.entity_key = fiscal_periods.entity_key
            and source_periods.ends_date >= fiscal_periods.starts_date
            and source_periods.ends_date <= fiscal_periods.ends_date
    group by source_trial_balance.account_key, fiscal_periods.fiscal_period
),

compared_systems as (
    select distinct source_trial_balance.source_system from source_trial_balance
),

our_sums as (
    select
        journal_lines.account_key,
        journal_lines.fiscal_period,
        sum(journal_lines.debit_amount) as debit_amount,
        sum(journal_lines.credit_amount) as credit_amount
    from journal_lines
    inner join compared_systems on journal_lines.source_system = compared_systems.source_system
    group by journal_lines.account_key, journal_lines.fiscal_period
),

compared as (
    select
        coalesce(our_sums.account_key, source_sums.account_key) as account_key,
        coalesce(our_sums.fiscal_period, source_sums.fiscal_period) as fiscal_period,
        coalesce(our_sums.debit_amount, 0) as our_debit_amount,
        coalesce(our_sums.credit_amount, 0) as our_credit_amount,
        coalesce(source_sums.debit_amount, 0) as source_debit_amount,
        coalesce(source_sums.credit_amount, 0) as source_credit_amount
    from our_sums
    full outer join source_sums
        on
            our_sums.account_key = source_sums.account_key
            and our_sums.fiscal_period = source_sums.fiscal_period
),

sides as (
    select
        compared.account_key,
        compared.fiscal_period,
        'debit' as side,
        compared.our_debit_amount as left_amount,
        compared.source_debit_amount as right_amount
    from compared
    union all
    select
        compared.account_key,
        compared.fiscal_period,
        'credit' as side,
        compared.our_credit_amount as left_amount,
        compared.source_credit_amount as right_amount
    from compared
),

cells as (
    select
        coalesce(entities.entity_code, 'unknown') as scope,
        'account ' || coalesce(accounts.account_code, sides.account_key)
        || ' in ' || sides.fiscal_period || ', ' || sides.side as record,
        sides.left_amount,
        sides.right_amount
    from sides
    left join accounts on sides.account_key = accounts.account_key
    left join entities on accounts.entity_key = entities.entity_key
    left join cut_periods
        on
            accounts.entity_key = cut_periods.entity_key
            and sides.fiscal_period = cut_periods.fiscal_period
    where cut_periods.fiscal_period is null
),

results as (
    {{ invariant_result('GL-8', 'cells') }}
)

select * from results
