"""What dbt does over and over for nothing here, and how a build's process spares it.

**Belongs here**: replacements of dbt's own functions that give the same answers sooner.

**Keep out**: what dbt should do otherwise than it does (`orchestration.early_cutoff`).
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any

from dbt_common.clients import agate_helper
from dbt_common.events.base_types import DebugLevel
from dbt_common.events.event_manager import EventManager


def say_no_debug() -> None:
    """Make nothing of what dbt would only say in a debug log: a seventh of a month's Python.

    Only for commands without such a log: dbt makes two messages of every event, read or not.
    """
    fire = EventManager.fire_event

    def fire_what_is_read(manager: EventManager, e: Any, *args: Any, **kwargs: Any) -> None:
        if not isinstance(e, DebugLevel):
            fire(manager, e, *args, **kwargs)

    def make_nothing(event: DebugLevel, *args: Any, **kwargs: Any) -> None:
        del event, args, kwargs

    EventManager.fire_event = fire_what_is_read  # type: ignore[method-assign,assignment]
    DebugLevel.__init__ = make_nothing  # type: ignore[method-assign,assignment]


def remember_type_testers() -> None:
    """Make what tells the types of a query's answer once for the same columns of text.

    dbt makes it for every answer, and with it a parser of dates in words.
    """
    make = agate_helper.build_type_tester

    @functools.cache
    def made(text_columns: frozenset[str], string_null_values: tuple[str, ...]) -> Any:
        return make(sorted(text_columns), string_null_values)

    def remembered(
        text_columns: Iterable[str], string_null_values: Iterable[str] | None = ("null", "")
    ) -> Any:
        return made(frozenset(text_columns), tuple(string_null_values or ()))

    agate_helper.build_type_tester = remembered
