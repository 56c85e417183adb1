-- AR-4: no receipt is applied beyond itself or its document, or before either is there.
{{ audit_settlements_stay_within('receivable', 'AR-4') }}
