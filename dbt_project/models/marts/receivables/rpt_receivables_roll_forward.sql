-- Receivables from month to month: what was open, what came and went, what is open.
{{ open_items_roll_forward('receivable') }}
