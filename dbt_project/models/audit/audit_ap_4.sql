-- AP-4: no payment is applied beyond itself or its document, or before either is there.
{{ audit_settlements_stay_within('payable', 'AP-4') }}
