-- Documents of a source that names no legal entity belong to one entity DEFAULT of that source,
-- which keeps its books in the presentation currency.
{%- set documents = [
    'sales_orders', 'sales_invoices', 'customer_payments', 'purchase_orders', 'supplier_bills',
    'supplier_payments', 'deliveries', 'goods_receipts', 'stock_moves', 'stock_on_hand',
    'production_plan_lines', 'bank_accounts',
] %}
with

erp as (
    select * from {{ ref('stg_erp__entities') }}
),

files as (
    select * from {{ ref('stg_files__entities') }}
),

documents_without_entity as (
    {% for document in documents %}
        select count(*) as document_count
        from {{ ref('stg_files__' ~ document) }}
        where entity_id is null
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

default_entity as (
    select sum(documents_without_entity.document_count) as document_count
    from documents_without_entity
),

united as (
    select
        'erp' as source_system,
        erp.entity_id,
        erp.entity_code,
        erp.entity_name,
        erp.functional_currency,
        erp.country_code,
        erp.parent_entity_id,
        erp.ownership_ratio,
        erp.posting_source,
        erp.recorded_at
    from erp
    union all
    select
        'files' as source_system,
        files.entity_id,
        coalesce(files.entity_code, files.entity_id) as entity_code,
        files.entity_name,
        files.functional_currency,
        files.country_code,
        files.parent_entity_id,
        files.ownership_ratio,
        files.posting_source,
        files.recorded_at
    from files
    union all
    select
        'files' as source_system,
        'DEFAULT' as entity_id,
        'DEFAULT' as entity_code,
        'Default entity' as entity_name,
        '{{ var("presentation_currency") }}' as functional_currency,
        cast(null as varchar) as country_code,
        cast(null as varchar) as parent_entity_id,
        cast(null as decimal(9, 6)) as ownership_ratio,
        cast(null as varchar) as posting_source,
        cast(null as timestamp) as recorded_at
    from default_entity
    where default_entity.document_count > 0
),

keyed as (
    select
        united.source_system,
        {{ surrogate_key('united.entity_id', 'united.source_system') }} as entity_key,
        {{ surrogate_key('united.parent_entity_id', 'united.source_system') }} as parent_entity_key,
        united.entity_id,
        united.entity_code,
        united.entity_name,
        united.functional_currency,
        united.country_code,
        united.parent_entity_id,
        united.ownership_ratio,
        united.posting_source,
        united.recorded_at
    from united
)

select * from keyed
