-- AR-5: receivables roll forward from month to month.
{{ audit_open_items_roll_forward('receivable', 'AR-5') }}
