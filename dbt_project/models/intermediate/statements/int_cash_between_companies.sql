-- The cash movements between two companies the group consolidates, where both have booked cash of
-- this kind in the month: the group's cash flow leaves them out. What one side alone has booked
-- stays until the other does. Capital a company pays into another is such cash too, and so are
-- dividends; where a journal pays others from the same account, only their company's part of it.
with

movements as (
    select * from {{ ref('int_cash_movements_allocated') }}
),

lines as (
    select * from {{ ref('int_intercompany_lines_resolved') }}
    where partner_entity_key <> 'none'
),

shares as (
    select * from {{ ref('int_entity_shares_resolved') }}
    where is_consolidated
),

journal_partners as (
    select * from {{ ref('int_journal_partners_resolved') }}
),

accounts as (
    select * from {{ ref('int_accounts_classified') }}
    where account_class in ('investment_in_subsidiary', 'share_capital', 'capital_reserve')
),

capital_lines as (
    select
        journal_lines.journal_key,
        journal_lines.account_key,
        'capital' as kind,
        journal_lines.functional_amount,
        journal_partners.partner_entity_key,
        case
            when accounts.account_class = 'investment_in_subsidiary' then journal_lines.entity_key
            else journal_partners.partner_entity_key
        end as creditor_entity_key,
        case
            when accounts.account_class = 'investment_in_subsidiary'
                then journal_partners.partner_entity_key
            else journal_lines.entity_key
        end as debtor_entity_key
    from {{ ref('int_journal_lines_posted') }} as journal_lines
    inner join accounts on journal_lines.account_key = accounts.account_key
    inner join journal_partners on journal_lines.journal_key = journal_partners.journal_key
),

all_lines as (
    select
        lines.journal_key,
        lines.account_key,
        lines.kind,
        lines.functional_amount,
        lines.partner_entity_key,
        lines.creditor_entity_key,
        lines.debtor_entity_key
    from lines
    union all
    select * from capital_lines
),

accounts_between as (
    select
        all_lines.journal_key,
        all_lines.account_key,
        min(all_lines.kind) as kind,
        min(all_lines.partner_entity_key) as partner_entity_key,
        min(all_lines.creditor_entity_key) as creditor_entity_key,
        min(all_lines.debtor_entity_key) as debtor_entity_key,
        sum(all_lines.functional_amount) as amount
    from all_lines
    group by all_lines.journal_key, all_lines.account_key
),

-- All that a journal posts on such an account, the part of others included.
accounts_whole as (
    select
        journal_lines.journal_key,
        journal_lines.account_key,
        sum(journal_lines.functional_amount) as amount
    from {{ ref('int_journal_lines_posted') }} as journal_lines
    inner join accounts_between
        on
            journal_lines.journal_key = accounts_between.journal_key
            and journal_lines.account_key = accounts_between.account_key
    group by journal_lines.journal_key, journal_lines.account_key
),

between_companies as (
    select
        movements.entity_key,
        accounts_between.partner_entity_key,
        accounts_between.creditor_entity_key,
        accounts_between.debtor_entity_key,
        accounts_between.kind,
        movements.cash_line_key,
        movements.counter_account_key,
        movements.fiscal_period,
        movements.cash_flow_category,
        case
            when accounts_between.amount = accounts_whole.amount or accounts_whole.amount = 0
                then movements.allocated_amount_group
            else {{ round_to_currency(
                multiply(
                    'movements.allocated_amount_group',
                    ratio('accounts_between.amount', 'accounts_whole.amount')
                ),
                "'" ~ var('presentation_currency') ~ "'"
            ) }}
        end as allocated_amount_group
    from movements
    inner join accounts_between
        on
            movements.journal_key = accounts_between.journal_key
            and movements.counter_account_key = accounts_between.account_key
    inner join accounts_whole
        on
            accounts_between.journal_key = accounts_whole.journal_key
            and accounts_between.account_key = accounts_whole.account_key
    inner join shares
        on
            movements.entity_key = shares.entity_key
            and movements.fiscal_period = shares.fiscal_period
    inner join shares as partner_shares
        on
            accounts_between.partner_entity_key = partner_shares.entity_key
            and movements.fiscal_period = partner_shares.fiscal_period
),

booked_by_both as (
    select
        between_companies.creditor_entity_key,
        between_companies.debtor_entity_key,
        between_companies.kind,
        between_companies.fiscal_period
    from between_companies
    group by
        between_companies.creditor_entity_key,
        between_companies.debtor_entity_key,
        between_companies.kind,
        between_companies.fiscal_period
    having count(distinct between_companies.entity_key) = 2
),

left_out as (
    select
        between_companies.cash_line_key,
        between_companies.counter_account_key,
        between_companies.entity_key,
        between_companies.partner_entity_key,
        between_companies.fiscal_period,
        between_companies.cash_flow_category,
        between_companies.allocated_amount_group
    from between_companies
    inner join booked_by_both
        on
            between_companies.creditor_entity_key = booked_by_both.creditor_entity_key
            and between_companies.debtor_entity_key = booked_by_both.debtor_entity_key
            and between_companies.kind = booked_by_both.kind
            and between_companies.fiscal_period = booked_by_both.fiscal_period
)

select * from left_out
