-- FX-5: translation leaves the entity's own amounts untouched: what stands beside every translated
-- balance is the sum of the ledger's lines up to the period, account by account.
with

translated_balances as (
    select * from {{ ref('fct_translated_balances') }}
),

journal_lines as (
    select * from {{ ref('fct_journal_lines') }}
),

accounts as (
    select * from {{ ref('dim_accounts') }}
    where account_class <> 'translation_reserve'
),

entities as (
    select * from {{ ref('dim_entities') }}
),

posted as (
    select
        journal_lines.entity_key,
        journal_lines.account_key,
        journal_lines.fiscal_period,
        sum(journal_lines.functional_amount) as amount
    from journal_lines
    group by
        journal_lines.entity_key,
        journal_lines.account_key,
        journal_lines.fiscal_period
),

accumulated as (
    select
        translated_balances.entity_key,
        translated_balances.account_key,
        translated_balances.fiscal_period,
        translated_balances.closing_amount_functional,
        sum(coalesce(posted.amount, 0)) over (
            partition by translated_balances.entity_key, translated_balances.account_key
            order by translated_balances.fiscal_period
            rows between unbounded preceding and current row
        ) as posted_amount
    from translated_balances
    left join posted
        on
            translated_balances.entity_key = posted.entity_key
            and translated_balances.account_key = posted.account_key
            and translated_balances.fiscal_period = posted.fiscal_period
),

cells as (
    select
        entities.entity_code as scope,
        'account ' || accounts.account_code || ' in ' || accumulated.fiscal_period as record,
        accumulated.closing_amount_functional as left_amount,
        accumulated.posted_amount as right_amount
    from accumulated
    inner join accounts on accumulated.account_key = accounts.account_key
    inner join entities on accumulated.entity_key = entities.entity_key
),

results as (
    {{ invariant_result('FX-5', 'cells') }}
)

select * from results
