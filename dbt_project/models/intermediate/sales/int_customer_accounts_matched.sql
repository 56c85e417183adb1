-- Which customer of the books a CRM account is: by the customer number the CRM carries, else by
-- the very same name when only one customer bears it. An account that matches none is a prospect
-- and stands for itself.
with

crm_accounts as (
    select * from {{ ref('int_accounts_unioned') }}
),

customers as (
    select * from {{ ref('int_customers_unioned') }}
),

numbered_customers as (
    select
        customers.customer_number,
        min(customers.customer_key) as customer_key
    from customers
    where customers.customer_number is not null
    group by customers.customer_number
),

uniquely_named_customers as (
    select
        lower(trim(customers.customer_name)) as customer_name,
        min(customers.customer_key) as customer_key
    from customers
    where customers.customer_name is not null
    group by lower(trim(customers.customer_name))
    having count(*) = 1
),

matched as (
    select
        crm_accounts.crm_account_key,
        crm_accounts.account_id as crm_account_id,
        coalesce(
            numbered_customers.customer_key,
            uniquely_named_customers.customer_key,
            crm_accounts.crm_account_key
        ) as customer_key,
        case
            when numbered_customers.customer_key is not null then 'customer_number'
            when uniquely_named_customers.customer_key is not null then 'name'
            else 'prospect'
        end as match_method,
        crm_accounts.source_system,
        crm_accounts.account_name,
        crm_accounts.region,
        crm_accounts.country_code
    from crm_accounts
    left join numbered_customers
        on crm_accounts.erp_customer_number = numbered_customers.customer_number
    left join uniquely_named_customers
        on
            case
                when crm_accounts.erp_customer_number is null
                    then lower(trim(crm_accounts.account_name))
            end = uniquely_named_customers.customer_name
)

select * from matched
