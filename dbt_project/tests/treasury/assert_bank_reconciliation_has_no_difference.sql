-- A reconciliation is done when the listed items explain everything.
select *
from {{ ref('rpt_bank_reconciliation') }}
where difference_amount <> 0
