"""What the landing remembers of a source between runs: cursors, and files landed or refused.

**Belongs here**: reading and writing `raw_landing.cursors` and `raw_landing.landed_files`.

**Keep out**: loads and control totals (`pipeline`, `control_totals`), refused rows (`quarantine`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import duckdb

from ingestion.archive import KeptFile
from ingestion.landed_source import LandedSource
from ingestion.raw_tables import LANDING_SCHEMA


def next_instant(connection: duckdb.DuckDBPyConnection, source: LandedSource) -> dt.datetime:
    """Now in UTC, but later than any load of the source: a clock may have been set back.

    Versions are ordered by the instant they were recorded at.
    """
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    (before,) = connection.execute(
        f"select max(started_at) from {LANDING_SCHEMA}.loads where source_name = ?", [source.name]
    ).fetchone() or (None,)
    return now if before is None else max(now, before + dt.timedelta(microseconds=1))


def read_cursors(connection: duckdb.DuckDBPyConnection, source: LandedSource) -> dict[str, str]:
    """Positions stored by the last complete run, by name."""
    return dict(
        connection.execute(
            f"select cursor_name, cursor_value from {LANDING_SCHEMA}.cursors where source_name = ?",
            [source.name],
        ).fetchall()
    )


def store_cursors(
    connection: duckdb.DuckDBPyConnection, source: LandedSource, cursors: Mapping[str, str]
) -> None:
    """Store the positions reached; positions not named stay."""
    for name, value in cursors.items():
        connection.execute(
            f"delete from {LANDING_SCHEMA}.cursors where source_name = ? and cursor_name = ?",
            [source.name, name],
        )
        connection.execute(
            f"insert into {LANDING_SCHEMA}.cursors values (?, ?, ?)", [source.name, name, value]
        )


def forget_cursors(connection: duckdb.DuckDBPyConnection, source: LandedSource) -> None:
    """Make the next run of a source read everything."""
    connection.execute(f"delete from {LANDING_SCHEMA}.cursors where source_name = ?", [source.name])


def read_landed_files(
    connection: duckdb.DuckDBPyConnection, source: LandedSource
) -> frozenset[str]:
    """sha256 of the files a source has landed completely."""
    return frozenset(
        digest
        for (digest,) in connection.execute(
            f"select file_sha256 from {LANDING_SCHEMA}.landed_files "
            "where source_name = ? and status = 'landed'",
            [source.name],
        ).fetchall()
    )


def record_files(
    connection: duckdb.DuckDBPyConnection,
    source: LandedSource,
    files: Sequence[KeptFile],
    rows_of: Mapping[str, int],
) -> None:
    """Record files read or refused; what was recorded of the same content before is replaced.

    Args:
        connection: On the warehouse.
        source: The source.
        files: Kept or refused in this run.
        rows_of: File name → rows handed over from it.
    """
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    for file in files:
        connection.execute(
            f"delete from {LANDING_SCHEMA}.landed_files where source_name = ? and file_sha256 = ?",
            [source.name, file.sha256],
        )
        connection.execute(
            f"insert into {LANDING_SCHEMA}.landed_files values (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                *(file.sha256, source.name, file.file_name, file.byte_count),
                rows_of.get(file.file_name, 0),
                *("refused" if file.refusal else "landed", file.refusal or None, now),
            ],
        )
