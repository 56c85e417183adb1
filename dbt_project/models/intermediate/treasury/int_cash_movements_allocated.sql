-- Where cash came from and went: the cash of every journal, spread over its non-cash lines. A
-- counter account takes what the journal posts on it; an exchange difference posted beside a
-- receivable or payable belongs to that receivable or payable (the cash is what was really paid),
-- and stands alone only where the journal revalues cash itself. Transfers between cash accounts
-- have no counter line and vanish; opening journals start the books and are no flow.
with

journal_lines as (
    select * from {{ ref('int_journal_lines_posted') }}
    where journal_type not in ('opening', 'closing')
),

accounts as (
    select * from {{ ref('int_accounts_classified') }}
),

cash_lines as (
    select
        journal_lines.journal_key,
        journal_lines.journal_line_key,
        journal_lines.entity_key,
        journal_lines.effective_date,
        journal_lines.fiscal_period,
        journal_lines.functional_currency,
        journal_lines.functional_amount
    from journal_lines
    inner join accounts on journal_lines.account_key = accounts.account_key
    where accounts.is_cash and journal_lines.functional_amount <> 0
),

cash_journals as (
    select
        cash_lines.journal_key,
        max(cash_lines.entity_key) as entity_key,
        max(cash_lines.effective_date) as effective_date,
        max(cash_lines.fiscal_period) as fiscal_period,
        max(cash_lines.functional_currency) as functional_currency,
        sum(cash_lines.functional_amount) as cash_amount
    from cash_lines
    group by cash_lines.journal_key
),

counter_amounts as (
    select
        journal_lines.journal_key,
        journal_lines.account_key,
        accounts.is_monetary,
        accounts.account_class = 'exchange_difference' as is_exchange_difference,
        -sum(journal_lines.functional_amount) as counter_amount
    from journal_lines
    inner join cash_journals on journal_lines.journal_key = cash_journals.journal_key
    inner join accounts on journal_lines.account_key = accounts.account_key
    where not accounts.is_cash
    group by
        journal_lines.journal_key,
        journal_lines.account_key,
        accounts.is_monetary,
        accounts.account_class
),

exchange_differences as (
    select
        counter_amounts.journal_key,
        sum(counter_amounts.counter_amount) as exchange_amount
    from counter_amounts
    where counter_amounts.is_exchange_difference
    group by counter_amounts.journal_key
),

exchange_shares as (
    select
        counter_amounts.journal_key as group_key,
        counter_amounts.account_key as tie_break,
        exchange_differences.exchange_amount as amount,
        abs(counter_amounts.counter_amount) as weight
    from counter_amounts
    inner join exchange_differences
        on counter_amounts.journal_key = exchange_differences.journal_key
    where
        counter_amounts.is_monetary
        and not counter_amounts.is_exchange_difference
        and counter_amounts.counter_amount <> 0
        and exchange_differences.exchange_amount <> 0
),

exchange_allocated as (
    {{ largest_remainder('exchange_shares') }}
),

counters_with_exchange as (
    select
        counter_amounts.journal_key,
        counter_amounts.account_key,
        counter_amounts.counter_amount + coalesce(exchange_allocated.allocated_amount, 0)
            as counter_amount
    from counter_amounts
    left join exchange_allocated
        on
            counter_amounts.journal_key = exchange_allocated.group_key
            and counter_amounts.account_key = exchange_allocated.tie_break
    where
        not counter_amounts.is_exchange_difference
        or counter_amounts.journal_key not in (
            select exchange_shares.group_key from exchange_shares
        )
),

ranked_cash_lines as (
    select
        cash_lines.journal_key,
        cash_lines.journal_line_key,
        cash_lines.functional_amount,
        cash_journals.cash_amount,
        row_number() over (
            partition by cash_lines.journal_key
            order by abs(cash_lines.functional_amount) desc, cash_lines.journal_line_key asc
        ) as size_rank
    from cash_lines
    inner join cash_journals on cash_lines.journal_key = cash_journals.journal_key
),

-- The lines that carry the net cash of the journal; the others only move cash between accounts.
carrying_cash_lines as (
    select
        ranked_cash_lines.journal_key,
        ranked_cash_lines.journal_line_key,
        abs(ranked_cash_lines.functional_amount) as weight
    from ranked_cash_lines
    where
        sign(ranked_cash_lines.functional_amount) = sign(ranked_cash_lines.cash_amount)
        or (ranked_cash_lines.cash_amount = 0 and ranked_cash_lines.size_rank = 1)
),

movement_shares as (
    select
        counters_with_exchange.journal_key || counters_with_exchange.account_key as group_key,
        carrying_cash_lines.journal_line_key as tie_break,
        counters_with_exchange.journal_key,
        counters_with_exchange.account_key,
        counters_with_exchange.counter_amount as amount,
        carrying_cash_lines.weight
    from counters_with_exchange
    inner join carrying_cash_lines
        on counters_with_exchange.journal_key = carrying_cash_lines.journal_key
    where counters_with_exchange.counter_amount <> 0
),

movements_allocated as (
    {{ largest_remainder('movement_shares') }}
),

rates as (
    select * from {{ ref('int_translation_rates_resolved') }}
    where to_currency = '{{ var("presentation_currency") }}'
),

classified as (
    select
        cash_journals.entity_key,
        movements_allocated.journal_key,
        movements_allocated.tie_break as cash_line_key,
        movements_allocated.account_key as counter_account_key,
        cash_journals.fiscal_period,
        cash_journals.effective_date,
        accounts.account_class,
        accounts.cash_flow_category,
        case when movements_allocated.allocated_amount > 0 then 'in' else 'out' end as direction,
        cash_journals.functional_currency,
        movements_allocated.allocated_amount,
        '{{ var("presentation_currency") }}' as group_currency,
        {{ convert_amount(
            'movements_allocated.allocated_amount', 'cash_journals.functional_currency',
            "'" ~ var('presentation_currency') ~ "'", 'rates.average_rate'
        ) }} as allocated_amount_group
    from movements_allocated
    inner join cash_journals on movements_allocated.journal_key = cash_journals.journal_key
    inner join accounts on movements_allocated.account_key = accounts.account_key
    left join rates
        on
            cash_journals.entity_key = rates.entity_key
            and cash_journals.functional_currency = rates.from_currency
            and cash_journals.fiscal_period = rates.fiscal_period
    where movements_allocated.allocated_amount <> 0
)

select * from classified
{{ in_order_of('effective_date') }}
