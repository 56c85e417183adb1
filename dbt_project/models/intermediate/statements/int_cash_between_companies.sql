-- The cash movements between two companies the group consolidates, where both have booked cash of
-- this kind in the month: the group's cash flow leaves them out. What one side alone has booked
-- stays until the other does. Capital a company pays into another is such cash too.
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

journal_lines as (
    select * from {{ ref('int_journal_lines_posted') }}
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
    from journal_lines
    inner join accounts on journal_lines.account_key = accounts.account_key
    inner join journal_partners on journal_lines.journal_key = journal_partners.journal_key
),

all_lines as (
    select
        lines.journal_key,
        lines.account_key,
        lines.kind,
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
        min(all_lines.debtor_entity_key) as debtor_entity_key
    from all_lines
    group by all_lines.journal_key, all_lines.account_key
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
        movements.allocated_amount_group
    from movements
    inner join accounts_between
        on
            movements.journal_key = accounts_between.journal_key
            and movements.counter_account_key = accounts_between.account_key
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
