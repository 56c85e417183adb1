-- Running balances are windowed per entity: an account of one entity never appears under another.
select
    balances.entity_key,
    balances.account_key,
    balances.fiscal_period
from {{ ref('fct_account_balances') }} as balances
inner join {{ ref('dim_accounts') }} as ledger_accounts
    on balances.account_key = ledger_accounts.account_key
where balances.entity_key <> ledger_accounts.entity_key
