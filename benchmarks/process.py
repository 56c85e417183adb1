"""Runs a command as a process of its own and reads time and peak memory from the system."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple


class Measured(NamedTuple):
    """One finished process: wall seconds, processor seconds, peak resident memory in MB."""

    seconds: float
    cpu_seconds: float
    peak_mb: float


class CommandFailed(RuntimeError):
    """A measured command must succeed; its figures would mean nothing."""


def measure(
    command: Sequence[str], log: Path, environment: Mapping[str, str] | None = None
) -> Measured:
    """Run a command to its end, once what was written before it is on disk.

    Args:
        command: Program and arguments.
        log: Gets everything it prints.
        environment: Variables on top of this process's.

    Raises:
        CommandFailed: it did not exit 0; the message ends with its last lines.
    """
    os.sync()  # or the command would wait for what others wrote
    started = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
        )
        _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-20:])
        raise CommandFailed(f"{' '.join(command)} exited {process.returncode}:\n{tail}")
    # The kernel states the peak of the process and of children it has waited for, in kB.
    return Measured(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def python(*arguments: str) -> list[str]:
    """The command that runs this interpreter with arguments."""
    return [sys.executable, *arguments]
