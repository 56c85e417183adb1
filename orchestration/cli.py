"""The `ledgerhouse` command: run, serve, status, close, export and what else people ask for.

**Belongs here**: arguments, exit codes (0 done, 1 failed, 2 usage, 3 a data check failed), output.

**Keep out**: doing the work (`run`, `serve`, `status`, `doctor`), layout (`console`).

Imports of heavy libraries wait until a command needs them: `ledgerhouse status` answers at once.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from rich.console import Console

from orchestration.project_home import ProjectHome
from orchestration.run import EXIT_FAILED, EXIT_USAGE, run_job
from orchestration.settings import Settings, go_offline
from orchestration.termination import heed_termination
from orchestration.writer_lock import WriterIsRunning

if TYPE_CHECKING:
    from ingestion.project import Project

app = typer.Typer(
    help="Sales and finance in one proven set of books.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)

ProjectOption = Annotated[
    Path | None, typer.Option("--project", help="Folder with ledgerhouse.yml.", show_default=False)
]
DataOption = Annotated[
    Path | None, typer.Option("--data", help="Folder that ${data} stands for.", show_default=False)
]
HomeOption = Annotated[
    Path | None, typer.Option("--home", help="Root of project homes.", show_default=False)
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]

export = typer.Typer(help="Write a release in the form of another program.", no_args_is_help=True)
app.add_typer(export, name="export")


class JournalFormat(StrEnum):
    """Programs that a journal can be written for."""

    HLEDGER = "hledger"


@app.command()
def run(
    project: ProjectOption = None,
    data: DataOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Land what is new, build, prove, project and publish; print the summary."""
    from orchestration.partitions import every_month, open_months
    from orchestration.publication.releases import current_release

    settings, loaded, project_home = _open(project, data, home)
    is_first = current_release(project_home.published) is None
    months = every_month(loaded.as_of) if is_first else open_months(loaded.as_of)
    _run_and_report(settings, project_home, "daily_refresh", months.tags(), as_json=as_json)


@app.command()
def backfill(
    first: Annotated[str, typer.Option("--from", help="First month, YYYY-MM.")],
    last: Annotated[str, typer.Option("--to", help="Last month, YYYY-MM.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List what would be replaced; change nothing.")
    ] = False,
    project: ProjectOption = None,
    data: DataOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Land a range of months again in full, then build and publish once."""
    from orchestration.partitions import InvalidMonth, every_month, month_range

    settings, loaded, project_home = _open(project, data, home)
    try:
        months = month_range(first, last, within=every_month(loaded.as_of))
    except InvalidMonth as error:
        _end(str(error), EXIT_USAGE)
    if dry_run:
        from orchestration.backfill_plan import plan_backfill

        plan = plan_backfill(loaded, project_home, months)
        if as_json:
            _print_json(plan.as_dict())
        else:
            from orchestration.console import backfill_table

            Console().print(backfill_table(plan))
        return
    _run_and_report(settings, project_home, "backfill", months.tags(), as_json=as_json)


@app.command()
def close(
    through: Annotated[str, typer.Option("--through", help="Last period to close, YYYY-MM.")],
    by: Annotated[str, typer.Option("--by", help="Who closes.")],
    reason: Annotated[str, typer.Option("--reason", help="Why.")] = "regular close",
    entity: Annotated[
        str | None, typer.Option("--entity", help="One entity, or GROUP; all by default.")
    ] = None,
    project: ProjectOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Close every open period up to one, on the release in force."""
    from orchestration.console import closed_periods_table
    from orchestration.period_close import EntityUnknown, PeriodNotOver, close_periods
    from orchestration.publication.releases import NoRelease
    from platform_state.period_closes import PeriodNotOpen

    _, _, project_home = _open(project, None, home)
    try:
        closed = close_periods(
            project_home, through, decided_by=by, reason=reason, entity_code=entity
        )
    except (NoRelease, PeriodNotOpen) as error:
        _end(str(error), EXIT_FAILED)
    except (EntityUnknown, PeriodNotOver) as error:
        _end(str(error), EXIT_USAGE)
    if as_json:
        _print_json({"closed": [period._asdict() for period in closed]})
    else:
        Console().print(closed_periods_table(closed))


@app.command()
def reopen(
    period: Annotated[str, typer.Option("--period", help="Period to reopen, YYYY-MM.")],
    entity: Annotated[str, typer.Option("--entity", help="Its entity, or GROUP.")],
    by: Annotated[str, typer.Option("--by", help="Who reopens.")],
    reason: Annotated[str, typer.Option("--reason", help="Why.")],
    project: ProjectOption = None,
    home: HomeOption = None,
) -> None:
    """Open the last closed period of an entity again; what it reported is kept."""
    from platform_state.period_closes import PeriodNotClosed, PeriodOutOfOrder, reopen_period
    from platform_state.store import open_store

    _, _, project_home = _open(project, None, home)
    try:
        reopen_period(open_store(project_home.state), entity, period, decided_by=by, reason=reason)
    except (PeriodNotClosed, PeriodOutOfOrder) as error:
        _end(str(error), EXIT_USAGE)
    Console().print(f"{entity} {period} is open again.")


@export.command("journal")
def export_journal(
    to: Annotated[Path, typer.Option("--to", help="File to write.")],
    form: Annotated[
        JournalFormat, typer.Option("--format", help="Program that reads it.")
    ] = JournalFormat.HLEDGER,
    entity: Annotated[
        str | None, typer.Option("--entity", help="One entity; all by default.")
    ] = None,
    project: ProjectOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write every journal of the release in force as a plain-text journal."""
    from orchestration.exports import hledger
    from orchestration.publication.releases import NoRelease

    writers = {JournalFormat.HLEDGER: hledger.export_journal}
    _, _, project_home = _open(project, None, home)
    try:
        written = writers[form](project_home.published, to, entity_code=entity)
    except NoRelease as error:
        _end(str(error), EXIT_FAILED)
    except hledger.EntityWithoutJournals as error:
        _end(str(error), EXIT_USAGE)
    if as_json:
        _print_json(written._asdict() | {"file": str(written.file)})
    else:
        Console().print(
            f"{written.file}: {written.transactions:,} transactions with "
            f"{written.postings:,} postings of {written.release}."
        )


@app.command("audit-pack")
def audit_pack(
    to: Annotated[Path, typer.Option("--to", help="Folder to make.")],
    project: ProjectOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the release in force as files an auditor can check without the platform."""
    from orchestration.exports.auditor_pack.pack import FolderTaken, write_pack
    from orchestration.publication.releases import NoRelease

    _, _, project_home = _open(project, None, home)
    try:
        written = write_pack(project_home.published, to)
    except NoRelease as error:
        _end(str(error), EXIT_FAILED)
    except FolderTaken as error:
        _end(str(error), EXIT_USAGE)
    if as_json:
        _print_json(written._asdict() | {"folder": str(written.folder)})
    else:
        Console().print(
            f"{written.folder}: {written.tables} tables with {written.rows:,} rows of "
            f"{written.release}.\nSHA-256 of its manifest: {written.manifest_sha256}",
            soft_wrap=True,
        )


@app.command()
def serve(
    project: ProjectOption = None,
    data: DataOption = None,
    home: HomeOption = None,
    port: Annotated[int, typer.Option(help="Port of the dashboards.")] = 8501,
    dagster_port: Annotated[int, typer.Option(help="Port of the Dagster UI.")] = 3000,
    operate: Annotated[
        bool, typer.Option("--operate", help="Let the Dagster UI start runs (loopback only).")
    ] = False,
) -> None:
    """Open the dashboards and the Dagster UI on loopback; Ctrl-C stops both."""
    from orchestration.console import services_table
    from orchestration.serve import (
        PortTaken,
        ServiceEnded,
        check_port,
        serve_until_stopped,
        services,
    )

    settings, _, project_home = _open(project, data, home)
    try:
        check_port(port)
        check_port(dagster_port)
        serve_until_stopped(
            settings,
            project_home,
            services(dashboards_port=port, dagster_port=dagster_port, may_operate=operate),
            lambda listed: Console().print(services_table(list(listed))),
        )
    except (PortTaken, ServiceEnded) as error:
        _end(str(error), EXIT_FAILED)


@app.command()
def status(
    project: ProjectOption = None,
    data: DataOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the release in force, the last run and how fresh each source is."""
    from orchestration.console import status_table
    from orchestration.status import read_status

    _, loaded, project_home = _open(project, data, home)
    found = read_status(loaded.name, project_home)
    if as_json:
        _print_json(found.as_dict())
    else:
        Console().print(status_table(found))


@app.command()
def doctor(
    project: ProjectOption = None,
    data: DataOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Look for what on this machine could stop a run, and name the remedy."""
    from orchestration.console import findings_table
    from orchestration.doctor import examine

    _, _, project_home = _open(project, data, home)
    findings = examine(project_home)
    if as_json:
        _print_json({"checks": [finding._asdict() for finding in findings]})
    else:
        Console().print(findings_table(findings))
    if any(finding.state == "wrong" for finding in findings):
        raise typer.Exit(EXIT_FAILED)


def _open(
    project: Path | None, data: Path | None, home: Path | None
) -> tuple[Settings, Project, ProjectHome]:
    """Settings with the command's options on top, the project they name, and its home."""
    from ingestion.project import load_project

    go_offline()
    given = {"project": project, "data": data, "home": home}
    settings = Settings().model_copy(
        update={name: value for name, value in given.items() if value is not None}
    )
    try:
        loaded = load_project(settings.project, data_dir=settings.data, home=settings.home)
    except (OSError, ValueError, LookupError) as error:
        _end(str(error), EXIT_USAGE)
    return settings, loaded, ProjectHome(loaded.home)


def _run_and_report(
    settings: Settings,
    home: ProjectHome,
    job_name: str,
    tags: Mapping[str, str],
    *,
    as_json: bool,
) -> None:
    from orchestration.console import progress, summary_table
    from orchestration.summary import summarise
    from orchestration.warehouse import WarehouseBusy

    # SIGTERM ends a run as Ctrl-C does: the step in progress is failed, nothing is published.
    try:
        with heed_termination(), progress(Console(stderr=True)) as watch:
            outcome = run_job(settings, home, job_name, tags=tags, watch=watch)
    except (WriterIsRunning, WarehouseBusy) as error:
        _end(str(error), EXIT_FAILED)
    except KeyboardInterrupt:
        _end("Stopped before the end; the last release stays in force.", EXIT_FAILED)
    if outcome.exit_code:
        document: dict[str, Any] = {"run": outcome.record._asdict(), "messages": outcome.messages}
        if as_json:
            _print_json(document)
        _end(
            "\n".join([*outcome.messages, f"Log: {home.logs / f'{job_name}.log'}"]),
            outcome.exit_code,
        )
    summary = summarise(home.published)
    if as_json:
        _print_json(
            {
                **summary.as_dict(),
                "rows_loaded": outcome.record.loaded_rows,
                "run": outcome.record._asdict(),
                "step_seconds": outcome.step_seconds,
            }
        )
    else:
        Console().print(summary_table(summary, outcome.record))


def _print_json(document: Mapping[str, object]) -> None:
    sys.stdout.write(json.dumps(document, indent=2, ensure_ascii=False) + "\n")


def _end(message: str, exit_code: int) -> NoReturn:
    """Say why on standard error and leave with the code."""
    Console(stderr=True, highlight=False).print(message, markup=False, soft_wrap=True)
    raise typer.Exit(exit_code)
