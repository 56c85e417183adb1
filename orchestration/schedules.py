"""When jobs start by the clock (Shanghai time, where the demo company's books are kept).

**Belongs here**: cron expressions and the partitions each tick covers.

**Keep out**: what a job does (`jobs`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

import dagster as dg

from orchestration import jobs
from orchestration.partitions import open_months

TIME_ZONE: Final = "Asia/Shanghai"


def build_schedules(as_of: date | None) -> list[dg.ScheduleDefinition]:
    """Every schedule; all are off until somebody turns them on.

    Args:
        as_of: The project's fixed as-of date, where it has one.
    """
    return [
        dg.ScheduleDefinition(
            name="every_morning",
            job_name=jobs.DAILY_REFRESH,
            cron_schedule="30 5 * * *",
            execution_timezone=TIME_ZONE,
            execution_fn=_covering_open_months(as_of),
            description="Before the first colleague opens a screen.",
        ),
        dg.ScheduleDefinition(
            name="third_of_the_month",
            job_name=jobs.MONTH_END_CLOSE,
            cron_schedule="0 6 3 * *",
            execution_timezone=TIME_ZONE,
            execution_fn=_closing_last_month(as_of),
            description="Once the last bank statements of the month before have arrived.",
        ),
        dg.ScheduleDefinition(
            name="every_monday",
            job_name=jobs.FORECAST_REFRESH,
            cron_schedule="0 7 * * 1",
            execution_timezone=TIME_ZONE,
            description="The week's planning starts from a fresh projection.",
        ),
    ]


def _covering_open_months(
    as_of: date | None,
) -> Callable[[dg.ScheduleEvaluationContext], dg.RunRequest]:
    def request(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
        today = context.scheduled_execution_time.date()
        return dg.RunRequest(tags=dict(open_months(as_of or today).tags()))

    return request


def _closing_last_month(
    as_of: date | None,
) -> Callable[[dg.ScheduleEvaluationContext], dg.RunRequest]:
    def request(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
        today = context.scheduled_execution_time.date()
        closed = as_of or today.replace(day=1) - timedelta(days=1)
        reason = f"{closed:%Y-%m} closed"
        return dg.RunRequest(
            tags=dict(open_months(closed).tags()),
            run_config={"ops": {"published__release": {"config": {"pin_reason": reason}}}},
        )

    return request
