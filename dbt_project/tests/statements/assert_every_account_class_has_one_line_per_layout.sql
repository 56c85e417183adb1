-- An account class without a line would vanish from a statement, one with two would count twice.
with

account_classes as (
    select * from {{ ref('account_classes') }}
),

line_map as (
    select * from {{ ref('statement_line_accounts') }}
    where statement in ('profit_and_loss', 'balance_sheet')
),

layouts as (
    select distinct line_map.layout from line_map
)

select
    layouts.layout,
    account_classes.account_class,
    count(line_map.line_code) as line_count
from account_classes
cross join layouts
left join line_map
    on
        account_classes.account_class = line_map.account_class
        and layouts.layout = line_map.layout
group by layouts.layout, account_classes.account_class
having count(line_map.line_code) <> 1
