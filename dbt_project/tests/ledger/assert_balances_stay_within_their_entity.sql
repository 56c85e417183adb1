-- Running balances are windowed per entity: an account of one entity never appears under another.
select balances.*
from {{ ref('fct_account_balances') }} as balances
inner join {{ ref('dim_accounts') }} as accounts
    on balances.account_key = accounts.account_key
where balances.entity_key <> accounts.entity_key
