-- The journal lines between two companies of the group, by what they are: the trade balance, loans,
-- interest, dividends, and revenue, with its cost, against what the buyer booked for it. Creditor
-- is who sold, lent or earns: both sides of a pair share it. A distribution must name its owner on
-- its own line, for one journal may pay several. A line on an intercompany account whose partner
-- nothing tells has 'none' for it, so that it is listed, not lost. A line that only brings a
-- balance in a foreign currency to another rate says nothing of a document: its transaction amount
-- is zero.
with

journal_lines as (
    select * from {{ ref('int_journal_lines_posted') }}
    where journal_type <> 'closing'
),

journal_partners as (
    select * from {{ ref('int_journal_partners_resolved') }}
),

accounts as (
    select * from {{ ref('int_accounts_classified') }}
),

customers as (
    select
        conformed.customer_key as party_key,
        conformed.intercompany_entity_key as partner_entity_key
    from {{ ref('int_customers_conformed') }} as conformed
    where conformed.intercompany_entity_key is not null
),

suppliers as (
    select
        unioned.supplier_key as party_key,
        unioned.intercompany_entity_key as partner_entity_key
    from {{ ref('int_suppliers_unioned') }} as unioned
    where unioned.intercompany_entity_key is not null
),

parties as (
    select * from customers
    union
    select * from suppliers
),

realised_lines as (
    select journal_line_key
    from {{ ref('int_payment_allocations_posted') }}
    where allocation_type = 'fx_realised' and journal_line_key is not null
    union
    select journal_line_key
    from {{ ref('int_bill_allocations_posted') }}
    where allocation_type = 'fx_realised' and journal_line_key is not null
),

-- A revaluation moves no cash, only balances against exchange differences.
revaluations as (
    select journal_lines.journal_key
    from journal_lines
    inner join accounts on journal_lines.account_key = accounts.account_key
    group by journal_lines.journal_key
    having
        bool_or(accounts.account_class = 'exchange_difference')
        and bool_and(
            accounts.account_class = 'exchange_difference'
            or (accounts.is_monetary and not accounts.is_cash)
        )
        and bool_and(journal_lines.transaction_currency = journal_lines.functional_currency)
),

partnered as (
    select
        journal_lines.*,
        accounts.account_class,
        accounts.account_type,
        realised_lines.journal_line_key is not null or revaluations.journal_key is not null
            as is_exchange_alone,
        parties.partner_entity_key as party_entity_key,
        coalesce(parties.partner_entity_key, journal_partners.partner_entity_key)
            as partner_entity_key
    from journal_lines
    inner join accounts on journal_lines.account_key = accounts.account_key
    left join journal_partners on journal_lines.journal_key = journal_partners.journal_key
    left join parties on journal_lines.party_key = parties.party_key
    left join realised_lines on journal_lines.journal_line_key = realised_lines.journal_line_key
    left join revaluations on journal_lines.journal_key = revaluations.journal_key
),

kinds as (
    select
        partnered.*,
        case
            when partnered.account_class in ('receivable_intercompany', 'payable_intercompany')
                then 'trade'
            -- A party's line on an ordinary control account is between companies all the same.
            when
                partnered.account_class in ('receivable', 'payable')
                and partnered.party_entity_key is not null
                then 'trade'
            when
                partnered.account_class in (
                    'loan_receivable_intercompany', 'loan_payable_intercompany'
                )
                then 'loan'
            when partnered.journal_type = 'opening' then null
            when partnered.account_class = 'revenue_intercompany' then 'revenue'
            when partnered.account_class = 'cost_of_sales_intercompany' then 'cost'
            when
                partnered.account_class = 'retained_earnings'
                and partnered.party_entity_key is not null
                then 'dividend'
            when partnered.account_class = 'retained_earnings' then null
            when partnered.partner_entity_key is null then null
            when partnered.account_class = 'investment_income' then 'dividend'
            when partnered.account_class in ('interest_income', 'interest_expense')
                then 'interest'
            when partnered.account_type = 'revenue' then 'revenue'
            when partnered.journal_type = 'purchase' and partnered.account_class <> 'tax_payable'
                then 'revenue'
        end as kind,
        partnered.account_class in (
            'receivable',
            'receivable_intercompany',
            'loan_receivable_intercompany',
            'interest_income',
            'cost_of_sales_intercompany'
        )
        or partnered.account_type = 'revenue' as is_creditor
    from partnered
),

resolved as (
    select
        kinds.journal_line_key,
        kinds.journal_key,
        kinds.entity_key,
        coalesce(kinds.partner_entity_key, 'none') as partner_entity_key,
        case
            when kinds.is_creditor then kinds.entity_key
            else coalesce(kinds.partner_entity_key, 'none')
        end as creditor_entity_key,
        case
            when kinds.is_creditor then coalesce(kinds.partner_entity_key, 'none')
            else kinds.entity_key
        end as debtor_entity_key,
        kinds.account_key,
        kinds.fiscal_period,
        kinds.kind,
        kinds.is_creditor,
        -- Interest is paid without a document: its two sides meet in presentation currency.
        case
            when kinds.kind = 'interest' then '{{ var("presentation_currency") }}'
            else kinds.transaction_currency
        end as transaction_currency,
        case
            when kinds.kind = 'interest' then kinds.group_amount
            when kinds.kind in ('trade', 'loan') and kinds.is_exchange_alone then 0
            else kinds.transaction_amount
        end as transaction_amount,
        kinds.functional_currency,
        kinds.functional_amount,
        kinds.group_amount
    from kinds
    where kinds.kind is not null
)

select * from resolved
