"""A PostgreSQL server of one test, and an ERP moved into it as Tryton would keep it there.

Belongs here: starting and stopping the server, copying tables with their declared types.
Keep out: assertions.
"""

from __future__ import annotations

import io
import os
import shutil
import socket
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg2

# Debian keeps the server's own programs out of PATH, a folder a version.
_DEBIAN = Path("/usr/lib/postgresql")


def server_programs() -> Path | None:
    """The folder of `initdb` and `postgres`, or None where no server is installed."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    return max((path.parent for path in _DEBIAN.glob("*/bin/initdb")), default=None)


@contextmanager
def running_server(folder: Path) -> Iterator[str]:
    """Run a server on a free port of loopback; give the URL of its database."""
    programs = server_programs()
    assert programs is not None
    # The server refuses to run with root's rights.
    owner: dict[str, Any] = {"user": "postgres"} if os.geteuid() == 0 else {}
    data = folder / "postgresql"
    data.mkdir()
    if owner:
        shutil.chown(data, "postgres")
        for parent in (folder, *folder.parents):
            if parent.stat().st_uid == os.geteuid() and parent != Path("/"):
                parent.chmod(parent.stat().st_mode | 0o011)
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    subprocess.run(
        [programs / "initdb", "-D", data, "-U", "tryton", "-A", "trust", "-E", "UTF8", "--no-sync"],
        check=True,
        capture_output=True,
        cwd=data,
        **owner,
    )
    options = f"-h 127.0.0.1 -p {port} -k {data} -c fsync=off"
    control = [programs / "pg_ctl", "-D", data, "-w"]
    log = data / "server.log"
    subprocess.run(
        [*control, "-l", log, "-o", options, "start"],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd=data,
        **owner,
    )
    try:
        yield f"postgresql://tryton@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run(
            [*control, "-m", "immediate", "stop"],
            check=True,
            capture_output=True,
            cwd=data,
            **owner,
        )


def move_erp(sqlite_file: Path, url: str) -> None:
    """Copy every table of an ERP in SQLite to the server, with the types its columns declare."""
    with (
        closing(sqlite3.connect(sqlite_file)) as source,
        closing(psycopg2.connect(url)) as target,
        target,
        target.cursor() as cursor,
    ):
        tables = source.execute(
            "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
        ).fetchall()
        for (table,) in tables:
            declared = source.execute(f'pragma table_info("{table}")').fetchall()
            columns = ", ".join(
                f'"{name}" {_type(kind)}{" primary key" if name == "id" else ""}'
                for _, name, kind, *_ in declared
            )
            cursor.execute(f'create table "{table}" ({columns})')
            rows = source.execute(f'select * from "{table}"').fetchall()
            cursor.copy_expert(f'copy "{table}" from stdin', _as_copied(rows))


def change(url: str, sql: str) -> None:
    """Change a row the way a user of the ERP does."""
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(sql)


def _type(declared: str) -> str:
    return {"BLOB": "bytea", "FLOAT": "double precision"}.get(declared, declared)


def _as_copied(rows: list[tuple[Any, ...]]) -> io.StringIO:
    return io.StringIO("".join("\t".join(map(_field, row)) + "\n" for row in rows))


def _field(value: Any) -> str:
    if value is None:
        return r"\N"
    text = value.decode() if isinstance(value, bytes) else str(value)
    return text.replace("\\", r"\\").replace("\t", r"\t").replace("\n", r"\n").replace("\r", r"\r")
