"""What the last run did, for `status`: written when it starts and when it ends.

**Belongs here**: the record and its file; a run that never ended reads as interrupted.

**Keep out**: Dagster's own event log, which holds the detail.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, NamedTuple

from orchestration.publication.durable_files import replace_text

Outcome = Literal["running", "published", "stopped", "failed", "interrupted"]


class RunRecord(NamedTuple):
    """One run.

    Attributes:
        run_id: Dagster's run id.
        job: Name of the job.
        outcome: `stopped` means its data check failed and nothing was published.
        started_at: UTC, ISO 8601.
        finished_at: UTC, ISO 8601; empty while it runs.
        seconds: Wall time.
        loaded_rows: Row versions loaded over all sources.
        built: What of the warehouse was built, and why; empty where nothing was.
        release: Release published; empty where none was.
        message: Why it stopped or failed; empty where it did not.
    """

    run_id: str
    job: str
    outcome: Outcome
    started_at: str
    finished_at: str = ""
    seconds: float = 0.0
    loaded_rows: int = 0
    built: str = ""
    release: str = ""
    message: str = ""


def utc_now() -> str:
    """The present instant, ISO 8601 to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def write_record(path: Path, record: RunRecord) -> None:
    """Replace the record atomically."""
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_text(path, json.dumps(record._asdict(), ensure_ascii=False, indent=2) + "\n")


def read_record(path: Path, *, is_writer_running: bool) -> RunRecord | None:
    """The last record, or None before the first run."""
    try:
        record = RunRecord(**json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    if record.outcome == "running" and not is_writer_running:
        return record._replace(
            outcome="interrupted",
            message="The process ended before the run did. Run `ledgerhouse run` to finish.",
        )
    return record
