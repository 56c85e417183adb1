-- The ledger the rules would have posted beside the one the source did post, document by document,
-- account by account and period by period, with every difference under its class. A document the
-- rules refuse is not compared; it stands in the list of refusals. Nor are documents the rules post
-- themselves: there is no other ledger beside theirs.
--
-- missing: one side has no journal for the document. duplicate: a second journal of the document.
-- period: the same posting in another period. rate: the same foreign amount at another rate, or the
-- exchange difference that comes of it. tax: a tax account, or what exactly makes up for it.
-- account: on one side of the journal, debit or credit, amounts moved between accounts. amount: the
-- rest.
with

accounts as (
    select * from {{ ref('int_accounts_classified') }}
),

refused as (
    select distinct
        refusals.document_type,
        refusals.document_key
    from {{ ref('int_posting_refusals_listed') }} as refusals
),

document_journals as (
    select journals.*
    from {{ ref('int_document_journals_resolved') }} as journals
    left join refused
        on
            journals.document_type = refused.document_type
            and journals.document_key = refused.document_key
    where refused.document_key is null
),

rule_accounts as (
    select
        rule_lines.document_type,
        rule_lines.document_key,
        rule_lines.entity_key,
        rule_lines.account_key,
        rule_lines.fiscal_period,
        sum(rule_lines.functional_amount) as amount,
        sum(
            case
                when rule_lines.transaction_currency <> rule_lines.functional_currency
                    then rule_lines.transaction_amount
                else 0
            end
        ) as foreign_amount
    from {{ ref('int_rule_journal_lines_derived') }} as rule_lines
    left join {{ ref('int_rule_journal_lines_posted') }} as own_lines
        on rule_lines.journal_line_key = own_lines.journal_line_key
    where own_lines.journal_line_key is null
    group by
        rule_lines.document_type, rule_lines.document_key, rule_lines.entity_key,
        rule_lines.account_key, rule_lines.fiscal_period
),

posted_accounts as (
    select
        document_journals.document_type,
        document_journals.document_key,
        document_journals.is_own,
        posted_lines.entity_key,
        posted_lines.account_key,
        document_journals.fiscal_period,
        sum(posted_lines.functional_amount) as amount,
        sum(
            case
                when posted_lines.transaction_currency <> posted_lines.functional_currency
                    then posted_lines.transaction_amount
                else 0
            end
        ) as foreign_amount
    from {{ ref('int_journal_lines_posted') }} as posted_lines
    inner join document_journals on posted_lines.journal_key = document_journals.journal_key
    group by
        document_journals.document_type, document_journals.document_key, document_journals.is_own,
        posted_lines.entity_key, posted_lines.account_key, document_journals.fiscal_period
),

own_accounts as (
    select * from posted_accounts
    where is_own
),

rule_documents as (
    select
        rule_accounts.document_type,
        rule_accounts.document_key,
        min(rule_accounts.fiscal_period) as rule_period
    from rule_accounts
    group by rule_accounts.document_type, rule_accounts.document_key
),

posted_documents as (
    select
        own_accounts.document_type,
        own_accounts.document_key,
        min(own_accounts.fiscal_period) as posted_period
    from own_accounts
    group by own_accounts.document_type, own_accounts.document_key
),

-- Both sides of a document's accounts, whatever the period.
paired as (
    select
        coalesce(rule_accounts.document_type, own_accounts.document_type) as document_type,
        coalesce(rule_accounts.document_key, own_accounts.document_key) as document_key,
        coalesce(rule_accounts.entity_key, own_accounts.entity_key) as entity_key,
        coalesce(rule_accounts.account_key, own_accounts.account_key) as account_key,
        coalesce(rule_accounts.amount, 0) as rule_amount,
        coalesce(own_accounts.amount, 0) as posted_amount,
        coalesce(rule_accounts.foreign_amount, 0) as rule_foreign_amount,
        coalesce(own_accounts.foreign_amount, 0) as posted_foreign_amount
    from rule_accounts
    full outer join own_accounts
        on
            rule_accounts.document_type = own_accounts.document_type
            and rule_accounts.document_key = own_accounts.document_key
            and rule_accounts.account_key = own_accounts.account_key
),

placed as (
    select
        paired.*,
        rule_documents.rule_period,
        posted_documents.posted_period,
        accounts.account_class,
        paired.rule_amount - paired.posted_amount as difference_amount,
        case
            when paired.rule_amount <> 0 then sign(paired.rule_amount)
            else sign(paired.posted_amount)
        end as journal_side
    from paired
    left join rule_documents
        on
            paired.document_type = rule_documents.document_type
            and paired.document_key = rule_documents.document_key
    left join posted_documents
        on
            paired.document_type = posted_documents.document_type
            and paired.document_key = posted_documents.document_key
    left join accounts on paired.account_key = accounts.account_key
),

differing as (
    select
        placed.*,
        case
            when placed.account_class = 'exchange_difference' then 'rate'
            when
                placed.rule_foreign_amount = placed.posted_foreign_amount
                and placed.rule_foreign_amount <> 0
                then 'rate'
            when placed.account_class = 'tax_payable' then 'tax'
        end as first_class
    from placed
    where
        placed.difference_amount <> 0
        and placed.rule_period is not null
        and placed.posted_period is not null
),

weighed as (
    select
        differing.*,
        sum(case when differing.first_class = 'rate' then differing.difference_amount else 0 end)
            over (partition by differing.document_type, differing.document_key)
            as rate_difference,
        sum(case when differing.first_class = 'tax' then differing.difference_amount else 0 end)
            over (partition by differing.document_type, differing.document_key)
            as tax_difference,
        sum(case when differing.first_class is null then differing.difference_amount else 0 end)
            over (
                partition by
                    differing.document_type, differing.document_key, differing.journal_side
            ) as side_difference
    from differing
),

classified as (
    select
        weighed.document_type,
        weighed.document_key,
        weighed.entity_key,
        weighed.account_key,
        weighed.rule_period as fiscal_period,
        case
            when weighed.first_class is not null then weighed.first_class
            when
                weighed.rate_difference <> 0
                and weighed.difference_amount = -weighed.rate_difference
                then 'rate'
            when
                weighed.tax_difference <> 0
                and weighed.difference_amount = -weighed.tax_difference
                then 'tax'
            when weighed.side_difference = 0 then 'account'
            else 'amount'
        end as difference_class,
        weighed.rule_amount,
        weighed.posted_amount
    from weighed
),

one_sided as (
    select
        placed.document_type,
        placed.document_key,
        placed.entity_key,
        placed.account_key,
        coalesce(placed.rule_period, placed.posted_period) as fiscal_period,
        'missing' as difference_class,
        placed.rule_amount,
        placed.posted_amount
    from placed
    where
        placed.difference_amount <> 0
        and (placed.rule_period is null or placed.posted_period is null)
),

-- What was posted moves to the period of the rules; what differs besides is compared there.
shifted as (
    select
        placed.document_type,
        placed.document_key,
        placed.entity_key,
        placed.account_key,
        placed.rule_period as fiscal_period,
        'period' as difference_class,
        placed.posted_amount as rule_amount,
        0 as posted_amount
    from placed
    where placed.rule_period <> placed.posted_period and placed.posted_amount <> 0
    union all
    select
        placed.document_type,
        placed.document_key,
        placed.entity_key,
        placed.account_key,
        placed.posted_period as fiscal_period,
        'period' as difference_class,
        0 as rule_amount,
        placed.posted_amount
    from placed
    where placed.rule_period <> placed.posted_period and placed.posted_amount <> 0
),

repeated as (
    select
        posted_accounts.document_type,
        posted_accounts.document_key,
        posted_accounts.entity_key,
        posted_accounts.account_key,
        posted_accounts.fiscal_period,
        'duplicate' as difference_class,
        0 as rule_amount,
        sum(posted_accounts.amount) as posted_amount
    from posted_accounts
    where not posted_accounts.is_own
    group by
        posted_accounts.document_type, posted_accounts.document_key, posted_accounts.entity_key,
        posted_accounts.account_key, posted_accounts.fiscal_period
    having sum(posted_accounts.amount) <> 0
),

united as (
    select * from classified
    union all
    select * from one_sided
    union all
    select * from shifted
    union all
    select * from repeated
),

compared as (
    select
        md5(
            united.document_type || '|' || united.document_key || '|' || united.account_key
            || '|' || united.fiscal_period || '|' || united.difference_class
        ) as difference_key,
        united.document_type,
        united.document_key,
        united.entity_key,
        united.account_key,
        united.fiscal_period,
        united.difference_class,
        {{ money('united.rule_amount') }} as rule_amount,
        {{ money('united.posted_amount') }} as posted_amount,
        {{ money('united.rule_amount - united.posted_amount') }} as difference_amount
    from united
)

select * from compared
