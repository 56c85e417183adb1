{#
    Building only what changed. A model `by_document` makes each of its rows from one document and
    what is linked to it, so the rows of documents that nothing touched need not be made again. Its
    `meta.by_document` says which document a row belongs to, as SQL on its own columns:

        {kind: "'journal'", key: journal_key}              our key of the document
        {kind: "'journal'", id: journal_id}                its source's id (staging)
        {part_of: int_receivable_items_opened, key: item_key}   a row of that model, hence its document

    `touched.documents` (orchestration.touched_documents) lists the documents of this build, closed
    over everything that links one to another.
#}

{% macro builds_touched() -%}
    {{ return(execute and var('build_scope') == 'touched') }}
{%- endmacro %}

{% macro by_document(node) -%}
    {{ return((node.config.meta or {}).get('by_document')) }}
{%- endmacro %}

{% macro model_named(name) -%}
    {{ return(graph.nodes.get('model.ledgerhouse.' ~ name, {'config': {'meta': {}}})) }}
{%- endmacro %}

{#- Where the rows of touched documents stand for the models that read them. -#}
{% macro touched_part(name) -%}
    {{ return(api.Relation.create(schema='touched', identifier=name)) }}
{%- endmacro %}

{#- What a model was before this build: the keys of its touched rows, or a whole lookup. -#}
{% macro touched_before(name) -%}
    {{ return(api.Relation.create(schema='touched', identifier=name ~ '__before')) }}
{%- endmacro %}

{#- Whether a row of the model belongs to a touched document. -#}
{% macro is_touched() -%}
    {%- set rows = by_document(model) -%}
    {%- if rows.part_of is defined -%}
        {{ rows.key }} in (
            select {{ rows.key }} from {{ touched_part(rows.part_of) }}
            union all
            select {{ rows.key }} from {{ touched_before(rows.part_of) }}
        )
    {%- elif rows.id is defined -%}
        ({{ rows.id }}, {{ rows.kind }}) in (
            select document_id, kind from touched.documents
            where source_system = '{{ model.name.split("__")[0] | replace("stg_", "") }}'
        )
    {%- else -%}
        ({{ rows.key }}, {{ rows.kind }}) in (select document_key, kind from touched.documents)
    {%- endif -%}
{%- endmacro %}

{% macro replace_touched_rows() -%}
    {%- set part, before = touched_part(model.name), touched_before(model.name) -%}
    create or replace table {{ part }} as
    select * from (
        {{ compiled_code }}
    ) as built
    where {{ is_touched() }};
    create or replace table {{ before }} as
    select {{ model.config.meta.grain | join(', ') }} from {{ this }}
    where {{ is_touched() }};
    delete from {{ this }} where {{ is_touched() }};
    insert into {{ this }} by name select * from {{ part }};
{%- endmacro %}

{#-
    A model that is not built by document, but read by one that is (a lookup), must stay as it was,
    for documents nobody touched were made with it. It may gain rows (`meta.may_grow`) where
    documents are looked up by key, and rows of days (`meta.dated_by`) or of the entity's fiscal
    periods (`meta.period_by`) from `touched_since` on may change: all documents of those days are
    touched.
-#}
{% macro require_rows_kept() -%}
    {%- set meta = model.config.meta -%}
    {%- set periods = model_named('int_fiscal_periods_resolved') -%}
    {%- set before = touched_before(model.name) -%}
    select
        case
            when count(*) > 0
                then {{ fail("'Build everything: ' || cast(count(*) as varchar) || ' rows of "
                    ~ this.identifier ~ " that documents were made with have changed'") }}
        end as verdict
    from (
        select * from {{ before }} as earlier
        {% if meta.dated_by is defined -%}
        where earlier.{{ meta.dated_by }} < cast('{{ var("touched_since") }}' as date)
        {%- elif meta.period_by is defined -%}
        where not exists (
            select 1
            from {{ periods.schema }}.{{ periods.name }} as periods
            where
                periods.entity_key = earlier.entity_key
                and periods.fiscal_period = earlier.{{ meta.period_by }}
                and periods.ends_date >= cast('{{ var("touched_since") }}' as date)
        )
        {%- endif %}
        except all
        select * from {{ this }}
        {%- if not meta.may_grow %}
        union all (
            select * from {{ this }}
            except all
            select * from {{ before }}
        )
        {%- endif %}
    ) as changed
{%- endmacro %}

{#-
    Who starts a build remembers it once it is complete. Until then, nothing built by document is
    known to stand; a command that builds no such model keeps the memory.
-#}
{% macro forget_last_build() -%}
    {%- if not var('keeps_last_build') -%}drop table if exists touched.last_build{%- endif -%}
{%- endmacro %}
