"""Data that was refused, told apart from work that failed.

**Belongs here**: marking a step's failure as a refusal of data, finding such failures in a run.

**Keep out**: the rules themselves (ingestion, `orchestration.publication.gate`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import dagster as dg

from ingestion.landed_source import LandedDataRefused
from orchestration.publication.gate import PublicationStopped

_REFUSED: Final = "data_refused"


@contextmanager
def refusal_as_failure() -> Iterator[None]:
    """Turn a refusal into a Dagster failure that says so and keeps the refusal's own words."""
    try:
        yield
    except (LandedDataRefused, PublicationStopped) as refusal:
        raise dg.Failure(
            str(refusal), metadata={_REFUSED: type(refusal).__name__}, allow_retries=False
        ) from refusal


def refused_steps(result: dg.ExecuteInProcessResult) -> list[str]:
    """The words of every refusal in a run; empty where none was refused."""
    messages = []
    for event in result.all_events:
        if event.is_step_failure:
            failure = event.step_failure_data.user_failure_data
            if failure is not None and _REFUSED in failure.metadata:
                messages.append(failure.description or f"Step {event.step_key} was refused.")
    return messages
