-- AR-6: applied and unapplied make the whole receipt.
{{ audit_payments_are_used_up('receivable', 'AR-6') }}
