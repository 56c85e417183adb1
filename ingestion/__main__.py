"""Lands one source from the command line, without the orchestrator.

**Belongs here**: arguments, what is shown of a load, exit codes.

**Keep out**: landing itself (`pipeline`).

Run: `python -m ingestion erp --project examples/demo_company`. Exit codes: 0 landed, 1 failed,
2 called or configured wrongly, 3 the data broke a rule of its table and nothing was landed.
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ingestion.landed_source import LandedDataRefused
from ingestion.pipeline import LoadReport, land
from ingestion.project import DEFAULT_HOME_ROOT, ProjectInvalid, load_project
from ingestion.registry import (
    COMPUTED,
    SourceNotConfigured,
    UnknownSource,
    build_source,
    source_names,
)

EXIT_LANDED: Final = 0
EXIT_FAILED: Final = 1
EXIT_USAGE: Final = 2
EXIT_DATA_REFUSED: Final = 3

_DEMO: Final = Path(__file__).resolve().parents[1] / "examples" / "demo_company"
_log = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Land a source and give the exit code."""
    asked = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO if asked.verbose else logging.WARNING)
    try:
        project = load_project(asked.project, data_dir=asked.data, home=asked.home)
        with project.serving(only=asked.source) as served:
            report = land(build_source(asked.source, served), served, afresh=asked.afresh)
    except (ProjectInvalid, SourceNotConfigured, UnknownSource) as error:
        return _failed(error, EXIT_USAGE)
    except LandedDataRefused as error:
        return _failed(error, EXIT_DATA_REFUSED)
    except Exception as error:
        # Everything else is the source's or the machine's; the traceback is for --verbose.
        _log.info("Landing failed", exc_info=True)
        return _failed(error, EXIT_FAILED)
    _show(report)
    return EXIT_LANDED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ingestion", description="Land one source of a project."
    )
    landable = [name for name in source_names() if name not in COMPUTED]
    parser.add_argument("source", choices=landable, help="which source")
    parser.add_argument("--project", type=Path, default=_DEMO, help="folder with ledgerhouse.yml")
    parser.add_argument("--data", type=Path, help="what ${data} stands for in the project's file")
    parser.add_argument("--home", type=Path, default=DEFAULT_HOME_ROOT, help="root of homes")
    parser.add_argument("--afresh", action="store_true", help="read the source from its beginning")
    parser.add_argument("--verbose", action="store_true", help="log every step")
    return parser


def _show(report: LoadReport) -> None:
    table = Table("table", "handed over", "in quarantine", "new versions", "deleted")
    for load in report.tables:
        table.add_row(
            load.table,
            *(
                f"{rows:,}"
                for rows in (
                    load.source_rows,
                    load.quarantined_rows,
                    load.loaded_rows,
                    load.deleted_rows,
                )
            ),
        )
    console = Console()
    console.print(table)
    for file in report.refused_files:
        console.print(f"[yellow]refused {escape(file.file_name)}:[/] {escape(file.refusal)}")


def _failed(error: Exception, exit_code: int) -> int:
    message = f"[red]{type(error).__name__}:[/] {escape(str(error))}"
    Console(stderr=True).print(message, soft_wrap=True)
    return exit_code


if __name__ == "__main__":
    sys.exit(main())
