-- Everyone who sells, under one key: the employee the ERP knows, the user the CRM knows by the same
-- name, and whoever stands on an order without being listed anywhere.
with

employees as (
    select * from {{ ref('int_employees_unioned') }}
),

users as (
    select * from {{ ref('int_users_unioned') }}
),

orders as (
    select * from {{ ref('int_sales_orders_unioned') }}
),

customers as (
    select * from {{ ref('int_customers_unioned') }}
),

targets as (
    select * from {{ ref('int_sales_targets_unioned') }}
),

-- Targets are set for an employee's number, or for the identifier orders bear in the same source.
named_on_documents as (
    select
        orders.source_system,
        orders.sales_rep_id,
        orders.sales_rep_key
    from orders
    where orders.sales_rep_key is not null
    union
    select
        customers.source_system,
        customers.sales_rep_id,
        customers.sales_rep_key
    from customers
    where customers.sales_rep_key is not null
    union
    select
        targets.source_system,
        targets.sales_rep_id,
        {{ surrogate_key('targets.sales_rep_id', 'targets.source_system') }} as sales_rep_key
    from targets
    where targets.source_system = 'files'
),

selling_employees as (
    select
        employees.employee_key as member_key,
        employees.source_system,
        coalesce(employees.employee_number, employees.employee_id) as sales_rep_number,
        employees.full_name,
        employees.department as team
    from employees
    where
        coalesce(employees.is_sales_rep, false)
        or employees.employee_key in (
            select named_on_documents.sales_rep_key from named_on_documents
        )
),

unlisted as (
    select
        named_on_documents.sales_rep_key as member_key,
        named_on_documents.source_system,
        named_on_documents.sales_rep_id as sales_rep_number,
        cast(null as varchar) as full_name,
        cast(null as varchar) as team
    from named_on_documents
    where
        named_on_documents.sales_rep_key not in (
            select selling_employees.member_key from selling_employees
        )
),

crm_users as (
    select
        users.user_key as member_key,
        users.source_system,
        users.user_id as sales_rep_number,
        users.full_name,
        users.team
    from users
    where users.user_key not in (select selling_employees.member_key from selling_employees)
),

members as (
    select
        1 as priority,
        selling_employees.*
    from selling_employees
    union all
    select
        2 as priority,
        crm_users.*
    from crm_users
    union all
    select
        3 as priority,
        unlisted.*
    from unlisted
    where unlisted.member_key not in (select crm_users.member_key from crm_users)
),

-- People of one name are one person; the ledger's record gives the key.
grouped as (
    select
        members.*,
        first_value(members.member_key) over (
            partition by coalesce(lower(nullif(trim(members.full_name), '')), members.member_key)
            order by members.priority asc, members.member_key asc
        ) as sales_rep_key,
        max(members.team) over (
            partition by coalesce(lower(nullif(trim(members.full_name), '')), members.member_key)
        ) as any_team
    from members
),

matched as (
    select
        grouped.member_key,
        grouped.sales_rep_key,
        grouped.member_key = grouped.sales_rep_key as is_leading,
        grouped.sales_rep_number,
        coalesce(
            nullif(trim(grouped.full_name), ''),
            'Representative ' || grouped.sales_rep_number
        ) as sales_rep_name,
        grouped.any_team as team,
        grouped.source_system
    from grouped
)

select * from matched
