-- The profit of one company that still lies in the stock of another: the stock the buyer has left
-- of what it bought from the seller, times the seller's margin on it over the last twelve months.
-- The buyer's stock comes from the seller as far as the seller's goods are among its additions to
-- stock of the last twelve months, and what was there before the first such purchase is sold first.
with

amounts as (
    select * from {{ ref('int_intercompany_amounts_translated') }}
),

balances as (
    select * from {{ ref('int_account_balances_windowed') }}
),

accounts as (
    select * from {{ ref('int_accounts_classified') }}
    where account_class = 'inventory'
),

entities as (
    select * from {{ ref('int_entities_unioned') }}
),

rates as (
    select * from {{ ref('int_translation_rates_resolved') }}
    where to_currency = '{{ var("presentation_currency") }}'
),

traded as (
    select
        amounts.creditor_entity_key,
        amounts.debtor_entity_key,
        amounts.fiscal_period,
        -sum(
            case
                when amounts.kind = 'revenue' and amounts.is_creditor then amounts.amount_group
            end
        ) as sales_amount_group,
        sum(case when amounts.kind = 'cost' then amounts.amount_group end) as cost_amount_group,
        sum(
            case
                when amounts.kind = 'revenue' and not amounts.is_creditor
                    then amounts.functional_amount
            end
        ) as bought_amount
    from amounts
    where amounts.kind in ('revenue', 'cost')
    group by amounts.creditor_entity_key, amounts.debtor_entity_key, amounts.fiscal_period
),

stocks as (
    select
        balances.entity_key,
        balances.fiscal_period,
        sum(balances.closing_amount) as stock_amount,
        sum(
            balances.debit_amount
            - case
                when balances.opening_journal_amount > 0 then balances.opening_journal_amount
                else 0
            end
        ) as added_amount
    from balances
    inner join accounts on balances.account_key = accounts.account_key
    group by balances.entity_key, balances.fiscal_period
),

year_of_stocks as (
    select
        stocks.entity_key,
        stocks.fiscal_period,
        stocks.stock_amount,
        sum(stocks.added_amount) over (
            partition by stocks.entity_key
            order by stocks.fiscal_period
            rows between 11 preceding and current row
        ) as added_amount
    from stocks
),

year_of_trade as (
    select
        traded.creditor_entity_key,
        traded.debtor_entity_key,
        traded.fiscal_period,
        {% for measure in ['sales_amount_group', 'cost_amount_group', 'bought_amount'] %}
            sum(coalesce(traded.{{ measure }}, 0)) over (
                partition by traded.creditor_entity_key, traded.debtor_entity_key
                order by traded.fiscal_period
                rows between 11 preceding and current row
            ) as {{ measure }},
        {% endfor %}
        sum(coalesce(traded.bought_amount, 0)) over (
            partition by traded.creditor_entity_key, traded.debtor_entity_key
            order by traded.fiscal_period
            rows between unbounded preceding and current row
        ) as ever_bought_amount
    from traded
),

left_over as (
    select
        year_of_trade.creditor_entity_key,
        year_of_trade.debtor_entity_key,
        year_of_trade.fiscal_period,
        coalesce({{ ratio(
            'year_of_trade.sales_amount_group - year_of_trade.cost_amount_group',
            'year_of_trade.sales_amount_group'
        ) }}, 0) as margin_ratio,
        greatest(
            least(
                {{ multiply(
                    'year_of_stocks.stock_amount',
                    'least(1, coalesce(' ~ ratio(
                        'year_of_trade.bought_amount', 'year_of_stocks.added_amount'
                    ) ~ ', 0))'
                ) }},
                year_of_trade.ever_bought_amount
            ), 0
        ) as stock_amount
    from year_of_trade
    inner join year_of_stocks
        on
            year_of_trade.debtor_entity_key = year_of_stocks.entity_key
            and year_of_trade.fiscal_period = year_of_stocks.fiscal_period
),

valued as (
    select
        left_over.creditor_entity_key,
        left_over.debtor_entity_key,
        left_over.fiscal_period,
        left_over.margin_ratio,
        {{ money('left_over.stock_amount') }} as stock_amount_functional,
        {{ convert_amount(
            multiply('left_over.stock_amount', 'left_over.margin_ratio'),
            'entities.functional_currency', "'" ~ var('presentation_currency') ~ "'",
            'rates.closing_rate'
        ) }} as profit_amount_group
    from left_over
    inner join entities on left_over.debtor_entity_key = entities.entity_key
    left join rates
        on
            entities.entity_key = rates.entity_key
            and entities.functional_currency = rates.from_currency
            and left_over.fiscal_period = rates.fiscal_period
)

select * from valued
