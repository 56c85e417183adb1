-- AP-2: open payable items are their original amount less settlements.
{{ audit_items_follow_their_settlements('payable', 'AP-2') }}
