-- Balances in the presentation currency (IAS 21, CAS 19): assets and liabilities at the closing
-- rate, income and expense month by month at the month's average rate, equity at the rate of the
-- day of each movement. A year-end closing journal carries the translated profit, not a new
-- translation of it, into retained earnings. What then keeps the sheet from balancing is the
-- translation difference: equity of its own, one account per entity.
with

balances as (
    select * from {{ ref('int_account_balances_windowed') }}
),

accounts as (
    select * from {{ ref('int_accounts_classified') }}
),

entities as (
    select * from {{ ref('int_entities_unioned') }}
),

rates as (
    select * from {{ ref('int_translation_rates_resolved') }}
    where to_currency = '{{ var("presentation_currency") }}'
),

rated as (
    select
        balances.*,
        accounts.translation_rate_type,
        entities.functional_currency,
        '{{ var("presentation_currency") }}' as group_currency,
        rates.average_rate,
        rates.closing_rate,
        -- An income or expense account begins a new cycle after a closing journal emptied it.
        sum(
            case
                when balances.closing_journal_amount <> 0 and balances.closing_amount = 0 then 1
                else 0
            end
        )
            over (
                partition by balances.entity_key, balances.account_key
                order by balances.fiscal_period
                rows between unbounded preceding and current row
            )
        - case
            when balances.closing_journal_amount <> 0 and balances.closing_amount = 0 then 1
            else 0
        end as cycle_number
    from balances
    inner join accounts on balances.account_key = accounts.account_key
    inner join entities on balances.entity_key = entities.entity_key
    left join rates
        on
            balances.entity_key = rates.entity_key
            and entities.functional_currency = rates.from_currency
            and balances.fiscal_period = rates.fiscal_period
),

converted as (
    select
        rated.*,
        {{ convert_amount(
            'rated.closing_amount', 'rated.functional_currency',
            'rated.group_currency', 'rated.closing_rate'
        ) }} as at_closing_rate,
        {{ convert_amount(
            'rated.movement_amount - rated.closing_journal_amount', 'rated.functional_currency',
            'rated.group_currency', 'rated.average_rate'
        ) }} as ordinary_at_average_rate,
        {{ convert_amount(
            'rated.closing_journal_amount', 'rated.functional_currency',
            'rated.group_currency', 'rated.average_rate'
        ) }} as closing_journal_at_average_rate
    from rated
),

income_carried as (
    select
        converted.*,
        case
            when converted.translation_rate_type <> 'average' then 0
            when converted.closing_journal_amount = 0 then 0
            when converted.closing_amount = 0
                then -sum(converted.ordinary_at_average_rate) over (
                    partition by
                        converted.entity_key,
                        converted.account_key,
                        converted.cycle_number
                    order by converted.fiscal_period
                    rows between unbounded preceding and current row
                )
            else converted.closing_journal_at_average_rate
        end as income_closing_journal_amount_group
    from converted
),

carried_per_period as (
    select
        income_carried.entity_key,
        income_carried.fiscal_period,
        sum(income_carried.income_closing_journal_amount_group) as carried_amount_group,
        sum(
            case
                when income_carried.translation_rate_type = 'historical'
                    then income_carried.closing_journal_amount
                else 0
            end
        ) as received_amount
    from income_carried
    group by income_carried.entity_key, income_carried.fiscal_period
),

moved as (
    select
        income_carried.entity_key,
        income_carried.account_key,
        income_carried.fiscal_period,
        income_carried.fiscal_year,
        income_carried.translation_rate_type,
        income_carried.functional_currency,
        income_carried.group_currency,
        income_carried.opening_amount,
        income_carried.movement_amount,
        income_carried.closing_amount,
        income_carried.closing_journal_amount,
        income_carried.opening_journal_amount,
        income_carried.opening_journal_amount_group,
        income_carried.at_closing_rate,
        income_carried.ordinary_at_average_rate,
        income_carried.historical_amount_group,
        case
            when income_carried.translation_rate_type = 'average'
                then income_carried.income_closing_journal_amount_group
            when income_carried.translation_rate_type <> 'historical' then 0
            when income_carried.closing_journal_amount = 0 then 0
            when income_carried.closing_journal_amount = carried_per_period.received_amount
                then -carried_per_period.carried_amount_group
            else {{ round_to_currency(
                multiply(
                    'income_carried.closing_journal_amount',
                    ratio(
                        '-carried_per_period.carried_amount_group',
                        'carried_per_period.received_amount'
                    )
                ),
                'income_carried.group_currency'
            ) }}
        end as closing_journal_amount_group
    from income_carried
    inner join carried_per_period
        on
            income_carried.entity_key = carried_per_period.entity_key
            and income_carried.fiscal_period = carried_per_period.fiscal_period
),

closed as (
    select
        moved.*,
        case
            when moved.translation_rate_type = 'closing' then moved.at_closing_rate
            else sum(
                case
                    when moved.translation_rate_type = 'average'
                        then moved.ordinary_at_average_rate
                    else moved.historical_amount_group
                end
                + moved.closing_journal_amount_group
            ) over (
                partition by moved.entity_key, moved.account_key
                order by moved.fiscal_period
                rows between unbounded preceding and current row
            )
        end as closing_amount_group
    from moved
),

real_accounts as (
    select
        closed.entity_key,
        closed.account_key,
        closed.fiscal_period,
        closed.fiscal_year,
        closed.functional_currency,
        closed.group_currency,
        closed.opening_amount,
        closed.movement_amount,
        closed.closing_amount,
        closed.closing_journal_amount,
        closed.opening_journal_amount,
        closed.opening_journal_amount_group,
        closed.closing_amount_group,
        closed.closing_journal_amount_group
    from closed
),

translation_reserve as (
    select
        real_accounts.entity_key,
        md5(real_accounts.entity_key || '|translation_reserve') as account_key,
        real_accounts.fiscal_period,
        real_accounts.fiscal_year,
        real_accounts.functional_currency,
        real_accounts.group_currency,
        0 as opening_amount,
        0 as movement_amount,
        0 as closing_amount,
        0 as closing_journal_amount,
        0 as opening_journal_amount,
        0 as opening_journal_amount_group,
        -sum(real_accounts.closing_amount_group) as closing_amount_group,
        0 as closing_journal_amount_group
    from real_accounts
    group by
        real_accounts.entity_key,
        real_accounts.fiscal_period,
        real_accounts.fiscal_year,
        real_accounts.functional_currency,
        real_accounts.group_currency
),

all_balances as (
    select * from real_accounts
    union all
    select * from translation_reserve
),

opened as (
    select
        all_balances.entity_key,
        all_balances.account_key,
        all_balances.fiscal_period,
        all_balances.fiscal_year,
        all_balances.functional_currency,
        all_balances.group_currency,
        {{ money('all_balances.opening_amount') }} as opening_amount,
        {{ money('all_balances.movement_amount') }} as movement_amount,
        {{ money('all_balances.closing_amount') }} as closing_amount,
        {{ money('all_balances.closing_journal_amount') }} as closing_journal_amount,
        {{ money('all_balances.opening_journal_amount') }} as opening_journal_amount,
        {{ money('all_balances.opening_journal_amount_group') }} as opening_journal_amount_group,
        {{ money(
            'coalesce(lag(all_balances.closing_amount_group) over ('
            ~ 'partition by all_balances.entity_key, all_balances.account_key'
            ~ ' order by all_balances.fiscal_period), 0)'
        ) }} as opening_amount_group,
        {{ money('all_balances.closing_amount_group') }} as closing_amount_group,
        {{ money('all_balances.closing_journal_amount_group') }} as closing_journal_amount_group
    from all_balances
),

with_movements as (
    select
        opened.*,
        {{ money('opened.closing_amount_group - opened.opening_amount_group') }}
            as movement_amount_group
    from opened
)

select * from with_movements
