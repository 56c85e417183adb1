-- FX-3: the unrealised gain of an account's foreign positions is what the ledger holds on it in
-- foreign currencies at the closing rate less the part of its balance that is not the entity's own
-- currency; and each period reverses what the one before recognised. A position may miss by half a
-- minor unit, since each is rounded for itself. Where the rules make the books, the account beside
-- it holds these gains at the end of every period that has ended, and nothing in a running one.
with

revaluations as (
    select * from {{ ref('fct_fx_revaluations') }}
),

journal_lines as (
    select * from {{ ref('fct_journal_lines') }}
    where account_key in (select revaluations.account_key from revaluations)
),

accounts as (
    select * from {{ ref('dim_accounts') }}
),

balances as (
    select * from {{ ref('fct_account_balances') }}
),

fiscal_periods as (
    select * from {{ ref('dim_fiscal_periods') }}
),

entities as (
    select * from {{ ref('dim_entities') }}
),

currencies as (
    select * from {{ ref('dim_currencies') }}
),

closing_rates as (
    select * from {{ ref('fct_translation_rates') }}
),

closings as (
    select
        known_periods.entity_key,
        known_periods.fiscal_period,
        known_periods.closing_date,
        lag(known_periods.fiscal_period) over (
            partition by known_periods.entity_key
            order by known_periods.fiscal_period asc
        ) as previous_period
    from (
        select distinct
            revaluations.entity_key,
            revaluations.fiscal_period,
            revaluations.closing_date
        from revaluations
    ) as known_periods
),

-- What stands on the account in the entity's own currency: open items where there are items, since
-- a source may post the exchange difference of a foreign item without its currency.
own_amounts as (
    {%- for side, sign in [('receivable', ''), ('payable', '-')] %}
        select
            items.control_account_key as account_key,
            events.event_date as change_date,
            {{ sign }}events.amount_functional as amount
        from {{ ref('fct_' ~ side ~ '_events') }} as events
        inner join {{ ref('fct_' ~ side ~ '_items') }} as items
            on events.item_key = items.item_key
        where items.currency_code = items.functional_currency
        union all
    {%- endfor %}
    select
        journal_lines.account_key,
        journal_lines.effective_date as change_date,
        journal_lines.functional_amount as amount
    from journal_lines
    inner join accounts on journal_lines.account_key = accounts.account_key
    where
        journal_lines.transaction_currency = journal_lines.functional_currency
        and accounts.account_class not in (
            'receivable', 'receivable_intercompany', 'payable', 'payable_intercompany'
        )
),

changes as (
    select
        journal_lines.account_key,
        journal_lines.effective_date as change_date,
        journal_lines.functional_amount as amount
    from journal_lines
    union all
    select
        own_amounts.account_key,
        own_amounts.change_date,
        -own_amounts.amount as amount
    from own_amounts
),

carried as (
    select
        changes.account_key,
        closings.fiscal_period,
        sum(changes.amount) as amount
    from closings
    inner join accounts on closings.entity_key = accounts.entity_key
    inner join changes
        on
            accounts.account_key = changes.account_key
            and closings.closing_date >= changes.change_date
    group by changes.account_key, closings.fiscal_period
),

held as (
    select
        journal_lines.account_key,
        journal_lines.transaction_currency,
        journal_lines.functional_currency,
        closings.entity_key,
        closings.fiscal_period,
        sum(journal_lines.transaction_amount) as amount
    from closings
    inner join journal_lines
        on
            closings.entity_key = journal_lines.entity_key
            and closings.closing_date >= journal_lines.effective_date
    where journal_lines.transaction_currency <> journal_lines.functional_currency
    group by
        journal_lines.account_key,
        journal_lines.transaction_currency,
        journal_lines.functional_currency,
        closings.entity_key,
        closings.fiscal_period
),

worth as (
    select
        held.account_key,
        held.fiscal_period,
        {{ money('sum(' ~ multiply('held.amount', 'closing_rates.closing_rate') ~ ')') }} as amount
    from held
    left join closing_rates
        on
            held.entity_key = closing_rates.entity_key
            and held.fiscal_period = closing_rates.fiscal_period
            and held.transaction_currency = closing_rates.from_currency
            and held.functional_currency = closing_rates.to_currency
    group by held.account_key, held.fiscal_period
),

recognised as (
    select
        revaluations.account_key,
        max(revaluations.entity_key) as entity_key,
        revaluations.fiscal_period,
        sum(revaluations.unrealised_gain_amount_functional) as gain_amount,
        sum(
            case currencies.minor_unit_exponent
                when 0 then 0.5
                when 3 then 0.0005
                else 0.005
            end
        ) as rounding_amount
    from revaluations
    inner join currencies on revaluations.functional_currency = currencies.currency_code
    group by revaluations.account_key, revaluations.fiscal_period
),

earlier as (
    select
        revaluations.position_key,
        revaluations.entity_key,
        revaluations.account_key,
        closings.fiscal_period,
        revaluations.unrealised_gain_amount_functional as gain_amount
    from revaluations
    inner join closings
        on
            revaluations.entity_key = closings.entity_key
            and revaluations.fiscal_period = closings.previous_period
),

reversals as (
    select
        coalesce(revaluations.position_key, earlier.position_key) as position_key,
        coalesce(revaluations.entity_key, earlier.entity_key) as entity_key,
        coalesce(revaluations.account_key, earlier.account_key) as account_key,
        coalesce(revaluations.fiscal_period, earlier.fiscal_period) as fiscal_period,
        coalesce(revaluations.reversed_gain_amount_functional, 0) as reversed_amount,
        -coalesce(earlier.gain_amount, 0) as recognised_amount
    from revaluations
    full outer join earlier
        on
            revaluations.position_key = earlier.position_key
            and revaluations.fiscal_period = earlier.fiscal_period
),

revaluation_amounts as (
    select
        accounts.revalued_account_key as account_key,
        balances.fiscal_period,
        balances.closing_amount as posted_amount,
        0 as gain_amount
    from balances
    inner join accounts on balances.account_key = accounts.account_key
    where accounts.revalued_account_key is not null
    union all
    select
        revaluations.account_key,
        revaluations.fiscal_period,
        0 as posted_amount,
        case
            when revaluations.closing_date = fiscal_periods.ends_date
                then revaluations.unrealised_gain_amount_functional
            else 0
        end as gain_amount
    from revaluations
    inner join accounts on revaluations.account_key = accounts.revalued_account_key
    inner join fiscal_periods
        on
            revaluations.entity_key = fiscal_periods.entity_key
            and revaluations.fiscal_period = fiscal_periods.fiscal_period
),

revalued as (
    select
        revaluation_amounts.account_key,
        revaluation_amounts.fiscal_period,
        sum(revaluation_amounts.posted_amount) as posted_amount,
        sum(revaluation_amounts.gain_amount) as gain_amount
    from revaluation_amounts
    group by revaluation_amounts.account_key, revaluation_amounts.fiscal_period
),

cells as (
    select
        entities.entity_code as scope,
        'revaluation posted beside account ' || accounts.account_code || ' in '
        || revalued.fiscal_period as record,
        revalued.posted_amount as left_amount,
        revalued.gain_amount as right_amount,
        0 as rounding_amount
    from revalued
    inner join accounts on revalued.account_key = accounts.account_key
    inner join entities on accounts.entity_key = entities.entity_key
    union all
    select
        entities.entity_code as scope,
        'unrealised gain on account ' || accounts.account_code || ' in '
        || recognised.fiscal_period as record,
        recognised.gain_amount as left_amount,
        worth.amount - carried.amount as right_amount,
        recognised.rounding_amount
    from recognised
    inner join accounts on recognised.account_key = accounts.account_key
    inner join entities on recognised.entity_key = entities.entity_key
    left join worth
        on
            recognised.account_key = worth.account_key
            and recognised.fiscal_period = worth.fiscal_period
    left join carried
        on
            recognised.account_key = carried.account_key
            and recognised.fiscal_period = carried.fiscal_period
    union all
    select
        entities.entity_code as scope,
        'reversal on account ' || accounts.account_code || ' in ' || reversals.fiscal_period
        || ' of ' || reversals.position_key as record,
        reversals.reversed_amount as left_amount,
        reversals.recognised_amount as right_amount,
        0 as rounding_amount
    from reversals
    inner join accounts on reversals.account_key = accounts.account_key
    inner join entities on reversals.entity_key = entities.entity_key
),

results as (
    {{ invariant_result('FX-3', 'cells', allowed='rounding_amount') }}
)

select * from results
