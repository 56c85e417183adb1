"""The one door to the store: opening it, making its tables.

**Belongs here**: the engine and its switches, the table metadata shared by all records.

**Keep out**: what a record means (its own module).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, MetaData, create_engine, event

STORE_FILE: Final = "platform.sqlite"
METADATA: Final = MetaData()


def open_store(folder: Path) -> Engine:
    """Open the store in a folder; it is made where it is absent.

    A decision is on disk when its transaction returns, and writers wait for one another.
    """
    folder.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{folder / STORE_FILE}")
    event.listen(engine, "connect", _switch)
    METADATA.create_all(engine)
    return engine


def _switch(connection: Any, _record: object) -> None:
    for pragma in ("journal_mode = wal", "synchronous = full", "busy_timeout = 10000"):
        connection.execute(f"pragma {pragma}")
