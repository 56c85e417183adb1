-- GL-9: what reverses a journal takes back every amount of it, by account, party and currency, once
-- and not before the day it counts. A reversal dated before its journal takes nothing back, a
-- second one takes back too much, and one of a journal nobody posted takes back what never was.
with

accounts as (
    select * from {{ ref('dim_accounts') }}
),

entities as (
    select * from {{ ref('dim_entities') }}
),

reversing as (
    select journals.*
    from {{ ref('fct_journals') }} as journals
    where journals.reversed_journal_key is not null
),

originals as (
    select journals.*
    from {{ ref('fct_journals') }} as journals
    where journals.journal_key in (select reversing.reversed_journal_key from reversing)
),

reversals as (
    select
        reversing.journal_key,
        reversing.reversed_journal_key,
        coalesce(originals.effective_date > reversing.effective_date, false) as is_too_early
    from reversing
    left join originals on reversing.reversed_journal_key = originals.journal_key
),

-- The lines of what reverses and of what is reversed: few of the ledger's.
reversal_journals as (
    select reversals.journal_key
    from reversals
    union
    select reversals.reversed_journal_key as journal_key
    from reversals
),

journal_lines as (
    select posted_lines.*
    from {{ ref('fct_journal_lines') }} as posted_lines
    inner join reversal_journals on posted_lines.journal_key = reversal_journals.journal_key
),

sides as (
    select
        reversed_journals.reversed_journal_key,
        journal_lines.journal_line_key,
        1 as original_sign,
        0 as reversal_sign
    from (
        select distinct reversals.reversed_journal_key
        from reversals
    ) as reversed_journals
    inner join journal_lines on reversed_journals.reversed_journal_key = journal_lines.journal_key
    union all
    select
        reversals.reversed_journal_key,
        journal_lines.journal_line_key,
        0 as original_sign,
        case when reversals.is_too_early then 0 else -1 end as reversal_sign
    from reversals
    inner join journal_lines on reversals.journal_key = journal_lines.journal_key
),

compared as (
    select
        sides.reversed_journal_key,
        journal_lines.entity_key,
        journal_lines.account_key,
        journal_lines.party_key,
        journal_lines.transaction_currency,
        journal_lines.functional_currency,
        sum(sides.original_sign * journal_lines.functional_amount) as functional_amount,
        sum(sides.reversal_sign * journal_lines.functional_amount) as reversed_functional_amount,
        sum(sides.original_sign * journal_lines.transaction_amount) as transaction_amount,
        sum(sides.reversal_sign * journal_lines.transaction_amount) as reversed_transaction_amount
    from sides
    inner join journal_lines on sides.journal_line_key = journal_lines.journal_line_key
    group by
        sides.reversed_journal_key,
        journal_lines.entity_key,
        journal_lines.account_key,
        journal_lines.party_key,
        journal_lines.transaction_currency,
        journal_lines.functional_currency
),

-- What the entity's own currency holds is the functional amount again.
in_each_currency as (
    select
        compared.reversed_journal_key,
        compared.entity_key,
        compared.account_key,
        compared.functional_currency as currency_code,
        '' as scope_currency,
        compared.functional_amount as amount,
        compared.reversed_functional_amount as reversed_amount
    from compared
    union all
    select
        compared.reversed_journal_key,
        compared.entity_key,
        compared.account_key,
        compared.transaction_currency as currency_code,
        ' ' || compared.transaction_currency as scope_currency,
        compared.transaction_amount as amount,
        compared.reversed_transaction_amount as reversed_amount
    from compared
    where compared.transaction_currency <> compared.functional_currency
),

-- Credits are turned, so that both sides of a scope are what was posted and what was taken back.
cells as (
    select
        coalesce(entities.entity_code, 'unknown') || in_each_currency.scope_currency as scope,
        'journal ' || coalesce(journals.journal_number, in_each_currency.reversed_journal_key)
        || ' of ' || coalesce(cast(journals.effective_date as varchar), 'no date')
        || ' reversed on account ' || coalesce(accounts.account_code, 'unknown')
        || ' in ' || coalesce(in_each_currency.currency_code, 'no currency') as record,
        case when in_each_currency.amount < 0 then -1 else 1 end * in_each_currency.amount
            as left_amount,
        case when in_each_currency.amount < 0 then -1 else 1 end * in_each_currency.reversed_amount
            as right_amount
    from in_each_currency
    left join {{ ref('fct_journals') }} as journals
        on in_each_currency.reversed_journal_key = journals.journal_key
    left join accounts on in_each_currency.account_key = accounts.account_key
    left join entities on in_each_currency.entity_key = entities.entity_key
),

results as (
    {{ invariant_result('GL-9', 'cells') }}
)

select * from results
