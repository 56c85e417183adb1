-- The posting rules with the names of the account classes they post to.
with

rules as (
    select * from {{ ref('posting_rules') }}
),

account_classes as (
    select * from {{ ref('account_classes') }}
),

described as (
    select
        rules.rule_code,
        rules.event_type,
        rules.line_role,
        rules.event_measure,
        rules.side,
        rules.condition_kind,
        rules.condition_value,
        rules.account_source,
        rules.account_class,
        account_classes.class_name,
        account_classes.class_name_zh,
        rules.account_code_prefix,
        cast(rules.priority as bigint) as priority,
        rules.valid_from as valid_from_date,
        rules.valid_to as valid_to_date
    from rules
    left join account_classes on rules.account_class = account_classes.account_class
)

select * from described
