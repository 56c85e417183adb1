"""A tiny audited warehouse written by hand, for tests of publication alone."""

from __future__ import annotations

from pathlib import Path

import duckdb


def write_warehouse(path: Path, *, status: str = "passed", landed: str = "2") -> Path:
    """Write one balanced journal, one invariant result and one control total."""
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            """
            create schema ledger; create schema audit; create schema raw_landing;
            create schema staging;
            create table staging.not_for_readers as select 1 as secret;
            create table ledger.fct_journals as
                select 'j1' as journal_key, date '2026-10-31' as effective_date;
            create table ledger.fct_journal_lines (
                journal_line_key varchar, effective_date date, functional_amount decimal(20, 4),
                description varchar, run_id varchar, recorded_at timestamp
            );
            comment on table ledger.fct_journal_lines is 'One row per journal line.';
            comment on column ledger.fct_journal_lines.functional_amount
                is 'Debit positive; it''s exact.';
            insert into ledger.fct_journal_lines values
                ('l2', '2026-10-31', -100.0050, null, 'r1', '2026-11-01 08:00:00'),
                ('l1', '2026-10-31', 100.0050, 'goods', 'r1', '2026-11-01 08:00:00');
            create table audit.audit_invariant_results (
                invariant_id varchar, invariant_name varchar, scope varchar, severity varchar,
                residual_amount decimal(20, 4), status varchar, detail varchar, run_id varchar
            );
            create table raw_landing.control_totals (
                load_id varchar, source_name varchar, table_name varchar, measure varchar,
                source_amount decimal(38, 4), accepted_amount decimal(38, 4),
                quarantined_amount decimal(38, 4), landed_amount decimal(38, 4),
                recorded_at timestamp
            );
            create table raw_landing.quarantined_rows (row_json varchar, resolved_at timestamp);
            insert into raw_landing.quarantined_rows values ('{}', null);
            """
        )
        connection.execute(
            "insert into audit.audit_invariant_results values "
            "('GL-1', 'Journals balance', 'LH-CN 2026-10', 'error', 0.01, ?, "
            "'journal GEN/2026/0042', 'r1')",
            [status],
        )
        connection.execute(
            "insert into raw_landing.control_totals values "
            "('l1', 'erp', 'account_move', 'rows', 3, 2, 1, ?, '2026-11-01 08:00:00')",
            [landed],
        )
    return path
