-- AP-5: payables roll forward from month to month.
{{ audit_open_items_roll_forward('payable', 'AP-5') }}
