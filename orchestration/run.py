"""One run of one job in this process: locked, watched, recorded, explained.

**Belongs here**: starting a job without a daemon, telling a watcher how far it is, turning its
end into an outcome and an exit code.

**Keep out**: what the job does (assets), how progress looks (`cli`).
"""

from __future__ import annotations

import logging
import os
import sys
import time
import traceback
import uuid
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from orchestration.publication.gate import read_invariants
from orchestration.publication.releases import current_release
from orchestration.run_record import RunRecord, utc_now, write_record
from orchestration.settings import Settings, go_offline, use_dagster_home
from orchestration.touched_documents import describe_last_build
from orchestration.warehouse import open_warehouse, rows, wait_until_free
from orchestration.writer_lock import writer_lock

if TYPE_CHECKING:
    import dagster as dg
    from dagster_shared.error import SerializableErrorInfo

    from orchestration.project_home import ProjectHome

EXIT_DONE: Final = 0
EXIT_FAILED: Final = 1
EXIT_USAGE: Final = 2
EXIT_DATA_CHECK: Final = 3

_QUIET: Final = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
_LINES_OF_A_MESSAGE: Final = 12
_INTERRUPTED: Final = frozenset(
    {"KeyboardInterrupt", "DagsterExecutionInterruptedError", "SignalReceivedException"}
)

logger = logging.getLogger(__name__)


class Step(NamedTuple):
    """How far a run is: what happened to which step, and the asset just made, if one was."""

    kind: str
    name: str
    asset: str = ""


class RunOutcome(NamedTuple):
    """How a run ended; `messages` are for a person, empty where all went well."""

    record: RunRecord
    exit_code: int
    messages: list[str]
    step_seconds: dict[str, float]


def run_job(
    settings: Settings,
    home: ProjectHome,
    job_name: str,
    *,
    tags: Mapping[str, str],
    run_config: Mapping[str, Any] | None = None,
    watch: Callable[[Step], None],
) -> RunOutcome:
    """Run a job to its end; a failure is an outcome, not an exception.

    Args:
        settings: Project and home.
        home: The project's home.
        job_name: One of `orchestration.jobs`.
        tags: Run tags, among them the range of months.
        run_config: Configuration of ops.
        watch: Called for every step that starts or ends and every asset made.

    Raises:
        WriterIsRunning: another process writes this project.
        WarehouseBusy: a program holds the warehouse file.
    """
    go_offline()
    with writer_lock(home.writer_lock):
        home.prepare()
        wait_until_free(home.warehouse)
        run_id = str(uuid.uuid4())
        record = RunRecord(run_id, job_name, "running", utc_now())
        write_record(home.last_run, record)
        started = time.monotonic()
        try:
            with _output_to(home.logs / f"{job_name}.log"):
                outcome = _execute_or_explain(settings, home, record, tags, run_config or {}, watch)
        except KeyboardInterrupt:
            stopped = record._replace(outcome="interrupted", finished_at=utc_now())
            write_record(home.last_run, stopped._replace(message="Stopped before its end."))
            raise
        finished = outcome.record._replace(
            finished_at=utc_now(), seconds=round(time.monotonic() - started, 1)
        )
        write_record(home.last_run, finished)
    return outcome._replace(record=finished)


def _execute_or_explain(
    settings: Settings,
    home: ProjectHome,
    record: RunRecord,
    tags: Mapping[str, str],
    run_config: Mapping[str, Any],
    watch: Callable[[Step], None],
) -> RunOutcome:
    """Execute; what goes wrong outside of any step is a failed run too, and the log has it all."""
    try:
        return _execute(settings, home, record, tags, run_config, watch)
    except Exception as error:
        sys.stderr.write(traceback.format_exc())
        failed = record._replace(outcome="failed", message=str(error))
        return RunOutcome(failed, EXIT_FAILED, [str(error) or type(error).__name__], {})


def _execute(
    settings: Settings,
    home: ProjectHome,
    record: RunRecord,
    tags: Mapping[str, str],
    run_config: Mapping[str, Any],
    watch: Callable[[Step], None],
) -> RunOutcome:
    warnings.filterwarnings("ignore", module="dagster")
    import dagster as dg

    from orchestration.definitions import build_definitions

    use_dagster_home(home.dagster)
    watch(Step("PREPARE", "definitions"))
    definitions = build_definitions(settings)
    with dg.DagsterInstance.get() as instance:
        _fail_dead_runs(instance)
        instance.add_event_listener(record.run_id, lambda entry: _tell(entry, watch))
        result = definitions.resolve_job_def(record.job).execute_in_process(
            instance=instance,
            run_id=record.run_id,
            run_config={**_QUIET, **run_config},
            tags=dict(tags),
            raise_on_error=False,
        )
    if _was_interrupted(result):
        raise KeyboardInterrupt
    seconds = _step_seconds(result)
    record = record._replace(loaded_rows=_loaded_rows(result))
    if result.success:
        with closing(open_warehouse(home.warehouse)) as connection:
            built = describe_last_build(connection)
        release = current_release(home.published) or ""
        record = record._replace(outcome="published", release=release, built=built)
        return RunOutcome(record, EXIT_DONE, [], seconds)
    data_messages = _data_messages(result, home, record.run_id)
    messages = data_messages or _failures(result)
    if data_messages:
        more = len(data_messages) - _LINES_OF_A_MESSAGE
        messages = [
            *data_messages[:_LINES_OF_A_MESSAGE],
            *([f"… and {more} more; see the log."] if more > 0 else []),
            "Publication stopped; the last release stays in force. Correct the named record in "
            "its source system, then run `ledgerhouse run` again.",
        ]
    record = record._replace(
        outcome="stopped" if data_messages else "failed", message="\n".join(messages)
    )
    exit_code = EXIT_DATA_CHECK if data_messages else EXIT_FAILED
    return RunOutcome(record, exit_code, messages, seconds)


def _tell(entry: dg.EventLogEntry, watch: Callable[[Step], None]) -> None:
    event = entry.dagster_event
    if event is None or event.step_key is None:
        return
    key = event.asset_key if event.is_step_materialization else None
    asset = key.to_user_string() if key else ""
    if asset or event.event_type_value.startswith("STEP_"):
        watch(Step(event.event_type_value, event.step_key, asset))


def _fail_dead_runs(instance: dg.DagsterInstance) -> None:
    """A run whose process was killed stays STARTED; we hold the lock, so none is alive."""
    import dagster as dg

    unfinished = [dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.STARTING]
    for run in instance.get_runs(dg.RunsFilter(statuses=unfinished)):
        instance.report_run_failed(run, "The process of this run ended before the run did.")
        instance.event_log_storage.free_concurrency_slots_for_run(run.run_id)


def _loaded_rows(result: dg.ExecuteInProcessResult) -> int:
    # One materialisation is recorded for each month of a range, all with the same figure.
    per_step: dict[str, int] = {}
    for event in result.all_events:
        if event.is_step_materialization and event.step_key:
            loaded = event.materialization.metadata.get("loaded_rows")
            if loaded is not None:
                per_step[event.step_key] = int(str(loaded.value))
    return sum(per_step.values())


def _step_seconds(result: dg.ExecuteInProcessResult) -> dict[str, float]:
    return {
        event.step_key: round(event.step_success_data.duration_ms / 1000, 2)
        for event in result.all_events
        if event.is_step_success and event.step_key
    }


def _data_messages(result: dg.ExecuteInProcessResult, home: ProjectHome, run_id: str) -> list[str]:
    """What was wrong with the data, each thing once; empty where the failure is no matter of data.

    The invariants come first, since they say it in the words of the books.
    """
    from orchestration.refusals import refused_steps

    spoken = [*_failed_invariants(home, run_id), *_failed_checks(result), *refused_steps(result)]
    return list(dict.fromkeys(line for words in spoken for line in words.splitlines()))


def _failed_checks(result: dg.ExecuteInProcessResult) -> list[str]:
    """Sentences of failed checks of severity error that have any (dbt's own tests have none)."""
    return [
        evaluation.description
        for evaluation in result.get_asset_check_evaluations()
        if not evaluation.passed and evaluation.severity.value == "ERROR" and evaluation.description
    ]


def _failed_invariants(home: ProjectHome, run_id: str) -> list[str]:
    """Sentences of error invariants this run computed without coming as far as their checks."""
    if not home.warehouse.exists():
        return []
    with open_warehouse(home.warehouse) as connection:
        _, failures = read_invariants(connection)
        if not failures:
            return []
        ((newest,),) = rows(connection, "select max(run_id) from audit.audit_invariant_results")
    if newest != run_id:
        return []
    return [failure.sentence() for failure in failures if failure.severity == "error"]


def _was_interrupted(result: dg.ExecuteInProcessResult) -> bool:
    """Whether a signal ended the run, which Dagster calls a failure of the step or of the run."""
    errors = [error for _, error in _causes(result)]
    errors += [
        event.job_failure_data.error
        for event in result.all_events
        if event.is_job_failure and event.job_failure_data.error is not None
    ]
    return any(error.cls_name in _INTERRUPTED for error in errors)


def _failures(result: dg.ExecuteInProcessResult) -> list[str]:
    """The innermost cause of every failed step, cut to what a person reads."""
    messages = []
    for step, error in _causes(result):
        # dbt's own words follow the command, which names every model.
        words = error.message.strip().rpartition("Errors parsed from dbt logs:")[2]
        lines = [line for line in words.splitlines() if line.strip()][:_LINES_OF_A_MESSAGE]
        messages.append(f"Step {step} failed. " + "\n".join(lines))
    return messages or ["The run failed before its first step; its log says why."]


def _causes(result: dg.ExecuteInProcessResult) -> Iterator[tuple[str, SerializableErrorInfo]]:
    """Every failed step with the innermost cause of its failure."""
    for event in result.all_events:
        if event.is_step_failure and event.step_failure_data.error is not None:
            error = event.step_failure_data.error
            while error.cause is not None:
                error = error.cause
            yield str(event.step_key), error


@contextmanager
def _output_to(log: Path) -> Iterator[None]:
    """Send everything libraries write to the terminal, even from C or children, to a log."""
    sys.stdout.flush()
    sys.stderr.flush()
    saved = [os.dup(1), os.dup(2)]
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    os.close(descriptor)
    try:
        yield
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os.dup2(saved[0], 1)
        os.dup2(saved[1], 2)
        os.close(saved[0])
        os.close(saved[1])
