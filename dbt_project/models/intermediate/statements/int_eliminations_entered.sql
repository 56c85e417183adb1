-- What consolidation takes out of the group's books, as entries that each sum to zero, in
-- presentation currency:
--   balance, loan: what two companies owe each other. What both sides differ by goes to exchange
--             differences as far as rates make it, and to items in transit as far as one side alone
--             has booked a document;
--   interest: likewise;
--   dividend: what a company received from another against its distribution; what they differ by is
--             a translation difference, or in transit while only one side has booked it;
--   revenue_cost: the seller's revenue against its cost, the margin against the buyer's cost of
--             sales;
--   stock_profit: the margin in what the buyer has not sold on, out of stock and back into cost;
--   investment: what a parent paid for its subsidiaries against its share of their capital, both at
--             the rates of their days; what differs is a translation difference.
with

amounts as (
    select * from {{ ref('int_intercompany_amounts_translated') }}
),

sides as (
    select * from {{ ref('int_intercompany_sides_translated') }}
),

stock_profits as (
    select * from {{ ref('int_stock_profits_unrealised') }}
),

balances as (
    select * from {{ ref('int_account_balances_translated') }}
),

accounts as (
    select * from {{ ref('int_accounts_classified') }}
),

shares as (
    select * from {{ ref('int_entity_shares_resolved') }}
    where is_consolidated
),

entity_periods as (
    select * from {{ ref('int_entity_periods_spined') }}
    where is_reached_by_all
),

document_differences as (
    select
        sides.creditor_entity_key,
        sides.debtor_entity_key,
        sides.kind,
        sides.fiscal_period,
        sum(sides.document_amount_group) as amount_group
    from sides
    group by
        sides.creditor_entity_key, sides.debtor_entity_key, sides.kind, sides.fiscal_period
),

pair_differences as (
    select
        amounts.creditor_entity_key,
        amounts.debtor_entity_key,
        amounts.kind,
        amounts.fiscal_period,
        sum(amounts.amount_group) as amount_group,
        min(amounts.amount_group) < 0 and max(amounts.amount_group) > 0 as has_both_sides
    from amounts
    where amounts.kind in ('trade', 'loan', 'interest')
    group by
        amounts.creditor_entity_key, amounts.debtor_entity_key, amounts.kind, amounts.fiscal_period
),

split_differences as (
    select
        pair_differences.creditor_entity_key,
        pair_differences.debtor_entity_key,
        pair_differences.kind,
        pair_differences.fiscal_period,
        pair_differences.amount_group,
        case
            when pair_differences.kind <> 'interest' then document_differences.amount_group
            when pair_differences.has_both_sides then 0
            else pair_differences.amount_group
        end as transit_amount_group
    from pair_differences
    left join document_differences
        on
            pair_differences.creditor_entity_key = document_differences.creditor_entity_key
            and pair_differences.debtor_entity_key = document_differences.debtor_entity_key
            and pair_differences.kind = document_differences.kind
            and pair_differences.fiscal_period = document_differences.fiscal_period
),

between_companies as (
    select
        amounts.kind,
        amounts.creditor_entity_key,
        amounts.debtor_entity_key,
        amounts.entity_key,
        amounts.account_key,
        amounts.fiscal_period,
        -amounts.amount_group as amount_group
    from amounts
    where amounts.kind in ('trade', 'loan', 'interest')
    {%- for account, measure in [
        ('consolidated_exchange',
            'split_differences.amount_group - split_differences.transit_amount_group'),
        ('consolidated_transit', 'split_differences.transit_amount_group'),
    ] %}
        union all
        select
            split_differences.kind,
            split_differences.creditor_entity_key,
            split_differences.debtor_entity_key,
            split_differences.creditor_entity_key as entity_key,
            md5(split_differences.creditor_entity_key || '|{{ account }}') as account_key,
            split_differences.fiscal_period,
            {{ measure }} as amount_group
        from split_differences
    {%- endfor %}
),

dividends as (
    select * from amounts
    where kind = 'dividend'
),

dividend_differences as (
    select
        dividends.creditor_entity_key,
        dividends.debtor_entity_key,
        dividends.fiscal_period,
        case
            when bool_and(dividends.is_creditor) or not bool_or(dividends.is_creditor)
                then 'consolidated_transit'
            else 'translation_reserve'
        end as balancing_account,
        sum(dividends.amount_group) as amount_group
    from dividends
    where dividends.amount_group <> 0
    group by
        dividends.creditor_entity_key, dividends.debtor_entity_key, dividends.fiscal_period
),

dividend_entries as (
    select
        dividends.creditor_entity_key,
        dividends.debtor_entity_key,
        dividends.entity_key,
        dividends.account_key,
        dividends.fiscal_period,
        -dividends.amount_group as amount_group
    from dividends
    union all
    select
        dividend_differences.creditor_entity_key,
        dividend_differences.debtor_entity_key,
        dividend_differences.creditor_entity_key as entity_key,
        md5(
            dividend_differences.creditor_entity_key || '|'
            || dividend_differences.balancing_account
        ) as account_key,
        dividend_differences.fiscal_period,
        dividend_differences.amount_group
    from dividend_differences
),

sold_between_companies as (
    select
        amounts.creditor_entity_key,
        amounts.debtor_entity_key,
        amounts.entity_key,
        amounts.account_key,
        amounts.fiscal_period,
        -amounts.amount_group as amount_group
    from amounts
    where amounts.kind in ('revenue', 'cost') and amounts.is_creditor
    union all
    select
        amounts.creditor_entity_key,
        amounts.debtor_entity_key,
        amounts.debtor_entity_key as entity_key,
        md5(amounts.debtor_entity_key || '|consolidated_cost') as account_key,
        amounts.fiscal_period,
        amounts.amount_group
    from amounts
    where amounts.kind in ('revenue', 'cost') and amounts.is_creditor
),

stock_entries as (
    {%- for account, sign in [('consolidated_stock', '-'), ('consolidated_cost', '')] %}
        select
            stock_profits.creditor_entity_key,
            stock_profits.debtor_entity_key,
            stock_profits.debtor_entity_key as entity_key,
            md5(stock_profits.debtor_entity_key || '|{{ account }}') as account_key,
            stock_profits.fiscal_period,
            {{ sign }}stock_profits.profit_amount_group as amount_group
        from stock_profits
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

owned as (
    select shares.*
    from shares
    inner join shares as parents
        on
            shares.parent_entity_key = parents.entity_key
            and shares.fiscal_period = parents.fiscal_period
),

capital_and_investments as (
    select
        owned.parent_entity_key,
        balances.entity_key,
        balances.account_key,
        balances.fiscal_period,
        -{{ round_to_currency(
            multiply('balances.closing_amount_group', 'owned.ownership_ratio'),
            "'" ~ var('presentation_currency') ~ "'"
        ) }} as amount_group
    from balances
    inner join accounts on balances.account_key = accounts.account_key
    inner join owned
        on
            balances.entity_key = owned.entity_key
            and balances.fiscal_period = owned.fiscal_period
    where accounts.account_class in ('share_capital', 'capital_reserve')
    union all
    select
        balances.entity_key as parent_entity_key,
        balances.entity_key,
        balances.account_key,
        balances.fiscal_period,
        -balances.closing_amount_group as amount_group
    from balances
    inner join accounts on balances.account_key = accounts.account_key
    where
        accounts.account_class = 'investment_in_subsidiary'
        and (balances.entity_key, balances.fiscal_period) in (
            select
                owned.parent_entity_key,
                owned.fiscal_period
            from owned
        )
),

investment_entries as (
    select * from capital_and_investments
    union all
    select
        capital_and_investments.parent_entity_key,
        capital_and_investments.parent_entity_key as entity_key,
        md5(capital_and_investments.parent_entity_key || '|translation_reserve') as account_key,
        capital_and_investments.fiscal_period,
        -sum(capital_and_investments.amount_group) as amount_group
    from capital_and_investments
    group by capital_and_investments.parent_entity_key, capital_and_investments.fiscal_period
),

entered as (
    select
        case between_companies.kind when 'trade' then 'balance' else between_companies.kind end
            as kind,
        between_companies.kind <> 'interest' as is_balance,
        between_companies.creditor_entity_key,
        between_companies.debtor_entity_key,
        between_companies.entity_key,
        between_companies.account_key,
        between_companies.fiscal_period,
        between_companies.amount_group
    from between_companies
    union all
    select
        'dividend' as kind,
        false as is_balance,
        dividend_entries.creditor_entity_key,
        dividend_entries.debtor_entity_key,
        dividend_entries.entity_key,
        dividend_entries.account_key,
        dividend_entries.fiscal_period,
        dividend_entries.amount_group
    from dividend_entries
    union all
    select
        'revenue_cost' as kind,
        false as is_balance,
        sold_between_companies.creditor_entity_key,
        sold_between_companies.debtor_entity_key,
        sold_between_companies.entity_key,
        sold_between_companies.account_key,
        sold_between_companies.fiscal_period,
        sold_between_companies.amount_group
    from sold_between_companies
    union all
    select
        'stock_profit' as kind,
        true as is_balance,
        stock_entries.creditor_entity_key,
        stock_entries.debtor_entity_key,
        stock_entries.entity_key,
        stock_entries.account_key,
        stock_entries.fiscal_period,
        stock_entries.amount_group
    from stock_entries
    union all
    select
        'investment' as kind,
        true as is_balance,
        investment_entries.parent_entity_key as creditor_entity_key,
        'all' as debtor_entity_key,
        investment_entries.entity_key,
        investment_entries.account_key,
        investment_entries.fiscal_period,
        investment_entries.amount_group
    from investment_entries
),

summed as (
    select
        entered.kind,
        entered.is_balance,
        entered.creditor_entity_key,
        entered.debtor_entity_key,
        entered.entity_key,
        entered.account_key,
        entered.fiscal_period,
        sum(entered.amount_group) as amount_group
    from entered
    group by
        entered.kind,
        entered.is_balance,
        entered.creditor_entity_key,
        entered.debtor_entity_key,
        entered.entity_key,
        entered.account_key,
        entered.fiscal_period
),

accounts_entered as (
    select
        summed.kind,
        summed.is_balance,
        summed.creditor_entity_key,
        summed.debtor_entity_key,
        summed.entity_key,
        summed.account_key,
        min(summed.fiscal_period) as first_period
    from summed
    group by
        summed.kind,
        summed.is_balance,
        summed.creditor_entity_key,
        summed.debtor_entity_key,
        summed.entity_key,
        summed.account_key
),

-- A balance nobody enters any more (a company has left the group) is zero, not what it was.
dense as (
    select
        accounts_entered.*,
        entity_periods.fiscal_period,
        coalesce(summed.amount_group, 0) as amount_group
    from accounts_entered
    inner join entity_periods
        on
            accounts_entered.entity_key = entity_periods.entity_key
            and accounts_entered.first_period <= entity_periods.fiscal_period
    left join summed
        on
            accounts_entered.kind = summed.kind
            and accounts_entered.creditor_entity_key = summed.creditor_entity_key
            and accounts_entered.debtor_entity_key = summed.debtor_entity_key
            and accounts_entered.entity_key = summed.entity_key
            and accounts_entered.account_key = summed.account_key
            and entity_periods.fiscal_period = summed.fiscal_period
),

run as (
    select
        dense.*,
        lag(dense.amount_group) over (
            partition by
                dense.kind,
                dense.creditor_entity_key,
                dense.debtor_entity_key,
                dense.entity_key,
                dense.account_key
            order by dense.fiscal_period
        ) as previous_amount_group,
        sum(dense.amount_group) over (
            partition by
                dense.kind,
                dense.creditor_entity_key,
                dense.debtor_entity_key,
                dense.entity_key,
                dense.account_key
            order by dense.fiscal_period
            rows between unbounded preceding and current row
        ) as running_amount_group
    from dense
),

balanced as (
    select
        md5(run.kind || '|' || run.creditor_entity_key || '|' || run.debtor_entity_key)
            as elimination_key,
        'elimination' as layer,
        run.kind,
        run.entity_key,
        run.account_key,
        run.fiscal_period,
        {{ money(
            'case when run.is_balance'
            ~ ' then run.amount_group - coalesce(run.previous_amount_group, 0)'
            ~ ' else run.amount_group end'
        ) }} as movement_amount_group,
        {{ money(
            'case when run.is_balance then run.amount_group else run.running_amount_group end'
        ) }} as closing_amount_group
    from run
)

select * from balanced
