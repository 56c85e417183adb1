-- Every account of every entity with its class, which decides where it is printed, how it is
-- translated and how cash against it is classified.
with

accounts as (
    select * from {{ ref('int_accounts_classified') }}
),

described as (
    select
        accounts.account_key,
        accounts.entity_key,
        accounts.account_code,
        accounts.account_name,
        accounts.account_name_zh,
        accounts.account_type,
        accounts.account_class,
        accounts.normal_side,
        accounts.is_control,
        accounts.is_monetary,
        accounts.is_cash,
        accounts.translation_rate_type,
        accounts.cash_flow_category,
        accounts.revalued_account_key
    from accounts
)

select * from described
