"""One writer at a time: an operating-system lock that names who holds it.

**Belongs here**: taking, re-entering, reading and releasing `writer.lock` of a project home.

**Keep out**: waiting for DuckDB's own file lock (`orchestration.warehouse`).

The lock is the kernel's, not the file's existence: a killed writer leaves no stale lock.
"""

from __future__ import annotations

import fcntl
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

# A status command tests the lock by taking it for an instant; a writer that starts in that
# instant tries again rather than give up.
_ATTEMPTS: Final = 20
_PAUSE_SECONDS: Final = 0.05


class LockHolder(NamedTuple):
    """Who holds the writer lock: process id, its command, and since when (UTC, ISO 8601)."""

    pid: int
    command: str
    since: str


class WriterIsRunning(RuntimeError):
    """Only one process may write a project's warehouse at a time."""

    def __init__(self, path: Path, holder: LockHolder) -> None:
        self.holder = holder
        super().__init__(
            f"Another writer holds {path}: process {holder.pid} ({holder.command}) since "
            f"{holder.since}. Only one may write at a time. Wait for it, or stop it with "
            f"`kill {holder.pid}` and run again."
        )


_held: dict[Path, tuple[int, int]] = {}  # lock file → (descriptor, depth) of this process


@contextmanager
def writer_lock(path: Path) -> Iterator[None]:
    """Hold the writer lock at `path` while the block runs; re-entrant within one process.

    Args:
        path: `writer.lock` of a project home; made if absent.

    Raises:
        WriterIsRunning: another process holds it; the message names its PID.
    """
    path = path.resolve()
    descriptor, depth = _held.get(path, (-1, 0))
    if depth == 0:
        descriptor = _take(path)
    _held[path] = (descriptor, depth + 1)
    try:
        yield
    finally:
        descriptor, depth = _held[path]
        if depth > 1:
            _held[path] = (descriptor, depth - 1)
        else:
            del _held[path]
            os.ftruncate(descriptor, 0)
            os.close(descriptor)


def current_holder(path: Path) -> LockHolder | None:
    """The process that holds the lock at `path` now, or None when nobody writes."""
    if not path.exists():
        return None
    descriptor = os.open(path, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return _read_holder(descriptor)
        return None
    finally:
        os.close(descriptor)


def _take(path: Path) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    for attempt in range(_ATTEMPTS):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            if attempt == _ATTEMPTS - 1:
                holder = _read_holder(descriptor)
                os.close(descriptor)
                raise WriterIsRunning(path, holder) from None
            time.sleep(_PAUSE_SECONDS)
    command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:]]).strip() or "python"
    holder = LockHolder(os.getpid(), command, datetime.now(UTC).isoformat(timespec="seconds"))
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, json.dumps(holder._asdict()).encode(), 0)
    return descriptor


def _read_holder(descriptor: int) -> LockHolder:
    try:
        return LockHolder(**json.loads(os.pread(descriptor, 4096, 0)))
    except (ValueError, TypeError):
        # The holder has the lock but has not written its name yet.
        return LockHolder(0, "starting", datetime.now(UTC).isoformat(timespec="seconds"))
