-- Tryton has no customer flag: a customer is a party that orders from us or is invoiced by us.
with recursive

parties as (
    {{ current_rows(source('raw_erp', 'party_party')) }}
),

party_categories as (
    {{ current_rows(source('raw_erp', 'party_category')) }}
),

category_links as (
    {{ current_rows(source('raw_erp', 'party_party_party_category')) }}
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

sales as (
    {{ current_rows(source('raw_erp', 'sale_sale')) }}
),

invoices as (
    {{ current_rows(source('raw_erp', 'account_invoice')) }}
),

category_lineage as (
    select
        party_categories.id as category_id,
        party_categories.name as category_name,
        party_categories.id as ancestor_id,
        party_categories.parent as next_category_id,
        lower(party_categories.name) as root_name
    from party_categories
    union all
    select
        category_lineage.category_id,
        category_lineage.category_name,
        ancestors.id as ancestor_id,
        ancestors.parent as next_category_id,
        lower(ancestors.name) as root_name
    from category_lineage
    inner join party_categories as ancestors on category_lineage.next_category_id = ancestors.id
),

party_traits as (
    select
        category_links.party,
        min(
            case when category_lineage.root_name = 'region' then category_lineage.category_name end
        ) as region,
        min(
            case when category_lineage.root_name = 'segment' then category_lineage.category_name end
        ) as segment
    from category_links
    inner join category_lineage on category_links.category = category_lineage.category_id
    where
        category_lineage.next_category_id is null
        and category_lineage.category_id <> category_lineage.ancestor_id
    group by category_links.party
),

-- The latest order tells the customer's usual currency, terms and representative.
order_habits as (
    select
        sales.party,
        max_by(sales.currency, sales.id) as currency_id,
        max_by(sales.payment_term, sales.id) as payment_term_id,
        max_by(sales.confirmed_by, sales.id) as employee_id
    from sales
    group by sales.party
),

invoice_habits as (
    select
        invoices.party,
        max_by(invoices.currency, invoices.id) as currency_id,
        max_by(invoices.payment_term, invoices.id) as payment_term_id
    from invoices
    where invoices.type = 'out'
    group by invoices.party
),

party_cities as (
    select
        addresses.party,
        min_by(addresses.city, addresses.id) as city
    from addresses
    where addresses.city is not null
    group by addresses.party
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
        min(agreed_terms.customer_payment_term) as payment_term_id
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
        cast(parties.id as varchar) as customer_id,
        parties.code as customer_number,
        parties.name as customer_name,
        party_traits.segment,
        party_traits.region,
        party_countries.country_code,
        party_cities.city,
        currencies.code as currency_code,
        cast(
            coalesce(
                party_terms.payment_term_id,
                order_habits.payment_term_id,
                invoice_habits.payment_term_id
            ) as varchar
        ) as payment_term_id,
        cast(null as decimal(20, 4)) as credit_limit_amount,
        cast(order_habits.employee_id as varchar) as sales_rep_id,
        cast(company_parties.company_id as varchar) as intercompany_entity_id,
        cast(parties.create_date as date) as created_date,
        parties._recorded_at as recorded_at
    from parties
    left join party_traits on parties.id = party_traits.party
    left join party_cities on parties.id = party_cities.party
    left join party_countries on parties.id = party_countries.party
    left join party_terms on parties.id = party_terms.party
    left join order_habits on parties.id = order_habits.party
    left join invoice_habits on parties.id = invoice_habits.party
    left join currencies
        on coalesce(order_habits.currency_id, invoice_habits.currency_id) = currencies.id
    left join company_parties on parties.id = company_parties.party
    where order_habits.party is not null or invoice_habits.party is not null
)

select * from renamed
