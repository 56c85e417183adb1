"""The dbt command as the platform starts it: `ledgerhouse-dbt <dbt arguments>`.

**Belongs here**: what the plain `dbt` executable lacks for us: it dies with the run that started
it, it takes the prepared manifest instead of parsing the project again, and it states its version
without asking a package index.

**Keep out**: Dagster; which models to build (`orchestration.assets.warehouse`).

Two options of ours stand before dbt's own: `--writer-pid=<pid>` and `--parsed=<msgpack>`.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from importlib.metadata import version
from pathlib import Path
from typing import Final

_WRITER_PID: Final = "--writer-pid="
_PARSED: Final = "--parsed="
_LOOK_EVERY_SECONDS: Final = 0.2
_EXIT_ORPHANED: Final = 75


def main() -> None:
    """Run dbt with the arguments of this process and exit with its code."""
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        # dagster-dbt asks before every command; plain dbt would look up PyPI to answer.
        sys.stdout.write(f"Core:\n  - installed: {version('dbt-core')}\n")
        return
    writer = _take_option(arguments, _WRITER_PID)
    parsed = _take_option(arguments, _PARSED)
    if writer:
        threading.Thread(target=_die_with, args=(int(writer),), daemon=True).start()
    sys.exit(_run_dbt(arguments, Path(parsed) if parsed else None))


def _take_option(arguments: list[str], prefix: str) -> str:
    for argument in arguments:
        if argument.startswith(prefix):
            arguments.remove(argument)
            return argument.removeprefix(prefix)
    return ""


def _die_with(writer: int) -> None:
    """End this process when the writer that started it is gone, so that no orphan goes on writing.

    Without it, a killed run would leave dbt building while the next run already lands.
    """
    while os.getppid() == writer:
        time.sleep(_LOOK_EVERY_SECONDS)
    os._exit(_EXIT_ORPHANED)


def _run_dbt(arguments: list[str], parsed: Path | None) -> int:
    # Imported late: answering `--version` must not cost dbt's three seconds.
    from dbt.cli.main import dbtRunner

    manifest = None
    if parsed is not None and parsed.exists():
        from dbt.contracts.graph.manifest import Manifest
        from dbt.parser.manifest import extended_mashumuro_decoder

        # dbt parses everything anew when a variable changes, and our run_id always does. The
        # graph does not depend on it, so the prepared one is used as it is.
        manifest = Manifest.from_msgpack(parsed.read_bytes(), decoder=extended_mashumuro_decoder)
        # What macros see as `graph`.
        manifest.build_flat_graph()  # type: ignore[no-untyped-call]  # as shipped
    outcome = dbtRunner(manifest=manifest).invoke(arguments)
    if outcome.exception is not None:
        sys.stderr.write(f"{outcome.exception}\n")
        return 2
    return 0 if outcome.success else 1


if __name__ == "__main__":
    main()
