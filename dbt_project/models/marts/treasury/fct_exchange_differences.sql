-- Every exchange difference the books hold, by what made it: the settlement of an open item, the
-- repayment of a loan, goods received at another rate than billed, a revaluation of what is still
-- open, or the year-end closing that moves them all to equity. A gain is positive.
with

journal_lines as (
    select * from {{ ref('int_journal_lines_posted') }}
),

journals as (
    select * from {{ ref('int_journals_posted') }}
),

accounts as (
    select * from {{ ref('int_accounts_classified') }}
),

settlements as (
    select
        journal_key,
        currency_code,
        functional_currency
    from {{ ref('int_receivable_settlements_valued') }}
    union all
    select
        journal_key,
        currency_code,
        functional_currency
    from {{ ref('int_payable_settlements_valued') }}
),

settling_journals as (
    select distinct settlements.journal_key
    from settlements
    where settlements.currency_code <> settlements.functional_currency
),

journal_natures as (
    select
        journal_lines.journal_key,
        bool_or(accounts.account_class in (
            'short_term_loan', 'long_term_loan',
            'loan_receivable_intercompany', 'loan_payable_intercompany'
        )) as has_loan,
        bool_or(accounts.account_class in ('goods_received_not_invoiced', 'inventory'))
            as has_goods,
        bool_and(accounts.is_monetary or accounts.account_class = 'exchange_difference')
            as is_monetary_only
    from journal_lines
    inner join accounts on journal_lines.account_key = accounts.account_key
    group by journal_lines.journal_key
),

difference_lines as (
    select
        journal_lines.journal_line_key,
        journal_lines.journal_key,
        journal_lines.entity_key,
        journal_lines.account_key,
        journal_lines.effective_date,
        journal_lines.fiscal_period,
        journals.posting_source,
        case
            when journal_lines.journal_type = 'closing' then 'closing'
            when settling_journals.journal_key is not null then 'settlement'
            when journal_natures.has_loan then 'loan_repayment'
            when journal_natures.has_goods then 'goods_receipt'
            when journal_natures.is_monetary_only then 'revaluation'
            else 'other'
        end as difference_nature,
        journal_lines.functional_currency,
        {{ money('-journal_lines.functional_amount') }} as gain_amount_functional
    from journal_lines
    inner join accounts
        on
            journal_lines.account_key = accounts.account_key
            and accounts.account_class = 'exchange_difference'
    inner join journals on journal_lines.journal_key = journals.journal_key
    inner join journal_natures on journal_lines.journal_key = journal_natures.journal_key
    left join settling_journals on journal_lines.journal_key = settling_journals.journal_key
)

select * from difference_lines
