"""How the command line looks: tables, the summary, the progress of a run.

**Belongs here**: turning records into rich renderables.

**Keep out**: gathering what is shown.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from orchestration.backfill_plan import BackfillPlan
from orchestration.doctor import Finding
from orchestration.run import Step
from orchestration.run_record import RunRecord
from orchestration.serve import Service
from orchestration.status import Status
from orchestration.summary import Compared, Summary

if TYPE_CHECKING:
    from orchestration.period_close import ClosedPeriod

_MARKS: Final = {
    "good": "[green]✓[/green]",
    "warning": "[yellow]![/yellow]",
    "wrong": "[red]✗[/red]",
}


@contextmanager
def progress(console: Console) -> Iterator[Callable[[Step], None]]:
    """Show how far a run is, on the terminal as it was before the run's output went to a log."""
    descriptor = os.dup(console.file.fileno())
    with os.fdopen(descriptor, "w", encoding="utf-8") as terminal:
        bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            TimeElapsedColumn(),
            console=Console(file=terminal, force_terminal=console.is_terminal),
            transient=True,
            disable=not console.is_terminal,
        )
        with bar:
            task = bar.add_task("Preparing", total=None)

            def watch(step: Step) -> None:
                if step.kind == "STEP_START":
                    bar.update(task, description=_step_words(step.name))
                elif step.asset:
                    bar.update(task, description=f"{_step_words(step.name)}: {step.asset}")

            yield watch


def _step_words(step: str) -> str:
    return step.replace("__", " ").replace("_", " ").capitalize()


def summary_table(summary: Summary, record: RunRecord | None) -> Table:
    """The dozen figures, one a line, with the same a year before where it says something."""
    manifest = summary.manifest
    currency = manifest.presentation_currency
    table = Table(
        title=f"{manifest.project} · {manifest.release} · as of {manifest.as_of}",
        title_justify="left",
        show_edge=False,
        pad_edge=False,
    )
    table.add_column("")
    table.add_column(currency, justify="right")
    table.add_column("prior year", justify="right")
    table.add_column("change", justify="right")
    year = summary.last_month[:4]
    for words, compared in (
        (f"Net sales {year} to {summary.last_month}", summary.net_sales_ytd),
        (f"Net sales {summary.last_month}", summary.net_sales_last_month),
        (f"Net profit {year} to {summary.last_month}", summary.net_profit_ytd),
    ):
        table.add_row(words, *_compared_cells(compared))
    table.add_row("Cash and bank", money(summary.cash), "", "")
    table.add_row("Overdue receivables", money(summary.overdue_receivables), "", "")
    if summary.next_quarter is not None:
        ahead = summary.next_quarter
        interval = (
            f"80 %: {money(ahead.lo80)} to {money(ahead.hi80)}" if ahead.lo80 is not None else ""
        )
        table.add_row(
            f"Projected net sales, 3 months from {ahead.first_month:%Y-%m}",
            money(ahead.amount),
            interval,
            "",
        )
    table.add_section()
    invariants = manifest.invariants
    held = invariants.total - invariants.failed
    warned = f", {invariants.warned} with a warning" if invariants.warned else ""
    table.add_row("Invariants that hold", f"{held} of {invariants.total}{warned}", "", "")
    table.add_row("Quarantined rows", f"{manifest.quarantined_rows:,}", "", "")
    if record is not None:
        table.add_row("Rows loaded", f"{record.loaded_rows:,}", "", "")
        table.add_row("Time", f"{record.seconds:,.1f} s", "", "")
        if record.built:
            table.caption, table.caption_justify = f"Built: {record.built}", "left"
    return table


def status_table(status: Status) -> Table:
    """The state of a project, one fact a line."""
    table = Table(title=f"{status.project}", title_justify="left", show_edge=False, pad_edge=False)
    table.add_column("")
    table.add_column("")
    manifest = status.manifest
    if manifest is None:
        table.add_row("Release", "none yet; run `ledgerhouse run`")
    else:
        invariants = manifest.invariants
        table.add_row("Release", f"{manifest.release}, published {manifest.created_at}")
        table.add_row("As of", manifest.as_of)
        table.add_row("Content hash", manifest.content_hash)
        table.add_row(
            "Invariants that hold", f"{invariants.total - invariants.failed} of {invariants.total}"
        )
        table.add_row("Quarantined rows", f"{manifest.quarantined_rows:,}")
    if status.last_run is not None:
        last = status.last_run
        table.add_row("Last run", f"{last.outcome}, started {last.started_at} ({last.job})")
        if last.message:
            table.add_row("", last.message)
    writer = status.writer
    table.add_row(
        "Writer",
        f"process {writer.pid} since {writer.since}" if writer else "nobody writes",
    )
    for source in status.sources:
        table.add_row(
            f"Source {source.source_name}",
            f"landed {source.age_hours()} h ago, {source.loaded_rows:,} rows so far",
        )
    return table


def findings_table(findings: list[Finding]) -> Table:
    """What the doctor found, each with its remedy."""
    table = Table(show_edge=False, pad_edge=False)
    for heading in ("", "Check", "Found", "Remedy"):
        table.add_column(heading)
    for finding in findings:
        table.add_row(_MARKS[finding.state], finding.name, finding.detail, finding.remedy)
    return table


def backfill_table(plan: BackfillPlan) -> Table:
    """What a backfill would land again and replace."""
    table = Table(title="Backfill, not run", title_justify="left", show_edge=False, pad_edge=False)
    table.add_column("")
    table.add_column("")
    table.add_row("Months, in one run", ", ".join(plan.months))
    table.add_row("Sources landed again in full", ", ".join(plan.sources))
    table.add_row("Release in force, kept", plan.release or "none yet")
    for mart in plan.marts:
        table.add_row(f"Rebuilt {mart.table}", f"{mart.rows_in_range:,} rows in these months")
    return table


def closed_periods_table(closed: list[ClosedPeriod]) -> Table:
    """What a close locked and kept."""
    table = Table(show_edge=False, pad_edge=False)
    for heading in ("entity", "closed", "statement lines", "journal lines"):
        table.add_column(heading)
    by_entity: dict[str, list[ClosedPeriod]] = {}
    for period in closed:
        by_entity.setdefault(period.entity_code, []).append(period)
    for entity_code, periods in by_entity.items():
        table.add_row(
            entity_code,
            f"{periods[0].fiscal_period} to {periods[-1].fiscal_period}",
            f"{sum(period.statement_lines for period in periods):,}",
            f"{sum(period.journal_lines for period in periods):,}",
        )
    if not closed:
        table.add_row("Nothing was open up to that period.", "", "", "")
    return table


def services_table(services: list[Service]) -> Table:
    """Where to point a browser."""
    table = Table(show_edge=False, pad_edge=False, show_header=False)
    for service in services:
        table.add_row(service.name, service.url or "running")
    return table


def money(amount: Decimal | None) -> str:
    """An amount to the unit, thousands apart; a dash where there is none."""
    return "–" if amount is None else f"{amount:,.0f}"


def _compared_cells(compared: Compared) -> tuple[str, str, str]:
    change = compared.change_ratio()
    return (
        money(compared.amount),
        money(compared.prior_year_amount),
        "–" if change is None else f"{change * 100:+.1f} %",
    )
