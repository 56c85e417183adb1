-- AP-6: applied and unapplied make the whole payment.
{{ audit_payments_are_used_up('payable', 'AP-6') }}
