with

customers as (
    select * from {{ ref('int_customers_conformed') }}
),

published as (
    select
        customers.customer_key,
        customers.customer_number,
        customers.customer_name,
        customers.segment,
        customers.region,
        customers.country_code,
        customers.city,
        customers.currency_code,
        customers.payment_terms_days,
        customers.credit_limit_amount,
        customers.intercompany_entity_key,
        customers.is_intercompany,
        customers.is_prospect,
        customers.crm_account_id,
        customers.source_system
    from customers
)

select * from published
