"""The dbt command as the platform starts it: `ledgerhouse-dbt <dbt arguments>`.

**Belongs here**: what the plain `dbt` executable lacks for us: it dies with the run that started
it, it takes the prepared manifest instead of parsing the project again, and it states its version
without asking a package index.

**Keep out**: Dagster; which models to build (`orchestration.assets.warehouse`).

Options of ours, beside dbt's own: `--writer-pid=<pid>`, `--parsed=<msgpack>`, and `--scope=<json>`,
a file this process waits for, so that what is built can be chosen while dbt is being loaded
(`orchestration.scoped_build`).
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
import threading
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

_WRITER_PID: Final = "--writer-pid="
_PARSED: Final = "--parsed="
_SCOPE: Final = "--scope="
_NO_DEBUG_LOG: Final = "--log-level-file=none"
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
    scope = _take_option(arguments, _SCOPE)
    if writer:
        threading.Thread(target=_die_with, args=(int(writer),), daemon=True).start()
    _end(_run_dbt(arguments, parsed, scope))


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


def _end(code: int) -> None:
    """Close the warehouse and end this process: to take a build's objects apart takes a second."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    warehouse: Any = DuckDBConnectionManager._ENV
    if warehouse is not None:
        warehouse.close()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _run_dbt(arguments: list[str], parsed: str, scope: str) -> int:
    # A build makes a million objects that live until it ends. To look among them for cycles again
    # and again takes a tenth of its time; not to look takes 200 MB.
    gc.disable()
    # dbt's classes read and write themselves. Each makes the code for it when it is first asked to,
    # instead of all of them while dbt is imported.
    from mashumaro.config import BaseConfig

    BaseConfig.lazy_compilation = True
    # Imported late: answering `--version` must not cost dbt's three seconds.
    from dbt.cli.main import dbtRunner

    from orchestration.dbt_shortcuts import (
        remember_templates,
        remember_type_testers,
        say_no_debug,
        validate_nothing_again,
        write_no_manifest,
    )

    remember_type_testers()
    if _NO_DEBUG_LOG in arguments:
        say_no_debug()
    manifest = None
    if parsed and Path(parsed).exists():
        from dbt.contracts.graph.manifest import Manifest
        from dbt.parser.manifest import extended_mashumuro_decoder

        # dbt parses everything anew when a variable changes, and our run_id always does. The
        # graph does not depend on it, so the prepared one is used as it is.
        manifest = Manifest.from_msgpack(
            Path(parsed).read_bytes(), decoder=extended_mashumuro_decoder
        )
        remember_templates(Path(parsed).with_name("templates"))
        validate_nothing_again()
        write_no_manifest()
    if scope:
        from orchestration.scoped_build import build_in_scope

        build_in_scope(Path(scope))
    if manifest is not None:
        # What macros see as `graph`.
        manifest.build_flat_graph()  # type: ignore[no-untyped-call]  # as shipped
    outcome = dbtRunner(manifest=manifest).invoke(arguments)
    if outcome.exception is not None:
        sys.stderr.write(f"{outcome.exception}\n")
        return 2
    return 0 if outcome.success else 1


if __name__ == "__main__":
    main()
