-- A customer as the ledger knows him, completed by what the CRM knows; prospects of the CRM stand
-- beside the customers. Several CRM accounts of one customer: the lowest identifier speaks.
with

customers as (
    select * from {{ ref('int_customers_unioned') }}
),

account_matches as (
    select * from {{ ref('int_customer_accounts_matched') }}
),

payment_terms as (
    select * from {{ ref('int_payment_terms_unioned') }}
),

ranked_matches as (
    select
        account_matches.*,
        row_number() over (
            partition by account_matches.customer_key
            order by
                length(account_matches.crm_account_id) asc,
                account_matches.crm_account_id asc,
                account_matches.source_system asc
        ) as preference
    from account_matches
),

leading_accounts as (
    select ranked_matches.*
    from ranked_matches
    where ranked_matches.preference = 1
),

conformed as (
    select
        customers.customer_key,
        customers.customer_number,
        customers.customer_name,
        customers.segment,
        coalesce(customers.region, leading_accounts.region) as region,
        coalesce(customers.country_code, leading_accounts.country_code) as country_code,
        customers.city,
        customers.currency_code,
        payment_terms.due_days as payment_terms_days,
        customers.credit_limit_amount,
        customers.sales_rep_key,
        customers.intercompany_entity_key,
        customers.intercompany_entity_key is not null as is_intercompany,
        false as is_prospect,
        leading_accounts.crm_account_id,
        customers.source_system
    from customers
    left join leading_accounts on customers.customer_key = leading_accounts.customer_key
    left join payment_terms on customers.payment_term_key = payment_terms.payment_term_key
    union all
    select
        leading_accounts.customer_key,
        cast(null as varchar) as customer_number,
        leading_accounts.account_name as customer_name,
        cast(null as varchar) as segment,
        leading_accounts.region,
        leading_accounts.country_code,
        cast(null as varchar) as city,
        cast(null as varchar) as currency_code,
        cast(null as bigint) as payment_terms_days,
        cast(null as decimal(20, 4)) as credit_limit_amount,
        cast(null as varchar) as sales_rep_key,
        cast(null as varchar) as intercompany_entity_key,
        false as is_intercompany,
        true as is_prospect,
        leading_accounts.crm_account_id,
        leading_accounts.source_system
    from leading_accounts
    where leading_accounts.match_method = 'prospect'
)

select * from conformed
