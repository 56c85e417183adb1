with

companies as (
    {{ current_rows(source('raw_erp', 'company_company')) }}
),

parties as (
    {{ current_rows(source('raw_erp', 'party_party')) }}
),

currencies as (
    {{ current_rows(source('raw_erp', 'currency_currency')) }}
),

renamed as (
    select
        cast(companies.id as varchar) as entity_id,
        coalesce(parties.code, cast(companies.id as varchar)) as entity_code,
        coalesce(parties.name, cast(companies.id as varchar)) as entity_name,
        currencies.code as functional_currency,
        cast(null as varchar) as country_code,
        cast(null as varchar) as parent_entity_id,
        cast(null as decimal(9, 6)) as ownership_ratio,
        'erp' as posting_source,
        companies._recorded_at as recorded_at
    from companies
    left join parties on companies.party = parties.id
    left join currencies on companies.currency = currencies.id
)

select * from renamed
