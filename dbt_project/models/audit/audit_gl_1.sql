-- GL-1: every journal sums to zero in functional currency, and in its transaction currency where
-- all its lines share one.
with

journal_lines as (
    select * from {{ ref('fct_journal_lines') }}
),

journals as (
    select * from {{ ref('fct_journals') }}
),

entities as (
    select * from {{ ref('dim_entities') }}
),

sums as (
    select
        journal_lines.journal_key,
        max(journal_lines.entity_key) as entity_key,
        sum(
            case
                when journal_lines.functional_amount > 0 then journal_lines.functional_amount
                else 0
            end
        )
            as debit_amount,
        -sum(
            case
                when journal_lines.functional_amount < 0 then journal_lines.functional_amount
                else 0
            end
        )
            as credit_amount,
        sum(journal_lines.transaction_amount) as transaction_amount,
        min(journal_lines.transaction_currency) as transaction_currency,
        max(journal_lines.transaction_currency) as last_currency
    from journal_lines
    group by journal_lines.journal_key
),

-- A journal that balances in functional currency alone is shown with its transaction sum.
compared as (
    select
        sums.journal_key,
        sums.entity_key,
        case
            when sums.debit_amount = sums.credit_amount then ' in ' || sums.transaction_currency
            else ''
        end as in_currency,
        case
            when
                sums.debit_amount = sums.credit_amount
                and sums.transaction_currency = sums.last_currency
                then sums.debit_amount + sums.transaction_amount
            else sums.debit_amount
        end as left_amount,
        sums.credit_amount as right_amount
    from sums
),

cells as (
    select
        coalesce(entities.entity_code, 'unknown') as scope,
        case
            when compared.left_amount <> compared.right_amount
                then
                    'journal ' || coalesce(journals.journal_number, compared.journal_key)
                    || ' of ' || coalesce(cast(journals.effective_date as varchar), 'no date')
                    || compared.in_currency
        end as record,
        compared.left_amount,
        compared.right_amount
    from compared
    left join journals on compared.journal_key = journals.journal_key
    left join entities on compared.entity_key = entities.entity_key
),

results as (
    {{ invariant_result('GL-1', 'cells') }}
)

select * from results
