with

employees as (
    {{ current_rows(source('raw_erp', 'company_employee')) }}
),

parties as (
    {{ current_rows(source('raw_erp', 'party_party')) }}
),

sales as (
    {{ current_rows(source('raw_erp', 'sale_sale')) }}
),

sellers as (
    select distinct sales.confirmed_by as employee_id
    from sales
    where sales.confirmed_by is not null
),

renamed as (
    select
        cast(employees.id as varchar) as employee_id,
        cast(employees.company as varchar) as entity_id,
        parties.code as employee_number,
        parties.name as full_name,
        cast(null as varchar) as department,
        sellers.employee_id is not null as is_sales_rep,
        employees._recorded_at as recorded_at
    from employees
    left join parties on employees.party = parties.id
    left join sellers on employees.id = sellers.employee_id
)

select * from renamed
