{#
    Building only what changed. A model `by_document` makes each of its rows from one document and
    what is linked to it, so the rows of documents that nothing touched need not be made again. Its
    `meta.by_document` says which document a row belongs to, as SQL on its own columns:

        {kind: "'journal'", key: journal_key}              our key of the document
        {kind: "'journal'", id: journal_id}                its source's id (staging)
        {part_of: int_receivable_items_opened, key: item_key}   a row of that model, hence its document

    Where rows lie roughly in the order of a `day`, which is none before its document's first, they are
    looked for from the first day on of which any touched document speaks: older ones need not be read.

    Rows that stand open besides, because they are valued as of today, are `also` replaced; such a
    model reads of the others what has its own key. `touched.documents`
    (orchestration.touched_documents) lists the documents of this build, closed over everything that
    links one to another.

    What proves documents one by one (`meta.proves_documents`) looks at the touched ones alone; of a
    proof that counts (audit_*), what was counted of them before gives way to what is counted now.

    What sums up many documents is replaced in the cells touched documents stand in
    (`meta.by_cells`), or from the first day on of which anything changed (`meta.by_day`); what adds up
    printed months, from the first of them printed anew (`meta.by_period`, macros/statements).

    What holds lines of books the rules make (`meta.empty_in_parts`) has no row while documents are
    built alone, for then no entity has such books: it is not built, and nothing waits for it.
#}

{% macro builds_touched() -%}
    {{ return(execute and var('build_scope') == 'touched') }}
{%- endmacro %}

{% macro is_partly_built() -%}
    {%- set meta = model.config.meta -%}
    {{ return(
        builds_touched()
        and (
            meta.by_document or meta.by_cells or meta.by_day or meta.by_period
            or meta.proves_documents
        )
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
    What a model was before this build: of its touched rows the columns others ask for (`kept`, or
    `all` of them); of a lookup everything.
-#}
{% macro touched_before(name) -%}
    {{ return(api.Relation.create(schema='touched', identifier=name ~ '__before')) }}
{%- endmacro %}

{#- The keys of what is replaced in a model that has rows `also` replaced. -#}
{% macro touched_keys(name) -%}
    {{ return(api.Relation.create(schema='touched', identifier=name ~ '__keys')) }}
{%- endmacro %}

{#- Whether a row of the model is built again. -#}
{% macro is_touched() -%}
    {%- set rows = by_document(model) -%}
    {%- if rows.also is defined %}({{ rows.also }}) or {% endif -%}
    {{ is_of_touched_document() }}
{%- endmacro %}

{#- Whether a row of the model belongs to a touched document. -#}
{% macro is_of_touched_document() -%}
    {%- set rows = by_document(model) -%}
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
    Make a table of what of a staging view belongs to touched documents. Which version of a row is the
    current one is asked of the versions of these rows alone (`touched.versions`), where the SQL of the
    macro current_rows leaves room to say so.
-#}
{% macro keep_touched_of_view() -%}
    {%- if staged_source() in var('touched_sources') -%}
        {%- set room = 'true /\\* the (\\S+) of (\\S+) \\*/' -%}
        {%- set landed = modules.re.search(room, compiled_code).group(2) -%}
        {%- set relation = landed.split('.')[-2:] | join('.') | replace('"', '') -%}
        {%- set listed -%}
            (select version_id from touched.versions where relation = '{{ relation }}')
        {%- endset -%}
        create or replace table {{ touched_part(model.name) }} as
        select * from (
            {{ modules.re.sub(room, is_row_listed('\\1.rowid', listed, 'version_id'), compiled_code) }}
        ) as current_rows
        where {{ is_touched() }}
    {%- else -%}
        create or replace table {{ touched_part(model.name) }} as
        select * from {{ this }} where false
    {%- endif -%}
{%- endmacro %}

{#-
    Whether a row's id is listed. DuckDB reads all between the first and the last row of such a list;
    where the rows stand is therefore said besides, in at most a hundred places.
-#}
{% macro is_row_listed(row_id, listed, listed_id) -%}
    {%- set places = run_query(
        'select min(' ~ listed_id ~ '), max(' ~ listed_id ~ ') from ' ~ listed ~ ' as listed group by '
        ~ listed_id ~ ' // (select greatest(8192, (max(' ~ listed_id ~ ') - min(' ~ listed_id
        ~ ')) // 99) from ' ~ listed ~ ' as listed) order by 1'
    ).rows -%}
    {%- set conditions = ['false'] -%}
    {%- for first, last in places -%}
        {%- do conditions.append(row_id ~ ' between ' ~ first ~ ' and ' ~ last) -%}
    {%- endfor -%}
    {{ return(
        '(' ~ conditions | join(' or ') ~ ') and ' ~ row_id ~ ' in (select ' ~ listed_id ~ ' from '
        ~ listed ~ ' as listed)'
    ) }}
{%- endmacro %}

{#- Build of a table what is touched, and say whether it has changed. -#}
{% macro rebuild_touched(existing, target) -%}
    {%- set condition = what_is_replaced() -%}
    {%- if condition -%}
        {% call statement('main') %}{{ replace_rows(condition) }}{% endcall %}
        {{ return(has_rows('replaced_rows') or has_rows(touched_part(model.name))) }}
    {%- elif model.config.meta.proves_documents -%}
        {% call statement('main') %}{{ prove_again(target) }}{% endcall %}
        {{ return(true) }}
    {%- endif -%}
    {{ return(rebuild_beside(existing, target)) }}
{%- endmacro %}

{#-
    Build a table beside the one that stands, which goes on standing where the two are the same. dbt
    need not look again whether the columns are those of the contract: so they were when everything
    was built, by the same project (`duckdb__get_assert_columns_equivalent`).
-#}
{% macro rebuild_beside(existing, target) -%}
    {%- set built = target.incorporate(path={'identifier': this.identifier ~ '__built'}) -%}
    {% call statement('main') %}{{ get_create_table_as_sql(False, built, compiled_code) }}{% endcall %}
    {%- set changed = not is_same(existing, built) -%}
    {%- set lookup = model.name in var('lookups') -%}
    {% call statement('replace') -%}
        {%- if not changed -%}
            drop table {{ built }};
        {%- else -%}
            {%- if lookup %}
                create or replace table {{ touched_before(model.name) }} as
                select * from {{ existing }};
            {%- endif %}
            drop table {{ existing }};
            alter table {{ built }} rename to {{ this.identifier }};
        {%- endif %}
    {%- endcall %}
    {%- if changed -%}
        {%- if lookup %}{% do run_query(require_rows_kept()) %}{% endif -%}
        {% do persist_docs(target, model) %}
    {%- endif -%}
    {{ return(changed) }}
{%- endmacro %}

{% macro is_same(one, other) -%}
    {%- set counts = 'select (select count(*) from ' ~ one ~ ') = (select count(*) from ' ~ other ~ ')' -%}
    {%- if not run_query(counts).rows[0][0] -%}{{ return(false) }}{%- endif -%}
    {{ return(not has_rows('(select * from ' ~ one ~ ' except all select * from ' ~ other ~ ')')) }}
{%- endmacro %}

{#- What a query says, asked once for a model: dbt compiles it, and asks again where it builds it. -#}
{% macro asked_once(query) -%}
    {%- set answers = graph.nodes[model.unique_id].setdefault('answers', {}) -%}
    {%- if query not in answers -%}
        {%- do answers.update({query: run_query(query).rows[0][0]}) -%}
    {%- endif -%}
    {{ return(answers[query]) }}
{%- endmacro %}

{% macro has_rows(rows) -%}
    {{ return(run_query('select exists (select 1 from ' ~ rows ~ ')').rows[0][0]) }}
{%- endmacro %}

{% macro duckdb__get_assert_columns_equivalent(sql) -%}
    {%- if not builds_touched() %}{{ default__get_assert_columns_equivalent(sql) }}{% endif -%}
{%- endmacro %}

{#- Which rows of a table are built again, as a condition on its columns; none: all of them. -#}
{% macro what_is_replaced() -%}
    {%- if by_document(model) -%}{{ return(is_touched()) }}
    {%- elif model.config.meta.by_cells is defined -%}{{ return(is_in_touched_cell()) }}
    {%- elif model.config.meta.by_day is defined -%}{{ return(is_of_changed_day()) }}
    {%- elif model.config.meta.by_period is defined -%}
        {{ return("fiscal_period >= '" ~ first_changed_period() ~ "'") }}
    {%- endif -%}
    {{ return(none) }}
{%- endmacro %}

{#-
    Replace the rows of `this` that a condition on its columns tells. New rows come after all others,
    so that their ids tell them from the rest: the part others read is a view, and copies nothing.
-#}
{% macro replace_rows(condition) -%}
    {%- set first_new = run_query('select coalesce(max(rowid), -1) + 1 from ' ~ this).rows[0][0] -%}
    {%- set rows = by_document(model) or {} -%}
    {%- set kept = rows.get('kept') -%}
    {#- The rows' ids first: looking for keys must not read the columns of all other rows. #}
    create or replace temp table replaced_rows as
    {%- if rows.day is defined %}
    select rowid as row_id from {{ this }}
    where {{ rows.day }} >= {{ first_touched_day() }} and {{ is_of_touched_document() }}
    union all
    select rowid as row_id from {{ this }}
    where {{ rows.day }} is null and {{ is_of_touched_document() }}
    {%- if rows.also is defined %}
    union all
    select rowid as row_id from {{ this }} where {{ rows.also }}
    {%- endif %};
    {%- else %}
    select rowid as row_id from {{ this }} where {{ condition }};
    {%- endif %}
    {%- if kept %}
    create or replace table {{ touched_before(model.name) }} as
    select {{ '*' if kept == 'all' else kept | join(', ') }} from {{ this }}
    where rowid in (select row_id from replaced_rows);
    {%- endif %}
    {%- if rows.also is defined %}
    create or replace table {{ touched_keys(model.name) }} as
    select {{ rows.key }} from {{ this }} where {{ rows.also }}
    union
    select {{ rows.key }} from {{ touched_part(rows.part_of) }};
    {%- endif %}
    delete from {{ this }} where rowid in (select row_id from replaced_rows);
    create or replace view {{ touched_part(model.name) }} as
    select * from {{ this }} where rowid >= {{ first_new }};
    insert into {{ this }} by name
    select * from (
        {{ compiled_code }}
    ) as built
    where {{ condition }};
    {%- if rows.day is defined %}
    select
        case
            when count(*) > 0
                then {{ fail("'Build everything: ' || cast(count(*) as varchar) || ' rows of "
                    ~ this.identifier ~ " are of days before their documents'") }}
        end as verdict
    from {{ touched_part(model.name) }}
    where {{ rows.day }} < {{ first_touched_day() }}
    {%- if rows.also is defined %} and not ({{ rows.also }}){% endif %};
    {%- endif %}
{%- endmacro %}

{% macro first_touched_day() -%}
    cast('{{ var("first_touched_day") }}' as date)
{%- endmacro %}

{#- The first day of the rows of a model built by document that came, went or changed in this build. -#}
{% macro first_day_of_changes(name, day) -%}
    select min(changed.{{ day }})
    from (
        select {{ day }}
        from (
            select {{ day }}, hash(rows) as said, 1 as times from {{ touched_part(name) }} as rows
            union all
            select {{ day }}, hash(rows) as said, -1 as times from {{ touched_before(name) }} as rows
        ) as told
        group by {{ day }}, said
        having sum(times) <> 0
    ) as changed
{%- endmacro %}

{#- Whether a row stands in a cell (`meta.by_cells`) the models named have touched rows in. -#}
{% macro is_in_touched_cell() -%}
    {%- set cells = model.config.meta.by_cells -%}
    {%- set touched_rows = [] -%}
    {%- for name in cells.of -%}
        {%- for part in [touched_before(name), touched_part(name)] -%}
            {%- do touched_rows.append('select ' ~ cells.columns | join(', ') ~ ' from ' ~ part) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(is_among(cells.columns, touched_rows | join(' union all '))) }}
{%- endmacro %}

{#-
    Whether a row's columns are among those a query gives. Its fiscal periods are named besides,
    for that is a filter DuckDB takes down to what is read.
-#}
{% macro is_among(columns, query) -%}
    {%- set condition = '(' ~ columns | join(', ') ~ ') in (' ~ query ~ ')' -%}
    {%- if 'fiscal_period' not in columns -%}{{ return(condition) }}{%- endif -%}
    {%- set periods = run_query(
        'select distinct fiscal_period from (' ~ query ~ ') as cells'
        ~ ' where fiscal_period is not null order by 1'
    ).columns[0].values() -%}
    {%- if not periods -%}{{ return('false') }}{%- endif -%}
    {{ return(
        "fiscal_period >= '" ~ periods[0] ~ "' and fiscal_period <= '" ~ periods[-1] ~ "'"
        ~ " and fiscal_period in ('" ~ periods | join("', '") ~ "') and " ~ condition
    ) }}
{%- endmacro %}

{#-
    Whether a row is of a day, or of a fiscal period that ends on a day, from which on anything of the
    models named changed (`meta.by_day`), or that was the as-of date or is later.
-#}
{% macro is_of_changed_day() -%}
    {%- set by_day = model.config.meta.by_day -%}
    {%- set first_day = "cast('" ~ first_changed_day() ~ "' as date)" -%}
    {%- if by_day.day is defined -%}
        {{ by_day.day }} >= {{ first_day }}
    {%- else -%}
        {{ is_among(
            ['entity_key', 'fiscal_period'],
            'select entity_key, fiscal_period from ' ~ whole('int_fiscal_periods_resolved')
            ~ ' where ends_date >= ' ~ first_day
        ) }}
    {%- endif -%}
{%- endmacro %}

{% macro first_changed_day() -%}
    {%- set firsts = [] -%}
    {%- for name, column in model.config.meta.by_day.of.items() -%}
        {%- do firsts.append('(' ~ first_day_of_changes(name, column) ~ ')') -%}
    {%- endfor -%}
    {%- set open_day = "cast('" ~ var('touched_since') ~ "' as date) - 1" -%}
    {{ return(asked_once('select least(' ~ open_day ~ ', ' ~ firsts | join(', ') ~ ')')) }}
{%- endmacro %}

{#-
    A condition for a model built by day and read until some day: what ended before the first of the
    periods that are built again has no part in them.
-#}
{% macro ends_in_changed_periods(ends_column) -%}
    {%- if builds_touched() and model.config.meta.by_day is defined -%}
        {%- set first_start = run_query(
            'select min(starts_date) from ' ~ whole('int_fiscal_periods_resolved')
            ~ " where ends_date >= cast('" ~ first_changed_day() ~ "' as date)"
        ).rows[0][0] -%}
        ({{ ends_column }} is null or {{ ends_column }} >= cast('{{ first_start }}' as date))
    {%- else -%}
        true
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
    {%- if not var('keeps_last_build') -%}drop table if exists touched.last_build;{%- endif -%}
{%- endmacro %}

{#- What the build compared is dropped before the file's checkpoint would pack it. -#}
{% macro drop_parts() -%}
    {%- if builds_touched() -%}drop schema if exists touched cascade;{%- endif -%}
{%- endmacro %}
