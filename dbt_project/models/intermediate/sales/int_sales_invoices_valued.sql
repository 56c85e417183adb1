-- Customer invoices and credit notes in three currencies. The functional amounts are those of the
-- books where the source states them; the group amounts translate them at the day's rate.
with

documents as (
    select * from {{ ref('int_sales_invoices_unioned') }}
),

own_periods as (
    {{ own_periods() }}
),

entities as (
    select * from {{ ref('int_entities_unioned') }}
),

as_of as (
    select * from {{ ref('int_as_of_date') }}
),

spot_rates as (
    select * from {{ ref('int_exchange_rates_filled') }}
    where rate_type = 'spot'
),

customers as (
    select * from {{ ref('int_customers_conformed') }}
),

journals as (
    select * from {{ ref('int_journals_conformed') }}
),

rule_entities as (
    select * from {{ ref('int_posting_sources_resolved') }}
    where posting_source = 'rule'
),

-- Where the rules post the document, its journal, control account and amount are theirs; one they
-- refuse is on no account yet.
rule_lines as (
    select
        control_lines.document_key,
        control_lines.journal_key,
        control_lines.account_key,
        control_lines.functional_amount as gross_functional
    from {{ ref('int_rule_journal_lines_posted') }} as control_lines
    where
        control_lines.document_type = 'invoice'
        and control_lines.line_role = 'receivable'
),

rated as (
    select
        documents.*,
        coalesce(rule_lines.journal_key, documents.journal_key) as posted_journal_key,
        case
            when rule_lines.document_key is not null then rule_lines.account_key
            when rule_entities.entity_key is null or documents.journal_key is not null
                then documents.control_account_key
        end as posted_account_key,
        rule_lines.gross_functional as posted_gross_functional,
        coalesce(journals.journal_type = 'opening', false) as is_opening,
        entities.functional_currency,
        as_of.presentation_currency,
        customers.region as sales_region,
        coalesce(customers.is_intercompany, false) as is_intercompany,
        functional_rates.rate as spot_rate,
        group_rates.rate as group_rate
    from documents
    inner join as_of on documents.invoice_date <= as_of.as_of_date
    left join entities on documents.entity_key = entities.entity_key
    left join rule_entities on documents.entity_key = rule_entities.entity_key
    left join journals on documents.journal_key = journals.journal_key
    left join rule_lines on documents.invoice_key = rule_lines.document_key
    left join customers on documents.customer_key = customers.customer_key
    left join spot_rates as functional_rates
        on
            documents.invoice_date = functional_rates.rate_date
            and documents.currency_code = functional_rates.from_currency
            and entities.functional_currency = functional_rates.to_currency
    left join spot_rates as group_rates
        on
            documents.invoice_date = group_rates.rate_date
            and entities.functional_currency = group_rates.from_currency
            and as_of.presentation_currency = group_rates.to_currency
    where lower(coalesce(documents.state, '')) not in ('draft', 'cancelled', 'void', 'validated')
),

gross_valued as (
    select
        rated.*,
        coalesce(
            rated.posted_gross_functional,
            rated.gross_amount_functional,
            {{ convert_amount(
                'rated.gross_amount', 'rated.currency_code', 'rated.functional_currency',
                'rated.spot_rate'
            ) }}
        ) as gross_functional
    from rated
),

-- The rate the books really used is the one the gross amount shows; the day's rate stands in for a
-- document of amount zero.
net_valued as (
    select
        gross_valued.*,
        coalesce(
            {{ ratio('gross_valued.gross_functional', 'gross_valued.gross_amount') }},
            gross_valued.spot_rate
        ) as functional_rate
    from gross_valued
),

functional as (
    select
        net_valued.*,
        {{ convert_amount(
            'net_valued.net_amount', 'net_valued.currency_code', 'net_valued.functional_currency',
            'net_valued.functional_rate'
        ) }} as net_functional
    from net_valued
),

grouped as (
    select
        functional.*,
        {{ convert_amount(
            'functional.net_functional', 'functional.functional_currency',
            'functional.presentation_currency', 'functional.group_rate'
        ) }} as net_group,
        {{ convert_amount(
            'functional.gross_functional', 'functional.functional_currency',
            'functional.presentation_currency', 'functional.group_rate'
        ) }} as gross_group
    from functional
),

-- Tax is what gross exceeds net by in every currency, so the three add up after rounding.
valued as (
    select
        grouped.invoice_key,
        grouped.invoice_number,
        grouped.document_type,
        grouped.entity_key,
        grouped.customer_key,
        grouped.posted_journal_key as journal_key,
        grouped.posted_account_key as control_account_key,
        grouped.invoice_date,
        coalesce(grouped.due_date, grouped.invoice_date) as due_date,
        {{ fiscal_period_of('grouped.invoice_date') }} as fiscal_period,
        grouped.currency_code,
        grouped.functional_currency,
        grouped.presentation_currency,
        grouped.functional_rate,
        grouped.group_rate,
        grouped.net_amount,
        {{ money('grouped.gross_amount - grouped.net_amount') }} as tax_amount,
        grouped.gross_amount,
        grouped.net_functional as net_amount_functional,
        {{ money('grouped.gross_functional - grouped.net_functional') }}
            as tax_amount_functional,
        grouped.gross_functional as gross_amount_functional,
        grouped.net_group as net_amount_group,
        {{ money('grouped.gross_group - grouped.net_group') }} as tax_amount_group,
        grouped.gross_group as gross_amount_group,
        grouped.state,
        grouped.is_opening,
        grouped.sales_region as region,
        grouped.is_intercompany,
        grouped.source_system,
        grouped.recorded_at
    from grouped
    {{ join_own_periods('grouped.entity_key', 'grouped.invoice_date') }}
)

select * from valued
