{#-
    Receivables and payables are pairs of one shape. What differs is named here once: `side` is
    receivable or payable.
-#}
{% macro open_item_side(side) -%}
    {%- set sides = {
        'receivable': {
            'party_key': 'customer_key',
            'party_name': 'customer_number',
            'parties': 'dim_customers',
            'payments': 'fct_receipts',
            'payment': 'receipt',
            'document_type': 'invoice',
            'landed_allocations': 'int_payment_allocations_unioned',
            'allocations': 'int_payment_allocations_posted',
            'account_classes': ('receivable', 'receivable_intercompany'),
            'payment_sign': '-',
            'roll_forward': 'rpt_receivables_roll_forward',
        },
        'payable': {
            'party_key': 'supplier_key',
            'party_name': 'supplier_number',
            'parties': 'dim_suppliers',
            'payments': 'fct_payments',
            'payment': 'payment',
            'document_type': 'bill',
            'landed_allocations': 'int_bill_allocations_unioned',
            'allocations': 'int_bill_allocations_posted',
            'account_classes': ('payable', 'payable_intercompany'),
            'payment_sign': '',
            'roll_forward': 'rpt_payables_roll_forward',
        },
    } -%}
    {{ return(sides[side]) }}
{%- endmacro %}
