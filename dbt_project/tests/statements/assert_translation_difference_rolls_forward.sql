-- The translation difference is proven, not only a remainder: its change is the opening net assets
-- times the change of the closing rate, plus income times (closing - average), plus equity flows
-- times (closing - historical). Each account is rounded to the minor unit for itself, so the proof
-- may miss by one minor unit per account.
with

balances as (
    select * from {{ ref('fct_translated_balances') }}
),

accounts as (
    select * from {{ ref('dim_accounts') }}
),

closing_rates as (
    select
        rates.from_currency,
        {{ month_of('rates.rate_date') }} as fiscal_period,
        rates.rate,
        lag(rates.rate) over (
            partition by rates.from_currency
            order by rates.rate_date
        ) as previous_rate
    from {{ ref('fct_exchange_rates') }} as rates
    where rates.rate_type = 'closing' and rates.to_currency = '{{ var("presentation_currency") }}'
),

parts as (
    select
        balances.entity_key,
        balances.fiscal_period,
        balances.functional_currency,
        count(*) as account_count,
        sum(
            case
                when accounts.translation_rate_type = 'closing'
                    then balances.opening_amount_functional
                else 0
            end
        ) as opening_net_assets_amount,
        -sum(
            case
                when accounts.translation_rate_type <> 'closing'
                    then
                        balances.movement_amount_functional
                        - balances.closing_journal_amount_functional
                else 0
            end
        ) as flow_amount,
        -sum(
            case
                when
                    accounts.translation_rate_type <> 'closing'
                    and accounts.account_class <> 'translation_reserve'
                    then
                        balances.movement_amount_group
                        - balances.closing_journal_amount_group
                else 0
            end
        ) as flow_amount_group,
        -sum(
            case
                when accounts.account_class = 'translation_reserve'
                    then balances.movement_amount_group
                else 0
            end
        ) as change_amount_group
    from balances
    inner join accounts on balances.account_key = accounts.account_key
    group by balances.entity_key, balances.fiscal_period, balances.functional_currency
),

proven as (
    select
        parts.*,
        parts.opening_net_assets_amount
        * (closing_rates.rate - coalesce(closing_rates.previous_rate, closing_rates.rate))
        + parts.flow_amount * closing_rates.rate
        - parts.flow_amount_group as proven_amount_group
    from parts
    inner join closing_rates
        on
            parts.functional_currency = closing_rates.from_currency
            and parts.fiscal_period = closing_rates.fiscal_period
)

select * from proven
where abs(change_amount_group - proven_amount_group) > 0.01 * account_count
