with

suppliers as (
    select * from {{ ref('int_suppliers_unioned') }}
),

payment_terms as (
    select * from {{ ref('int_payment_terms_unioned') }}
),

published as (
    select
        suppliers.supplier_key,
        suppliers.supplier_number,
        suppliers.supplier_name,
        suppliers.country_code,
        suppliers.currency_code,
        payment_terms.due_days as payment_terms_days,
        suppliers.intercompany_entity_key,
        suppliers.intercompany_entity_key is not null as is_intercompany,
        suppliers.source_system
    from suppliers
    left join payment_terms on suppliers.payment_term_key = payment_terms.payment_term_key
)

select * from published
