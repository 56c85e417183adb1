-- AR-2: open receivable items are their original amount less settlements.
{{ audit_items_follow_their_settlements('receivable', 'AR-2') }}
