-- GL-2: the functional amount of a line in a foreign currency is its transaction amount at the rate
-- its document used: the rate of its day or, where it takes a monetary balance down at the value it
-- was carried at, that of an earlier day; so may what moves a balance between monetary accounts,
-- without cash. Lines without a transaction amount (exchange differences,
-- revaluations, roundings) have no rate. A control line is the sum of lines rounded each for
-- itself, so it may miss by half a minor unit for every line of its journal.
with

-- A journal in its entity's own currency has no rate to prove.
foreign_journals as (
    select distinct posted_lines.journal_key
    from {{ ref('fct_journal_lines') }} as posted_lines
    where posted_lines.transaction_currency <> posted_lines.functional_currency
),

journal_lines as (
    select posted_lines.*
    from {{ ref('fct_journal_lines') }} as posted_lines
    inner join foreign_journals on posted_lines.journal_key = foreign_journals.journal_key
    where
        posted_lines.functional_currency is not null
        and posted_lines.transaction_currency is not null
),

accounts as (
    select * from {{ ref('dim_accounts') }}
),

entities as (
    select * from {{ ref('dim_entities') }}
),

currencies as (
    select * from {{ ref('dim_currencies') }}
),

spot_rates as (
    select * from {{ ref('fct_exchange_rates') }}
    where rate_type = 'spot'
),

journal_sizes as (
    select
        journal_lines.journal_key,
        count(*) as line_count
    from journal_lines
    group by journal_lines.journal_key
),

-- What a journal moves between monetary accounts in a currency; with cash, money came or went.
monetary_sums as (
    select
        journal_lines.journal_key,
        journal_lines.transaction_currency,
        sum(journal_lines.transaction_amount) = 0 and not bool_or(accounts.is_cash) as is_transfer
    from journal_lines
    inner join accounts on journal_lines.account_key = accounts.account_key
    where accounts.is_monetary
    group by journal_lines.journal_key, journal_lines.transaction_currency
),

foreign_lines as (
    select
        journal_lines.journal_line_key,
        journal_lines.entity_key,
        journal_lines.source_key,
        journal_lines.effective_date,
        journal_lines.transaction_currency,
        journal_lines.functional_currency,
        journal_lines.transaction_amount,
        journal_lines.functional_amount,
        accounts.is_monetary
        and (
            monetary_sums.is_transfer
            or case accounts.normal_side
                when 'debit' then journal_lines.functional_amount < 0
                else journal_lines.functional_amount > 0
            end
        ) as takes_down,
        journal_sizes.line_count * case currencies.minor_unit_exponent
            when 0 then 0.5
            when 3 then 0.0005
            else 0.005
        end as rounding_amount
    from journal_lines
    inner join journal_sizes on journal_lines.journal_key = journal_sizes.journal_key
    inner join accounts on journal_lines.account_key = accounts.account_key
    inner join currencies on journal_lines.functional_currency = currencies.currency_code
    left join monetary_sums
        on
            journal_lines.journal_key = monetary_sums.journal_key
            and journal_lines.transaction_currency = monetary_sums.transaction_currency
    where
        journal_lines.transaction_currency <> journal_lines.functional_currency
        and journal_lines.transaction_amount <> 0
),

at_the_days_rate as (
    select
        foreign_lines.*,
        {{ convert_amount(
            'foreign_lines.transaction_amount', 'foreign_lines.transaction_currency',
            'foreign_lines.functional_currency', 'spot_rates.rate'
        ) }} as expected_amount
    from foreign_lines
    inner join spot_rates
        on
            foreign_lines.transaction_currency = spot_rates.from_currency
            and foreign_lines.functional_currency = spot_rates.to_currency
            and foreign_lines.effective_date = spot_rates.rate_date
),

carried_lines as (
    select at_the_days_rate.*
    from at_the_days_rate
    where
        at_the_days_rate.takes_down
        and abs(at_the_days_rate.functional_amount - at_the_days_rate.expected_amount)
        > at_the_days_rate.rounding_amount
),

at_rates_so_far as (
    select
        carried_lines.journal_line_key,
        carried_lines.functional_amount,
        spot_rates.rate_date,
        {{ convert_amount(
            'carried_lines.transaction_amount', 'carried_lines.transaction_currency',
            'carried_lines.functional_currency', 'spot_rates.rate'
        ) }} as carried_amount
    from carried_lines
    inner join spot_rates
        on
            carried_lines.transaction_currency = spot_rates.from_currency
            and carried_lines.functional_currency = spot_rates.to_currency
            and carried_lines.effective_date >= spot_rates.rate_date
),

nearest_rates as (
    select
        at_rates_so_far.journal_line_key,
        at_rates_so_far.carried_amount,
        row_number() over (
            partition by at_rates_so_far.journal_line_key
            order by
                abs(at_rates_so_far.functional_amount - at_rates_so_far.carried_amount) asc,
                at_rates_so_far.rate_date desc
        ) as nearness_rank
    from at_rates_so_far
),

cells as (
    select
        coalesce(entities.entity_code, 'unknown') as scope,
        'line ' || coalesce(at_the_days_rate.source_key, at_the_days_rate.journal_line_key)
        || ' of ' || cast(at_the_days_rate.effective_date as varchar)
        || ', ' || cast(at_the_days_rate.transaction_amount as varchar)
        || ' ' || at_the_days_rate.transaction_currency as record,
        at_the_days_rate.functional_amount as left_amount,
        coalesce(nearest_rates.carried_amount, at_the_days_rate.expected_amount) as right_amount,
        at_the_days_rate.rounding_amount
    from at_the_days_rate
    left join nearest_rates
        on
            at_the_days_rate.journal_line_key = nearest_rates.journal_line_key
            and nearest_rates.nearness_rank = 1
    left join entities on at_the_days_rate.entity_key = entities.entity_key
),

results as (
    {{ invariant_result('GL-2', 'cells', allowed='rounding_amount') }}
)

select * from results
