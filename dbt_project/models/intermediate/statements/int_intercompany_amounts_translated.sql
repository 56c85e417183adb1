-- What stands between two companies the group consolidates, account by account in presentation
-- currency: balances at the closing rate, income and expense of the month at its average rate,
-- distributions at the rate of their day. This is what consolidation takes out of the books of
-- both.
with

lines as (
    select * from {{ ref('int_intercompany_lines_resolved') }}
    where partner_entity_key <> 'none'
),

entity_periods as (
    select * from {{ ref('int_entity_periods_spined') }}
),

shares as (
    select * from {{ ref('int_entity_shares_resolved') }}
    where is_consolidated
),

rates as (
    select * from {{ ref('int_translation_rates_resolved') }}
    where to_currency = '{{ var("presentation_currency") }}'
),

moved as (
    select
        lines.entity_key,
        lines.partner_entity_key,
        lines.creditor_entity_key,
        lines.debtor_entity_key,
        lines.kind,
        lines.is_creditor,
        lines.account_key,
        lines.functional_currency,
        lines.fiscal_period,
        sum(lines.functional_amount) as functional_amount,
        sum(lines.group_amount) as group_amount
    from lines
    group by
        lines.entity_key,
        lines.partner_entity_key,
        lines.creditor_entity_key,
        lines.debtor_entity_key,
        lines.kind,
        lines.is_creditor,
        lines.account_key,
        lines.functional_currency,
        lines.fiscal_period
),

accounts_moved as (
    select
        moved.entity_key,
        moved.partner_entity_key,
        moved.creditor_entity_key,
        moved.debtor_entity_key,
        moved.kind,
        moved.is_creditor,
        moved.account_key,
        moved.functional_currency,
        min(moved.fiscal_period) as first_period
    from moved
    group by
        moved.entity_key,
        moved.partner_entity_key,
        moved.creditor_entity_key,
        moved.debtor_entity_key,
        moved.kind,
        moved.is_creditor,
        moved.account_key,
        moved.functional_currency
),

spined as (
    select
        accounts_moved.*,
        accounts_moved.kind in ('trade', 'loan') as is_balance,
        entity_periods.fiscal_period,
        coalesce(moved.functional_amount, 0) as functional_movement,
        coalesce(moved.group_amount, 0) as group_movement,
        sum(coalesce(moved.functional_amount, 0)) over (
            partition by
                accounts_moved.entity_key,
                accounts_moved.partner_entity_key,
                accounts_moved.kind,
                accounts_moved.is_creditor,
                accounts_moved.account_key
            order by entity_periods.fiscal_period
            rows between unbounded preceding and current row
        ) as functional_balance
    from accounts_moved
    inner join entity_periods
        on
            accounts_moved.entity_key = entity_periods.entity_key
            and accounts_moved.first_period <= entity_periods.fiscal_period
    left join moved
        on
            accounts_moved.entity_key = moved.entity_key
            and accounts_moved.partner_entity_key = moved.partner_entity_key
            and accounts_moved.kind = moved.kind
            and accounts_moved.is_creditor = moved.is_creditor
            and accounts_moved.account_key = moved.account_key
            and entity_periods.fiscal_period = moved.fiscal_period
),

translated as (
    select
        spined.entity_key,
        spined.partner_entity_key,
        spined.creditor_entity_key,
        spined.debtor_entity_key,
        spined.kind,
        spined.is_creditor,
        spined.account_key,
        spined.fiscal_period,
        {{ money(
            'case when spined.is_balance then spined.functional_balance'
            ~ ' else spined.functional_movement end'
        ) }} as functional_amount,
        case
            when spined.kind = 'dividend' and not spined.is_creditor
                then {{ money('spined.group_movement') }}
            else {{ convert_amount(
                'case when spined.is_balance then spined.functional_balance'
                ~ ' else spined.functional_movement end',
                'spined.functional_currency', "'" ~ var('presentation_currency') ~ "'",
                'case when spined.is_balance then rates.closing_rate else rates.average_rate end'
            ) }}
        end as amount_group
    from spined
    inner join shares
        on
            spined.entity_key = shares.entity_key
            and spined.fiscal_period = shares.fiscal_period
    inner join shares as partner_shares
        on
            spined.partner_entity_key = partner_shares.entity_key
            and spined.fiscal_period = partner_shares.fiscal_period
    left join rates
        on
            spined.entity_key = rates.entity_key
            and spined.functional_currency = rates.from_currency
            and spined.fiscal_period = rates.fiscal_period
)

select * from translated
