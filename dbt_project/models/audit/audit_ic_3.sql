-- IC-3: the revenue the group prints is what its companies sold to others: the revenue lines of
-- journals no company of the group is a party of, at the month's average rate. An account that has
-- both kinds of lines is rounded in two parts: one minor unit each is allowed.
with

profit_and_loss as (
    select * from {{ ref('rpt_profit_and_loss') }}
    where layout = 'ifrs' and entity_key = 'GROUP' and line_code = 'total_revenue'
),

accounts as (
    select * from {{ ref('dim_accounts') }}
    where account_class in ('revenue', 'revenue_intercompany')
),

customers as (
    select * from {{ ref('dim_customers') }}
    where intercompany_entity_key is not null
),

shares as (
    select * from {{ ref('int_entity_shares_resolved') }}
    where is_consolidated
),

rates as (
    select * from {{ ref('fct_translation_rates') }}
    where to_currency = '{{ var("presentation_currency") }}'
),

journals_between as (
    select distinct journal_lines.journal_key
    from {{ ref('fct_journal_lines') }} as journal_lines
    inner join customers on journal_lines.party_key = customers.customer_key
    inner join shares
        on
            customers.intercompany_entity_key = shares.entity_key
            and journal_lines.fiscal_period = shares.fiscal_period
    where journal_lines.journal_type <> 'closing'
),

revenues as (
    select
        journal_lines.entity_key,
        journal_lines.account_key,
        journal_lines.fiscal_period,
        journal_lines.functional_currency,
        journals_between.journal_key is not null as is_between,
        sum(journal_lines.functional_amount) as amount
    from {{ ref('fct_journal_lines') }} as journal_lines
    inner join accounts on journal_lines.account_key = accounts.account_key
    left join journals_between on journal_lines.journal_key = journals_between.journal_key
    where journal_lines.journal_type <> 'closing'
    group by
        journal_lines.entity_key,
        journal_lines.account_key,
        journal_lines.fiscal_period,
        journal_lines.functional_currency,
        journals_between.journal_key is not null
),

sold as (
    select
        revenues.entity_key,
        revenues.account_key,
        revenues.fiscal_period,
        revenues.functional_currency,
        -sum(case when not revenues.is_between then revenues.amount end) as amount,
        max(
            case
                when not revenues.is_between then 0
                when revenues.functional_currency = '{{ var("presentation_currency") }}' then 0
                else 1
            end
        ) as rounding_count
    from revenues
    inner join shares
        on
            revenues.entity_key = shares.entity_key
            and revenues.fiscal_period = shares.fiscal_period
    group by
        revenues.entity_key,
        revenues.account_key,
        revenues.fiscal_period,
        revenues.functional_currency
),

translated as (
    select
        sold.fiscal_period,
        sold.rounding_count,
        {{ convert_amount(
            'coalesce(sold.amount, 0)', 'sold.functional_currency',
            "'" ~ var('presentation_currency') ~ "'", 'rates.average_rate'
        ) }} as amount
    from sold
    left join rates
        on
            sold.entity_key = rates.entity_key
            and sold.functional_currency = rates.from_currency
            and sold.fiscal_period = rates.fiscal_period
),

summed as (
    select
        translated.fiscal_period,
        sum(translated.amount) as amount,
        0.01 * sum(translated.rounding_count) as allowed_amount
    from translated
    group by translated.fiscal_period
),

cells as (
    select
        profit_and_loss.entity_code as scope,
        'revenue of ' || profit_and_loss.fiscal_period as record,
        profit_and_loss.amount as left_amount,
        coalesce(summed.amount, 0) as right_amount,
        coalesce(summed.allowed_amount, 0) as allowed_amount
    from profit_and_loss
    left join summed on profit_and_loss.fiscal_period = summed.fiscal_period
),

results as (
    {{ invariant_result('IC-3', 'cells', allowed='allowed_amount') }}
)

select * from results
