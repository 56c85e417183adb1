"""Dagster's event log in SQLite, written over a connection that stays open.

**Belongs here**: how events are stored; `dagster.yaml` names the class.

**Keep out**: reading them (`run`, Dagster's own UI).

A run stores some 2,000 events, one for each model, test and step. Dagster's own class opens and
closes two databases for each of them, which took as long as building the warehouse.
"""

import sqlite3
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from dagster._core.storage.event_log.sqlite import SqliteEventLogStorage
from dagster._serdes import ConfigurableClassData
from sqlalchemy import Connection, Engine, create_engine, event

# The index, the run in progress, and two that somebody looks at in the UI.
_OPEN_DATABASES: Final = 4
_BUSY_SECONDS: Final = 60


class OpenSqliteEventLog(SqliteEventLogStorage):
    """Dagster's SQLite event log with one open connection a database, the least used closed."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        self._engines: OrderedDict[str, Engine] = OrderedDict()
        super().__init__(base_dir, inst_data)

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Any
    ) -> "OpenSqliteEventLog":
        """Build it from `dagster.yaml`."""
        return cls(inst_data=inst_data, **config_value)

    def dispose(self) -> None:
        """Close every database."""
        with self._db_lock:
            while self._engines:
                self._engines.popitem()[1].dispose()
        super().dispose()

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        # The parent's lock lets one thread in at a time, so one connection is enough.
        with self._db_lock, self._engine(shard).connect() as connection, connection.begin():
            yield connection

    def _engine(self, shard: str) -> Engine:
        engine = self._engines.pop(shard, None)
        if engine is None:
            engine = create_engine(
                self.conn_string_for_shard(shard),
                pool_size=1,
                max_overflow=1,  # making a database takes a second one for a moment
                connect_args={"timeout": _BUSY_SECONDS},
            )
            event.listen(engine, "connect", _sync_at_checkpoints)
        self._engines[shard] = engine
        if shard not in self._initialized_dbs:
            self._initdb(engine)
            self._initialized_dbs.add(shard)
        while len(self._engines) > _OPEN_DATABASES:
            self._engines.popitem(last=False)[1].dispose()
        return engine


def _sync_at_checkpoints(connection: sqlite3.Connection, _record: object) -> None:
    # With a write-ahead log this stays consistent after a power cut; only the newest events of
    # Dagster's history may be missing, and they are no part of the books.
    connection.execute("pragma synchronous = normal")
