-- GL-3: every journal line names an account and an entity that exist, a period and its currencies.
with

journal_lines as (
    select * from {{ ref('fct_journal_lines') }}
),

accounts as (
    select * from {{ ref('dim_accounts') }}
),

entities as (
    select * from {{ ref('dim_entities') }}
),

cells as (
    select
        coalesce(entities.entity_code, 'unknown') as scope,
        case
            when
                accounts.account_key is null
                or entities.entity_key is null
                or journal_lines.fiscal_period is null
                or journal_lines.functional_currency is null
                or journal_lines.transaction_currency is null
                then
                    'line ' || coalesce(journal_lines.source_key, journal_lines.journal_line_key)
                    || case when accounts.account_key is null then ' without account' else '' end
                    || case when entities.entity_key is null then ' without entity' else '' end
                    || case
                        when journal_lines.fiscal_period is null then ' without period'
                        else ''
                    end
                    || case
                        when journal_lines.functional_currency is null then ' without currency'
                        else ''
                    end
                    || case
                        when journal_lines.transaction_currency is null
                            then ' without transaction currency'
                        else ''
                    end
        end as record,
        1 as left_amount,
        case
            when
                accounts.account_key is not null
                and entities.entity_key is not null
                and journal_lines.fiscal_period is not null
                and journal_lines.functional_currency is not null
                and journal_lines.transaction_currency is not null
                then 1
            else 0
        end as right_amount
    from journal_lines
    left join accounts on journal_lines.account_key = accounts.account_key
    left join entities on journal_lines.entity_key = entities.entity_key
),

results as (
    {{ invariant_result('GL-3', 'cells') }}
)

select * from results
