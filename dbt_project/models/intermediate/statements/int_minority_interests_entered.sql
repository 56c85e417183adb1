-- What of each entity belongs to others than the group's owners, as entries that each sum to zero:
-- their share of every movement of equity and of the profit of the month, against non-controlling
-- interests. Those are the share of the net assets (without investments, which are net assets of
-- the subsidiary already); what a change of the share moves between owners and others is neither
-- profit nor capital paid in and stands in the capital reserve, with the roundings. What opening
-- journals brought is told apart: others held it at the start.
with

balances as (
    select * from {{ ref('int_account_balances_translated') }}
),

accounts as (
    select * from {{ ref('int_accounts_classified') }}
),

shares as (
    select
        resolved.entity_key,
        resolved.fiscal_period,
        cast(1 as decimal(18, 10)) - resolved.group_share_ratio as minority_ratio
    from {{ ref('int_entity_shares_resolved') }} as resolved
    where
        resolved.is_consolidated
        and resolved.entity_key in (
            select partly_owned.entity_key
            from {{ ref('int_entity_shares_resolved') }} as partly_owned
            where partly_owned.group_share_ratio < 1
        )
),

held as (
    select
        balances.entity_key,
        balances.fiscal_period,
        shares.minority_ratio,
        case
            when accounts.account_type in ('revenue', 'expense')
                then md5(balances.entity_key || '|non_controlling_profit')
            else balances.account_key
        end as account_key,
        accounts.account_class = 'investment_in_subsidiary' as is_investment,
        balances.movement_amount_group - balances.closing_journal_amount_group
            as movement_amount_group,
        case
            when accounts.account_type = 'equity' then balances.opening_journal_amount_group
            else 0
        end as opening_journal_amount_group,
        balances.closing_amount_group
    from balances
    inner join accounts on balances.account_key = accounts.account_key
    inner join shares
        on
            balances.entity_key = shares.entity_key
            and balances.fiscal_period = shares.fiscal_period
    where
        accounts.account_type in ('equity', 'revenue', 'expense')
        or accounts.account_class = 'investment_in_subsidiary'
),

shared_by_account as (
    select
        held.entity_key,
        held.account_key,
        held.fiscal_period,
        -{{ round_to_currency(
            multiply('sum(held.movement_amount_group)', 'held.minority_ratio'),
            "'" ~ var('presentation_currency') ~ "'"
        ) }} as movement_amount_group,
        -{{ round_to_currency(
            multiply('sum(held.opening_journal_amount_group)', 'held.minority_ratio'),
            "'" ~ var('presentation_currency') ~ "'"
        ) }} as opening_journal_amount_group
    from held
    where not held.is_investment
    group by
        held.entity_key,
        held.account_key,
        held.fiscal_period,
        held.minority_ratio
),

interests as (
    select
        held.entity_key,
        held.fiscal_period,
        {{ round_to_currency(
            multiply('sum(held.closing_amount_group)', 'held.minority_ratio'),
            "'" ~ var('presentation_currency') ~ "'"
        ) }} as closing_amount_group
    from held
    group by held.entity_key, held.fiscal_period, held.minority_ratio
),

interests_opened as (
    select
        shared_by_account.entity_key,
        shared_by_account.fiscal_period,
        -sum(shared_by_account.opening_journal_amount_group) as opening_journal_amount_group
    from shared_by_account
    group by shared_by_account.entity_key, shared_by_account.fiscal_period
),

interests_moved as (
    select
        interests.entity_key,
        md5(interests.entity_key || '|non_controlling_interest') as account_key,
        interests.fiscal_period,
        interests.closing_amount_group - coalesce(
            lag(interests.closing_amount_group) over (
                partition by interests.entity_key
                order by interests.fiscal_period
            ), 0
        ) as movement_amount_group,
        coalesce(interests_opened.opening_journal_amount_group, 0) as opening_journal_amount_group
    from interests
    left join interests_opened
        on
            interests.entity_key = interests_opened.entity_key
            and interests.fiscal_period = interests_opened.fiscal_period
),

both_sides as (
    select * from shared_by_account
    union all
    select * from interests_moved
),

entered as (
    select * from both_sides
    union all
    select
        both_sides.entity_key,
        md5(both_sides.entity_key || '|consolidated_reserve') as account_key,
        both_sides.fiscal_period,
        -sum(both_sides.movement_amount_group) as movement_amount_group,
        0 as opening_journal_amount_group
    from both_sides
    group by both_sides.entity_key, both_sides.fiscal_period
),

run as (
    select
        md5('minority|' || entered.entity_key) as elimination_key,
        'nci' as layer,
        'minority' as kind,
        entered.entity_key,
        entered.account_key,
        entered.fiscal_period,
        {{ money('entered.movement_amount_group') }} as movement_amount_group,
        {{ money(
            'sum(entered.movement_amount_group) over ('
            ~ 'partition by entered.entity_key, entered.account_key'
            ~ ' order by entered.fiscal_period'
            ~ ' rows between unbounded preceding and current row)'
        ) }} as closing_amount_group,
        {{ money('entered.opening_journal_amount_group') }} as opening_journal_amount_group
    from entered
)

select * from run
