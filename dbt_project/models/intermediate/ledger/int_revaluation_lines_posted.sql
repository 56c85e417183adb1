-- What revaluation posts where the rules make the books (IAS 21.28, CAS 19): at the end of every
-- period that has ended, what each open position in a foreign currency is worth more at the closing
-- rate than it is carried at, on the account beside its own, against unrealised exchange
-- differences; and on the next day its reversal. One journal an account and period, so that money
-- in a bank stands alone against its difference (an effect of exchange rates on cash, no flow).
with

positions as (
    select * from {{ ref('int_positions_revalued') }}
    where unrealised_gain_amount_functional <> 0
),

accounts as (
    select * from {{ ref('int_accounts_classified') }}
),

entities as (
    select * from {{ ref('int_entities_unioned') }}
),

posting_sources as (
    select * from {{ ref('int_posting_sources_resolved') }}
    where posting_source = 'rule'
),

as_of as (
    select * from {{ ref('int_as_of_date') }}
),

own_periods as (
    {{ own_periods() }}
),

periods_recorded as (
    select
        journal_lines.account_key,
        journal_lines.fiscal_period,
        max(journal_lines.recorded_at) as recorded_at
    from {{ ref('int_journal_lines_conformed') }} as journal_lines
    group by journal_lines.account_key, journal_lines.fiscal_period
),

-- What is revalued is known once the last line on its account is.
known as (
    select
        position_accounts.account_key,
        position_accounts.fiscal_period,
        max(periods_recorded.recorded_at) as recorded_at
    from (
        select distinct
            positions.account_key,
            positions.fiscal_period
        from positions
    ) as position_accounts
    inner join periods_recorded
        on
            position_accounts.account_key = periods_recorded.account_key
            and position_accounts.fiscal_period >= periods_recorded.fiscal_period
    group by position_accounts.account_key, position_accounts.fiscal_period
),

revalued as (
    select
        positions.*,
        accounts.account_key as revaluation_account_key,
        accounts.account_code,
        entities.source_system,
        known.recorded_at
    from positions
    inner join posting_sources on positions.entity_key = posting_sources.entity_key
    inner join entities on positions.entity_key = entities.entity_key
    inner join accounts on positions.account_key = accounts.revalued_account_key
    left join known
        on
            positions.account_key = known.account_key
            and positions.fiscal_period = known.fiscal_period
    where positions.has_ended
),

both_sides as (
    select
        revalued.account_key as revalued_account_key,
        revalued.position_key as side,
        revalued.entity_key,
        revalued.revaluation_account_key as account_key,
        revalued.account_code,
        revalued.fiscal_period as valued_period,
        revalued.closing_date,
        revalued.party_key,
        coalesce(revalued.document_number || ': ', '')
        || cast(revalued.open_amount as varchar) || ' ' || revalued.currency_code
        || ' at ' || cast(revalued.closing_rate as varchar) as description,
        revalued.currency_code as transaction_currency,
        0 as transaction_amount,
        revalued.functional_currency,
        revalued.unrealised_gain_amount_functional as functional_amount,
        revalued.source_system,
        revalued.recorded_at
    from revalued
    union all
    select
        revalued.account_key as revalued_account_key,
        'unrealised' as side,
        revalued.entity_key,
        md5(revalued.entity_key || '|unrealised_exchange') as account_key,
        revalued.account_code,
        revalued.fiscal_period as valued_period,
        revalued.closing_date,
        cast(null as varchar) as party_key,
        cast(null as varchar) as description,
        revalued.functional_currency as transaction_currency,
        -sum(revalued.unrealised_gain_amount_functional) as transaction_amount,
        revalued.functional_currency,
        -sum(revalued.unrealised_gain_amount_functional) as functional_amount,
        max(revalued.source_system) as source_system,
        max(revalued.recorded_at) as recorded_at
    from revalued
    group by
        revalued.account_key,
        revalued.entity_key,
        revalued.account_code,
        revalued.fiscal_period,
        revalued.closing_date,
        revalued.functional_currency
),

journals as (
    select
        both_sides.*,
        md5(both_sides.revalued_account_key || '|' || both_sides.valued_period || '|revaluation')
            as revaluation_key,
        md5(both_sides.revalued_account_key || '|' || both_sides.valued_period || '|reversal')
            as reversal_key,
        both_sides.account_code || '-' || both_sides.valued_period as revaluation_number
    from both_sides
    where both_sides.functional_amount <> 0
),

-- On the closing date, and taken back on the first day of the next period.
postings as (
    select
        journals.*,
        journals.revaluation_key as journal_key,
        cast(null as varchar) as reversed_journal_key,
        journals.revaluation_number as journal_number,
        'Revaluation at the closing rates of ' || journals.valued_period as journal_description,
        journals.closing_date as effective_date,
        1 as posting_sign
    from journals
    union all
    select
        journals.*,
        journals.reversal_key as journal_key,
        journals.revaluation_key as reversed_journal_key,
        journals.revaluation_number || '-R' as journal_number,
        'Reversal of the revaluation at the closing rates of ' || journals.valued_period
            as journal_description,
        {{ add_days('journals.closing_date', 1) }} as effective_date,
        -1 as posting_sign
    from journals
),

dated as (
    select
        md5(postings.journal_key || '|' || postings.side) as journal_line_key,
        postings.journal_key,
        postings.reversed_journal_key,
        postings.journal_number,
        postings.journal_description,
        postings.entity_key,
        postings.account_key,
        row_number() over (
            partition by postings.journal_key
            order by postings.description asc nulls last, postings.side asc
        ) as line_number,
        postings.effective_date,
        {{ fiscal_period_of('postings.effective_date') }} as fiscal_period,
        postings.party_key,
        coalesce(postings.description, postings.journal_description) as description,
        postings.transaction_currency,
        {{ money('postings.posting_sign * postings.transaction_amount') }} as transaction_amount,
        postings.functional_currency,
        {{ money('postings.posting_sign * postings.functional_amount') }} as functional_amount,
        postings.source_system,
        postings.recorded_at
    from postings
    cross join as_of
    {{ join_own_periods('postings.entity_key', 'postings.effective_date') }}
    where postings.effective_date <= as_of.as_of_date
)

select * from dated
