-- Tryton has no supplier flag: a supplier is a party we order from or that bills us.
with

parties as (
    {{ current_rows(source('raw_erp', 'party_party')) }}
),

addresses as (
    {{ current_rows(source('raw_erp', 'party_address')) }}
),

countries as (
    {{ current_rows(source('raw_erp', 'country_country')) }}
),

agreed_terms as (
    {{ current_rows(source('raw_erp', 'party_party_payment_term')) }}
),

companies as (
    {{ current_rows(source('raw_erp', 'company_company')) }}
),

currencies as (
    {{ current_rows(source('raw_erp', 'currency_currency')) }}
),

purchases as (
    {{ current_rows(source('raw_erp', 'purchase_purchase')) }}
),

invoices as (
    {{ current_rows(source('raw_erp', 'account_invoice')) }}
),

order_habits as (
    select
        purchases.party,
        max_by(purchases.currency, purchases.id) as currency_id,
        max_by(purchases.payment_term, purchases.id) as payment_term_id
    from purchases
    group by purchases.party
),

bill_habits as (
    select
        invoices.party,
        max_by(invoices.currency, invoices.id) as currency_id,
        max_by(invoices.payment_term, invoices.id) as payment_term_id
    from invoices
    where invoices.type = 'in'
    group by invoices.party
),

party_countries as (
    select
        addresses.party,
        min_by(countries.code, addresses.id) as country_code
    from addresses
    inner join countries on addresses.country = countries.id
    group by addresses.party
),

party_terms as (
    select
        agreed_terms.party,
        min(agreed_terms.supplier_payment_term) as payment_term_id
    from agreed_terms
    group by agreed_terms.party
),

company_parties as (
    select
        companies.party,
        min(companies.id) as company_id
    from companies
    group by companies.party
),

renamed as (
    select
        cast(parties.id as varchar) as supplier_id,
        parties.code as supplier_number,
        parties.name as supplier_name,
        party_countries.country_code,
        currencies.code as currency_code,
        cast(
            coalesce(
                party_terms.payment_term_id,
                order_habits.payment_term_id,
                bill_habits.payment_term_id
            ) as varchar
        ) as payment_term_id,
        cast(company_parties.company_id as varchar) as intercompany_entity_id,
        parties._recorded_at as recorded_at
    from parties
    left join party_countries on parties.id = party_countries.party
    left join party_terms on parties.id = party_terms.party
    left join order_habits on parties.id = order_habits.party
    left join bill_habits on parties.id = bill_habits.party
    left join currencies
        on coalesce(order_habits.currency_id, bill_habits.currency_id) = currencies.id
    left join company_parties on parties.id = company_parties.party
    where order_habits.party is not null or bill_habits.party is not null
)

select * from renamed
