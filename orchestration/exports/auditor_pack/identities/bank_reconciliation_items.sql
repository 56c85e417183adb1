-- What only one of ledger and bank has booked is listed item by item.
-- Row: treasury.rpt_bank_reconciliation (bank_account_key, fiscal_period)
with listed as (
    select bank_account_key, fiscal_period,
        sum(case when item_kind = 'unbooked_bank_line' then -amount else amount end)
            as amount
    from treasury.fct_bank_reconciliation_items group by all
)
select bank_account_key, fiscal_period, deposits_in_transit_amount
    - outstanding_payments_amount - unbooked_lines_amount, coalesce(listed.amount, 0)
from treasury.rpt_bank_reconciliation
left join listed using (bank_account_key, fiscal_period)
where deposits_in_transit_amount - outstanding_payments_amount - unbooked_lines_amount
    <> coalesce(listed.amount, 0)
