-- What lies between profit with the movements of working capital and the cash of operating
-- activities, by journal and account. Positive amounts add to operating cash.
--   income:   income and expense that is never operating cash (interest shown as financing,
--             exchange differences), and depreciation, impairment and opening journals, which move
--             no cash;
--   crossing: what a journal without cash moves between operating and other activities (an asset
--             bought on credit). Its operating balance sheet lines bear it, in the direction they
--             moved; without such lines its income and expense does;
--   exchange: an exchange difference beside cash belongs to the receivable or payable settled.
{% set classes_without_cash = "('depreciation_expense', 'impairment')" %}

with

journal_lines as (
    select * from {{ ref('int_journal_lines_posted') }}
    where journal_type <> 'closing'
),

accounts as (
    select * from {{ ref('int_accounts_classified') }}
),

movements as (
    select * from {{ ref('int_cash_movements_allocated') }}
),

cash_journals as (
    select distinct journal_lines.journal_key
    from journal_lines
    inner join accounts on journal_lines.account_key = accounts.account_key
    where
        accounts.is_cash
        and journal_lines.functional_amount <> 0
        and journal_lines.journal_type <> 'opening'
),

account_amounts as (
    select
        journal_lines.journal_key,
        journal_lines.entity_key,
        journal_lines.fiscal_period,
        journal_lines.account_key,
        accounts.account_class,
        accounts.cash_flow_category,
        accounts.account_type in ('revenue', 'expense') as is_income,
        journal_lines.journal_type = 'opening' as is_opening,
        cash_journals.journal_key is not null as has_cash,
        sum(journal_lines.functional_amount) as amount
    from journal_lines
    inner join accounts on journal_lines.account_key = accounts.account_key
    left join cash_journals on journal_lines.journal_key = cash_journals.journal_key
    group by
        journal_lines.journal_key,
        journal_lines.entity_key,
        journal_lines.fiscal_period,
        journal_lines.account_key,
        accounts.account_class,
        accounts.cash_flow_category,
        accounts.account_type,
        journal_lines.journal_type,
        cash_journals.journal_key
),

judged as (
    select
        account_amounts.*,
        account_amounts.is_income
        and (
            account_amounts.cash_flow_category <> 'operating'
            or account_amounts.is_opening
            or (
                not account_amounts.has_cash
                and account_amounts.account_class in {{ classes_without_cash }}
            )
        ) as is_reversed_income
    from account_amounts
),

operating_parts as (
    select
        judged.journal_key,
        sum(judged.amount) as operating_amount
    from judged
    where
        not judged.has_cash
        and not judged.is_opening
        and not judged.is_reversed_income
        and judged.cash_flow_category = 'operating'
    group by judged.journal_key
),

bearers as (
    select
        judged.journal_key as group_key,
        judged.account_key as tie_break,
        judged.entity_key,
        judged.fiscal_period,
        operating_parts.operating_amount as amount,
        abs(judged.amount) as weight,
        judged.is_income,
        bool_or(not judged.is_income) over (partition by judged.journal_key) as has_balance_bearer
    from judged
    inner join operating_parts on judged.journal_key = operating_parts.journal_key
    where
        not judged.is_reversed_income
        and judged.cash_flow_category = 'operating'
        and sign(judged.amount) = sign(operating_parts.operating_amount)
        and operating_parts.operating_amount <> 0
),

crossing_shares as (
    select
        bearers.group_key,
        bearers.tie_break,
        bearers.entity_key,
        bearers.fiscal_period,
        bearers.amount,
        bearers.weight
    from bearers
    where not (bearers.is_income and bearers.has_balance_bearer)
),

crossing_allocated as (
    {{ largest_remainder('crossing_shares') }}
),

journals_with_exchange as (
    select distinct judged.journal_key
    from judged
    where judged.has_cash and judged.account_class = 'exchange_difference'
),

exchange_sides as (
    select
        judged.journal_key,
        judged.entity_key,
        judged.fiscal_period,
        judged.account_key,
        judged.amount
    from judged
    inner join journals_with_exchange on judged.journal_key = journals_with_exchange.journal_key
    where judged.cash_flow_category = 'operating'
    union all
    select
        movements.journal_key,
        movements.entity_key,
        movements.fiscal_period,
        movements.counter_account_key as account_key,
        movements.allocated_amount as amount
    from movements
    inner join journals_with_exchange on movements.journal_key = journals_with_exchange.journal_key
    where movements.cash_flow_category = 'operating'
),

corrections as (
    select
        judged.journal_key,
        judged.entity_key,
        judged.fiscal_period,
        judged.account_key,
        'income' as correction_kind,
        judged.amount
    from judged
    where judged.is_reversed_income
    union all
    select
        crossing_allocated.group_key as journal_key,
        crossing_allocated.entity_key,
        crossing_allocated.fiscal_period,
        crossing_allocated.tie_break as account_key,
        'crossing' as correction_kind,
        crossing_allocated.allocated_amount as amount
    from crossing_allocated
    union all
    select
        exchange_sides.journal_key,
        exchange_sides.entity_key,
        exchange_sides.fiscal_period,
        exchange_sides.account_key,
        'exchange' as correction_kind,
        exchange_sides.amount
    from exchange_sides
),

summed as (
    select
        corrections.journal_key,
        corrections.entity_key,
        corrections.fiscal_period,
        corrections.account_key,
        corrections.correction_kind,
        {{ money('sum(corrections.amount)') }} as correction_amount
    from corrections
    group by
        corrections.journal_key,
        corrections.entity_key,
        corrections.fiscal_period,
        corrections.account_key,
        corrections.correction_kind
)

select * from summed
where correction_amount <> 0
