-- CO-2: the interest of others that the group prints is their share of the net assets of each
-- entity: assets less liabilities, without what it invested in subsidiaries.
with

balance_sheet as (
    select * from {{ ref('rpt_balance_sheet') }}
    where
        layout = 'ifrs' and entity_key = 'GROUP' and line_code = 'non_controlling_interests'
),

translated_balances as (
    select * from {{ ref('fct_translated_balances') }}
),

accounts as (
    select * from {{ ref('dim_accounts') }}
    where
        account_type in ('asset', 'liability')
        and account_class <> 'investment_in_subsidiary'
),

shares as (
    select * from {{ ref('int_entity_shares_resolved') }}
    where is_consolidated
),

net_assets as (
    select
        translated_balances.entity_key,
        translated_balances.fiscal_period,
        sum(translated_balances.closing_amount_group) as amount
    from translated_balances
    inner join accounts on translated_balances.account_key = accounts.account_key
    group by translated_balances.entity_key, translated_balances.fiscal_period
),

shared as (
    select
        net_assets.fiscal_period,
        sum({{ round_to_currency(
            multiply('net_assets.amount', '1 - shares.group_share_ratio'),
            "'" ~ var('presentation_currency') ~ "'"
        ) }}) as amount
    from net_assets
    inner join shares
        on
            net_assets.entity_key = shares.entity_key
            and net_assets.fiscal_period = shares.fiscal_period
    group by net_assets.fiscal_period
),

cells as (
    select
        balance_sheet.entity_code as scope,
        'interest of others at the end of ' || balance_sheet.fiscal_period as record,
        balance_sheet.amount as left_amount,
        coalesce(shared.amount, 0) as right_amount
    from balance_sheet
    left join shared on balance_sheet.fiscal_period = shared.fiscal_period
),

results as (
    {{ invariant_result('CO-2', 'cells') }}
)

select * from results
