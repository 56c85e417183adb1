{#
    Building only what changed. A model `by_document` makes each of its rows from one document and
    what is linked to it, so the rows of documents that nothing touched need not be made again. Its
    `meta.by_document` says which document a row belongs to, as SQL on its own columns:

        {kind: "'journal'", key: journal_key}              our key of the document
        {kind: "'journal'", id: journal_id}                its source's id (staging)
        {part_of: int_receivable_items_opened, key: item_key}   a row of that model, hence its document

    Rows that stand open besides, because they are valued as of today, are `also` replaced; such a
    model reads the others whole. `touched.documents` (orchestration.touched_documents) lists the
    documents of this build, closed over everything that links one to another.

    What sums up many documents is replaced in the cells touched documents stand in
    (`meta.by_cells`), or from the first day on of which anything changed (`meta.by_day`).
#}

{% macro builds_touched() -%}
    {{ return(execute and var('build_scope') == 'touched') }}
{%- endmacro %}

{% macro is_partly_built() -%}
    {%- set meta = model.config.meta -%}
    {{ return(
        builds_touched()
        and (meta.by_document or meta.by_cells or meta.by_day)
    ) }}
{%- endmacro %}

{% macro by_document(node) -%}
    {{ return((node.config.meta or {}).get('by_document')) }}
{%- endmacro %}

{% macro model_named(name) -%}
    {{ return(graph.nodes.get('model.ledgerhouse.' ~ name, {'config': {'meta': {}}})) }}
{%- endmacro %}

{#- A model as it stands, asked for where no `ref` can be: in what is run around a model. -#}
{% macro whole(name) -%}
    {{ model_named(name).schema }}.{{ name }}
{%- endmacro %}

{#- Where the rows of touched documents stand for the models that read them. -#}
{% macro touched_part(name) -%}
    {{ return(api.Relation.create(schema='touched', identifier=name)) }}
{%- endmacro %}

{#-
    What a model was before this build: of its touched rows the grain, or what `kept` names
    (columns, or `all`); of a lookup everything.
-#}
{% macro touched_before(name) -%}
    {{ return(api.Relation.create(schema='touched', identifier=name ~ '__before')) }}
{%- endmacro %}

{#- Whether a row of the model belongs to a touched document. -#}
{% macro is_touched() -%}
    {%- set rows = by_document(model) -%}
    {%- if rows.also is defined %}({{ rows.also }}) or {% endif -%}
    {%- if rows.part_of is defined -%}
        {{ rows.key }} in (
            select {{ rows.key }} from {{ touched_part(rows.part_of) }}
            union all
            select {{ rows.key }} from {{ touched_before(rows.part_of) }}
        )
    {%- elif rows.id is defined -%}
        {{ rows.id }} in (
            select document_id from touched.documents
            where kind = {{ rows.kind }} and source_system = '{{ staged_source() }}'
        )
    {%- elif rows.kind.startswith("'") -%}
        {{ rows.key }} in (select document_key from touched.documents where kind = {{ rows.kind }})
    {%- else -%}
        ({{ rows.key }}, {{ rows.kind }}) in (select document_key, kind from touched.documents)
    {%- endif -%}
{%- endmacro %}

{#- The source a staging model stages. -#}
{% macro staged_source() -%}
    {{ return(model.name.split('__')[0] | replace('stg_', '')) }}
{%- endmacro %}

{#-
    What of a staging view belongs to touched documents. Which version of a row is the current one
    is asked of these rows alone: of all versions any of which belongs to a touched document.
-#}
{% macro touched_view() -%}
    {%- if staged_source() in var('touched_sources') -%}
        select * from (
            {{ modules.re.sub(
                'true /\\* versions of (\\S+) \\*/',
                'landed._source_key in (select _source_key from \\1 where ' ~ is_touched() ~ ')',
                compiled_code
            ) }}
        ) as current_rows
        where {{ is_touched() }}
    {%- else -%}
        select * from {{ this }} where false
    {%- endif -%}
{%- endmacro %}

{#- Which rows of a table are built again, as a condition on its columns; none: all of them. -#}
{% macro what_is_replaced() -%}
    {%- if not builds_touched() -%}{{ return(none) }}
    {%- elif by_document(model) -%}{{ return(is_touched()) }}
    {%- elif model.config.meta.by_cells is defined -%}{{ return(is_in_touched_cell()) }}
    {%- elif model.config.meta.by_day is defined -%}{{ return(is_of_changed_day()) }}
    {%- endif -%}
    {{ return(none) }}
{%- endmacro %}

{#- Replace the rows of `this` that a condition on its columns tells. -#}
{% macro replace_rows(condition) -%}
    {%- set part, before = touched_part(model.name), touched_before(model.name) -%}
    create or replace table {{ part }} as select * from {{ this }} limit 0;
    insert into {{ part }} by name
    select * from (
        {{ compiled_code }}
    ) as built
    where {{ condition }};
    {%- set kept = (by_document(model) or {}).get('kept', model.config.meta.grain) %}
    create or replace table {{ before }} as
    select {{ '*' if kept == 'all' else kept | join(', ') }} from {{ this }} where {{ condition }};
    delete from {{ this }} where {{ condition }};
    insert into {{ this }} select * from {{ part }};
{%- endmacro %}

{#- The rows of a model built by document that came, went or changed in this build. -#}
{% macro changed_rows(name) -%}
    (select * from {{ touched_before(name) }} except all select * from {{ touched_part(name) }})
    union all
    (select * from {{ touched_part(name) }} except all select * from {{ touched_before(name) }})
{%- endmacro %}

{#- Whether a row stands in a cell (`meta.by_cells`) the models named have touched rows in. -#}
{% macro is_in_touched_cell() -%}
    {%- set cells = model.config.meta.by_cells -%}
    {%- set columns = cells.columns | join(', ') -%}
    ({{ columns }}) in (
        {%- for name in cells.of %}
        select {{ columns }} from {{ touched_before(name) }}
        union all
        select {{ columns }} from {{ touched_part(name) }}
        {%- if not loop.last %} union all {% endif %}
        {%- endfor %}
    )
{%- endmacro %}

{#-
    Whether a row is of a day, or of a fiscal period that ends on a day, from which on anything of the
    models named changed (`meta.by_day`), or that was the as-of date or is later.
-#}
{% macro is_of_changed_day() -%}
    {%- set by_day = model.config.meta.by_day -%}
    {%- set firsts = [] -%}
    {%- for name, column in by_day.of.items() -%}
        {%- do firsts.append(
            '(select min(' ~ column ~ ') from (' ~ changed_rows(name) ~ ') as changed)'
        ) -%}
    {%- endfor -%}
    {%- set open_day = "cast('" ~ var('touched_since') ~ "' as date) - 1" -%}
    {%- set first = run_query('select least(' ~ open_day ~ ', ' ~ firsts | join(', ') ~ ')') -%}
    {%- set first_day = "cast('" ~ first.rows[0][0] ~ "' as date)" -%}
    {%- if by_day.day is defined -%}
        {{ by_day.day }} >= {{ first_day }}
    {%- else -%}
        (entity_key, {{ by_day.period }}) in (
            select entity_key, fiscal_period from {{ whole('int_fiscal_periods_resolved') }}
            where ends_date >= {{ first_day }}
        )
    {%- endif -%}
{%- endmacro %}

{#-
    A model that is built whole, but read by one built in parts (a lookup), must stay as it was, for
    documents nobody touched were made with it. It may gain rows (`meta.may_grow`) where
    documents are looked up by key, and rows of days (`meta.dated_by`) or of the entity's fiscal
    periods (`meta.period_by`) from `touched_since` on may change: all documents of those days are
    touched.
-#}
{% macro require_rows_kept() -%}
    {%- set meta = model.config.meta -%}
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
            from {{ whole('int_fiscal_periods_resolved') }} as periods
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
