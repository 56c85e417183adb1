"""Dagster's history of runs, written with connections that are kept.

**Belongs here**: how the event log meets its SQLite files.

**Keep out**: what is an event (Dagster); the record of the last run (`orchestration.run_record`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.event_log.sqlite.sqlite_event_log import INDEX_SHARD_NAME
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from sqlalchemy import Connection, Engine, create_engine, event

from orchestration.settings import dagster_home

if TYPE_CHECKING:
    from dagster._serdes import ConfigurableClassData

_SHARDS_KEPT: Final = 2


class RunHistory(SqliteEventLogStorage):
    """Dagster's event log in SQLite, one file a run and an index, as Dagster's own.

    Dagster makes an engine, compiles its SQL and opens the file anew for each of a run's 2,600
    events, which took a fifth of a run. This class keeps the engines of the index and of the run
    last written or read, and spares the fsync: a killed process loses nothing; a power cut may lose
    the newest events, which are no part of the books (releases and landed data have their own,
    durable protocol).
    """

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        self._engines: dict[str, Engine] = {}
        self._tables: set[str] = set()
        super().__init__(base_dir, inst_data)

    @classmethod
    def config_type(cls) -> dict[str, Any]:
        """Nothing to configure: the files lie where Dagster's own would."""
        return {}

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]
    ) -> RunHistory:
        """The history of the home this process serves."""
        del config_value
        return cls(str(dagster_home() / "history" / "runs"), inst_data)

    def dispose(self) -> None:
        """Close what is open."""
        with self._db_lock:
            while self._engines:
                self._engines.popitem()[1].dispose()
        super().dispose()

    def has_table(self, table_name: str) -> bool:
        """Whether the index has a table; one that was seen is not looked for again.

        Dagster asks before every event of a check, and a table never goes.
        """
        if table_name not in self._tables and super().has_table(table_name):
            self._tables.add(table_name)
        return table_name in self._tables

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock, self._engine(shard).begin() as connection:
            yield connection

    def _engine(self, shard: str) -> Engine:
        if shard not in self._engines:
            for former in [one for one in self._engines if one != INDEX_SHARD_NAME]:
                if len(self._engines) >= _SHARDS_KEPT:
                    self._engines.pop(former).dispose()
            engine = create_engine(
                self.conn_string_for_shard(shard),
                connect_args={"timeout": SQLITE_BUSY_TIMEOUT_SECONDS},
            )
            event.listen(engine, "connect", _without_fsync)
            self._initdb(engine)
            self._engines[shard] = engine
        return self._engines[shard]


def _without_fsync(connection: Any, _record: object) -> None:
    connection.execute("pragma synchronous = off")
