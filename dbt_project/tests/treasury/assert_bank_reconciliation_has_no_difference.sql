-- A reconciliation is done when the listed items explain everything.
select
    reconciliation.bank_account_key,
    reconciliation.fiscal_period,
    reconciliation.difference_amount
from {{ ref('rpt_bank_reconciliation') }} as reconciliation
where reconciliation.difference_amount <> 0
