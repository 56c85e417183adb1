-- Every row landing put into quarantine, with the rule it broke and where it came from.
with

quarantined_rows as (
    select * from {{ ref('int_quarantined_rows_landed') }}
),

numbered as (
    select
        quarantined_rows.load_id,
        quarantined_rows.source_name,
        quarantined_rows.table_name,
        cast(row_number() over (
            partition by
                quarantined_rows.load_id, quarantined_rows.source_name, quarantined_rows.table_name
            order by
                quarantined_rows.file_name asc nulls last,
                quarantined_rows.line_number asc nulls last,
                quarantined_rows.source_key asc nulls last,
                quarantined_rows.rule asc,
                quarantined_rows.row_json asc nulls last
        ) as bigint) as violation_number,
        quarantined_rows.source_key,
        quarantined_rows.rule,
        quarantined_rows.message,
        quarantined_rows.file_name,
        quarantined_rows.line_number,
        quarantined_rows.row_json,
        quarantined_rows.recorded_at,
        quarantined_rows.resolved_at
    from quarantined_rows
)

select * from numbered
