"""Check an auditor pack: are its rows the ones that were published, and do they add up?

**Belongs here**: everything an auditor runs; it needs Python and the package `duckdb` alone.

**Keep out**: imports of ours: who checks the platform must not have to trust it.

Run it: `python check.py [FOLDER]`; the folder it lies in by default. It ends with 0 where all
holds, and with 1 after naming file and row of each difference.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import duckdb

MANIFEST: Final = "manifest.json"
IDENTITIES: Final = "identities"
ROWS: Final = "rows"
_READ_TABLE: Final = re.compile(r"\b[a-z]+\.(?:dim|fct|rpt|audit)_\w+")
ROW_HASH: Final = (
    "SHA-256 of the row's text: every column in the order of `columns`, cast to text, as its "
    "length in bytes, a colon and the text; NULL as a minus sign."
)


class Difference(NamedTuple):
    """One thing that is not as stated: in which file, in which row, and how."""

    file: str
    row: str
    said: str


class Identity(NamedTuple):
    """Something that must hold between tables.

    Attributes:
        title: What must hold.
        table: Table whose row is named.
        key: Columns that name that row.
        sql: Gives the key's columns and then the two sides, one row per difference.
    """

    title: str
    table: str
    key: list[str]
    sql: str


def quoted(name: str) -> str:
    """An identifier in double quotes."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text in single quotes."""
    return "'" + text.replace("'", "''") + "'"


def row_text(columns: list[str]) -> str:
    """SQL for the text of a row that its hash is made of."""
    cells = (
        f"coalesce(strlen(cast({quoted(name)} as varchar)) || ':' "
        f"|| cast({quoted(name)} as varchar), '-')"
        for name in columns
    )
    return f"concat({', '.join(cells)})"


def key_text(key: list[str]) -> str:
    """SQL for the name of a row: `fiscal_period=2026-10, line_code=revenue`, on one line."""
    parts = (
        f"'{name}=' || coalesce(replace(cast({quoted(name)} as varchar), chr(10), ' '), 'NULL')"
        for name in key
    )
    return f"concat_ws(', ', {', '.join(parts)})"


def read(path: Path, columns: list[str]) -> str:
    """SQL that reads a data file, whichever of the two forms it has."""
    if path.suffix == ".parquet":
        return f"read_parquet({literal(str(path))})"
    # Every value as it was written, and an empty one told from a missing one.
    typed = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in columns)
    return (
        f"read_csv({literal(str(path))}, columns = {{{typed}}}, header = true, "
        "auto_detect = false, delim = ',', quote = '\"', escape = '\"', nullstr = '', "
        "allow_quoted_nulls = false)"
    )


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def changed_files(folder: Path, manifest: Mapping[str, Any]) -> list[str]:
    """Files that are missing, whose bytes are not the ones stated, or that nobody stated."""
    stated: dict[str, str] = dict(manifest["files"])
    for table in manifest["tables"].values():
        stated |= table["files"]
    changed = [
        name
        for name, sha256 in stated.items()
        if not (folder / name).is_file() or sha256_of(folder / name) != sha256
    ]
    present = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    return changed + sorted(present - stated.keys() - {MANIFEST})


def explain_changed_file(folder: Path, manifest: Mapping[str, Any], name: str) -> Difference:
    """The first row of a changed file that is not as published, where it has rows."""
    path = folder / name
    if not path.is_file():
        return Difference(name, "-", "is missing")
    for table in manifest["tables"].values():
        if name in table["files"]:
            if Path(name).parent.name == ROWS:
                return Difference(name, "-", "the list of row hashes was changed")
            found = first_changed_row(folder, table, name)
            return found or Difference(name, "-", "its bytes were changed, its rows were not")
    return Difference(name, "-", "was changed" if name in manifest["files"] else "was put in")


def first_changed_row(folder: Path, table: Mapping[str, Any], name: str) -> Difference | None:
    """The first row of a data file that is not as its hash says; None where all are."""
    columns, key = list(table["columns"]), list(table["key"])
    listed = next(file for file in table["files"] if Path(file).parent.name == ROWS)
    ordinal = "row_number() over (partition by row_key order by row_sha256) as ordinal"
    try:
        with duckdb.connect(":memory:") as memory:
            found = memory.execute(
                f"""
                with present as (
                    select {key_text(key)} as row_key, sha256({row_text(columns)}) as row_sha256
                    from {read(folder / name, columns)}
                ),
                stated as (
                    select row_key, row_sha256
                    from {read(folder / listed, ["row_key", "row_sha256"])}
                ),
                present_rows as (select row_key, row_sha256, {ordinal} from present),
                stated_rows as (select row_key, row_sha256, {ordinal} from stated)
                select
                    row_key,
                    case
                        when present_rows.row_sha256 is null then 'was published and is not there'
                        when stated_rows.row_sha256 is null then 'was not published'
                        else 'is not as published'
                    end
                from present_rows full join stated_rows using (row_key, ordinal)
                where present_rows.row_sha256 is distinct from stated_rows.row_sha256
                order by row_key limit 1
                """
            ).fetchall()
            if not found:
                return None
            ((row, said),) = found
            return Difference(name, row, said + _columns_that_differ(memory, folder, table, row))
    except duckdb.Error as error:
        return Difference(name, "-", f"cannot be read: {str(error).splitlines()[0]}")


def _columns_that_differ(
    memory: duckdb.DuckDBPyConnection, folder: Path, table: Mapping[str, Any], row: str
) -> str:
    """Where the two forms of a table tell a row differently: the columns, with both values."""
    columns = list(table["columns"])
    texts = ", ".join(f"cast({quoted(column)} as varchar)" for column in columns)
    told = [
        memory.execute(
            f"select {texts} from {read(folder / file, columns)} "
            f"where {key_text(list(table['key']))} = ?",
            [row],
        ).fetchall()
        for file in table["files"]
        if Path(file).parent.name != ROWS
    ]
    first, second = told
    if len(first) != 1 or len(second) != 1:
        return ""
    return "".join(
        f"; {column}: {one} in one form, {other} in the other"
        for column, one, other in zip(columns, first[0], second[0], strict=True)
        if one != other
    )


def wrong_totals(
    memory: duckdb.DuckDBPyConnection, manifest: Mapping[str, Any]
) -> Iterator[Difference]:
    """Numbers of rows and control sums that the tables do not have."""
    for name, table in manifest["tables"].items():
        schema, relation = name.split(".")
        sums = "".join(f", cast(sum({quoted(column)}) as varchar)" for column in table["sums"])
        ((count, *added),) = memory.execute(
            f"select count(*){sums} from {quoted(schema)}.{quoted(relation)}"
        ).fetchall()
        stated = {"rows": table["rows"], **table["sums"]}
        for what, is_there in zip(stated, [count, *added], strict=True):
            if stated[what] != is_there:
                yield Difference(
                    MANIFEST, f"{name}, {what}", f"states {stated[what]}; the rows give {is_there}"
                )


def identities(
    folder: Path, tables: Mapping[str, Any], statements: Sequence[str]
) -> Iterator[Identity]:
    """What must hold between tables: one SQL file each, once a statement where it names one.

    The first line of a file says what must hold, the second which row of which table is named; the
    query gives the key of every row where it does not hold, and the two sides.
    """
    for file in sorted((folder / IDENTITIES).glob("*.sql")):
        text = file.read_text(encoding="utf-8")
        for statement in statements if "{statement}" in text else [""]:
            title, row, *_ = text.replace("{statement}", statement).splitlines()
            table, columns = row.removeprefix("-- Row: ").rstrip(")").split(" (")
            sql = text.replace("{statement}", statement)
            # A release may be older than a table that the identity reads.
            if set(_READ_TABLE.findall(sql)) <= tables.keys():
                yield Identity(title.removeprefix("-- "), table, columns.split(", "), sql)


def broken_identities(
    memory: duckdb.DuckDBPyConnection, manifest: Mapping[str, Any], wanted: list[Identity]
) -> Iterator[Difference]:
    """The first row of each identity that does not hold."""
    for identity in wanted:
        found = memory.execute(f"{identity.sql} order by all limit 1").fetchall()
        for *key, is_there, expected in found:
            named = ", ".join(
                f"{name}={value}" for name, value in zip(identity.key, key, strict=True)
            )
            yield Difference(
                _parquet_of(manifest["tables"][identity.table]),
                named,
                f"{identity.title} {is_there} here, {expected} recomputed",
            )


def attach(memory: duckdb.DuckDBPyConnection, folder: Path, manifest: Mapping[str, Any]) -> None:
    """Make every table of the pack readable under its own name."""
    for name, table in manifest["tables"].items():
        schema, relation = name.split(".")
        memory.execute(f"create schema if not exists {quoted(schema)}")
        memory.execute(
            f"create view {quoted(schema)}.{quoted(relation)} as "
            f"select * from {read(folder / _parquet_of(table), list(table['columns']))}"
        )


def _parquet_of(table: Mapping[str, Any]) -> str:
    return next(str(file) for file in table["files"] if file.endswith(".parquet"))


def check(folder: Path, say: Callable[[str], object]) -> list[Difference]:
    """Check a pack: bytes first, then rows and sums, then what must hold between tables."""
    if not (folder / MANIFEST).is_file():
        return [Difference(MANIFEST, "-", "is missing")]
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    say(f"{manifest['project']} {manifest['release']}, as of {manifest['as_of']}")
    say(f"{MANIFEST} has the SHA-256 {sha256_of(folder / MANIFEST)}")
    changed = changed_files(folder, manifest)
    if changed:
        # What was changed is not added up: its sums would only repeat the same news.
        return [explain_changed_file(folder, manifest, name) for name in changed]
    tables = manifest["tables"]
    differences = [
        found
        for table in tables.values()
        for name in table["files"]
        if Path(name).parent.name != ROWS
        if (found := first_changed_row(folder, table, name)) is not None
    ]
    rows = sum(table["rows"] for table in tables.values())
    say(f"{len(tables)} tables with {rows:,} rows compared with their hashes, in both forms")
    with duckdb.connect(":memory:") as memory:
        attach(memory, folder, manifest)
        differences += wrong_totals(memory, manifest)
        statements = sorted(
            str(statement)
            for (statement,) in memory.execute(
                "select distinct statement from statements.dim_statement_lines"
            ).fetchall()
        )
        wanted = list(identities(folder, tables, statements))
        differences += broken_identities(memory, manifest, wanted)
        for identity in wanted:
            say(f"recomputed: {identity.title}")
    return differences


def main() -> int:
    """Check the folder named, or the one this file lies in; give the exit code."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    differences = check(folder, lambda text: sys.stdout.write(text + "\n"))
    for difference in differences:
        sys.stdout.write(f"DIFFERENCE {difference.file}: {difference.row}: {difference.said}\n")
    sys.stdout.write("The pack differs.\n" if differences else "All of it holds.\n")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
