"""Faults of receivables and payables: AR and AP."""

from __future__ import annotations

from faults.fault import Fault

_OPEN_ITEM = (
    "(select min(item_key) from {items} inner join ledger.dim_accounts "
    "on control_account_key = account_key "
    "where open_amount_functional <> 0 and currency_code <> functional_currency "
    "and account_class = '{account_class}')"
)
_RECEIVABLE = _OPEN_ITEM.format(
    items="receivables.fct_receivable_items", account_class="receivable"
)
_PAYABLE = _OPEN_ITEM.format(items="payables.fct_payable_items", account_class="payable")

FAULTS = (
    Fault(
        "AR-1",
        "an item is kept under another control account",
        f"""
        select 'control account ' || account_code from ledger.dim_accounts where account_key = (
            select control_account_key from receivables.fct_receivable_items
            where item_key = {_RECEIVABLE}
        )
        """,
        (
            f"""
            update receivables.fct_receivable_items set control_account_key = (
                select account_key from ledger.dim_accounts
                where
                    account_class = 'receivable_intercompany'
                    and entity_key = receivables.fct_receivable_items.entity_key
            )
            where item_key = {_RECEIVABLE}
            """,
        ),
    ),
    Fault(
        "AR-2",
        "a document was changed after it was recorded",
        """
        select 'open amount of invoice ' || document_number from receivables.fct_receivable_items
        where document_type = 'invoice' order by item_key limit 1
        """,
        (
            """
            update receivables.fct_receivable_items
            set original_amount_functional = original_amount_functional + 1
            where item_key = (
                select item_key from receivables.fct_receivable_items
                where document_type = 'invoice' order by item_key limit 1
            )
            """,
        ),
    ),
    Fault(
        "AR-3",
        "an overdue item stands in no bucket",
        """
        select 'items in ' || currency_code from receivables.rpt_receivables_ageing
        where as_of_date = (select max(as_of_date) from receivables.rpt_receivables_ageing)
        order by entity_key, customer_key, currency_code, bucket limit 1
        """,
        (
            """
            delete from receivables.rpt_receivables_ageing
            where (as_of_date, entity_key, customer_key, currency_code, bucket) in (
                select (as_of_date, entity_key, customer_key, currency_code, bucket)
                from receivables.rpt_receivables_ageing
                where as_of_date = (select max(as_of_date) from receivables.rpt_receivables_ageing)
                order by entity_key, customer_key, currency_code, bucket limit 1
            )
            """,
        ),
    ),
    Fault(
        "AR-4",
        "money was applied a day before it was there",
        """
        select 'applied of receipt ' || payment_number from receivables.fct_receipts
        where applied_amount_functional > 0 order by payment_key limit 1
        """,
        (
            """
            update receivables.fct_receipts set payment_date = payment_date + 1
            where payment_key = (
                select payment_key from receivables.fct_receipts
                where applied_amount_functional > 0 order by payment_key limit 1
            )
            """,
        ),
    ),
    Fault(
        "AR-5",
        "a month tells of money that never moved",
        """
        select 'closing of receivables in ' || max(fiscal_period)
        from receivables.rpt_receivables_roll_forward
        """,
        (
            """
            update receivables.rpt_receivables_roll_forward
            set settled_amount_functional = settled_amount_functional + 1
            where (fiscal_period, entity_key, customer_key, currency_code) in (
                select (fiscal_period, entity_key, customer_key, currency_code)
                from receivables.rpt_receivables_roll_forward
                order by fiscal_period desc, entity_key, customer_key, currency_code limit 1
            )
            """,
        ),
    ),
    Fault(
        "AR-6",
        "a receipt keeps money on account that it has applied",
        """
        select 'receipt ' || payment_number from receivables.fct_receipts
        order by payment_key limit 1
        """,
        (
            """
            update receivables.fct_receipts
            set unapplied_amount_functional = unapplied_amount_functional + 1
            where payment_key = (select min(payment_key) from receivables.fct_receipts)
            """,
        ),
    ),
    Fault(
        "AP-1",
        "an item is kept under another control account",
        f"""
        select 'control account ' || account_code from ledger.dim_accounts where account_key = (
            select control_account_key from payables.fct_payable_items
            where item_key = {_PAYABLE}
        )
        """,
        (
            f"""
            update payables.fct_payable_items set control_account_key = (
                select account_key from ledger.dim_accounts
                where
                    account_class = 'payable_intercompany'
                    and entity_key = payables.fct_payable_items.entity_key
            )
            where item_key = {_PAYABLE}
            """,
        ),
    ),
    Fault(
        "AP-2",
        "a document was changed after it was recorded",
        """
        select 'open amount of bill ' || document_number from payables.fct_payable_items
        where document_type = 'bill' order by item_key limit 1
        """,
        (
            """
            update payables.fct_payable_items
            set original_amount_functional = original_amount_functional + 1
            where item_key = (
                select item_key from payables.fct_payable_items
                where document_type = 'bill' order by item_key limit 1
            )
            """,
        ),
    ),
    Fault(
        "AP-4",
        "money was applied a day before it was there",
        """
        select 'applied of payment ' || payment_number from payables.fct_payments
        where applied_amount_functional > 0 order by payment_key limit 1
        """,
        (
            """
            update payables.fct_payments set payment_date = payment_date + 1
            where payment_key = (
                select payment_key from payables.fct_payments
                where applied_amount_functional > 0 order by payment_key limit 1
            )
            """,
        ),
    ),
    Fault(
        "AP-5",
        "a month tells of money that never moved",
        """
        select 'closing of payables in ' || max(fiscal_period)
        from payables.rpt_payables_roll_forward
        """,
        (
            """
            update payables.rpt_payables_roll_forward
            set settled_amount_functional = settled_amount_functional + 1
            where (fiscal_period, entity_key, supplier_key, currency_code) in (
                select (fiscal_period, entity_key, supplier_key, currency_code)
                from payables.rpt_payables_roll_forward
                order by fiscal_period desc, entity_key, supplier_key, currency_code limit 1
            )
            """,
        ),
    ),
    Fault(
        "AP-6",
        "a payment keeps money on account that it has applied",
        """
        select 'payment ' || payment_number from payables.fct_payments
        order by payment_key limit 1
        """,
        (
            """
            update payables.fct_payments
            set unapplied_amount_functional = unapplied_amount_functional + 1
            where payment_key = (select min(payment_key) from payables.fct_payments)
            """,
        ),
    ),
)
