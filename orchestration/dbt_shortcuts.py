"""What dbt does over and over for nothing here, and how a build's process spares it.

**Belongs here**: replacements of dbt's own functions that give the same answers sooner.

**Keep out**: what dbt should do otherwise than it does (`orchestration.scoped_build`).
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import dbt.task.runnable
from dbt_common.clients import agate_helper
from dbt_common.clients.jinja import MacroFuzzEnvironment
from dbt_common.dataclass_schema import dbtClassMixin
from dbt_common.events.base_types import DebugLevel
from dbt_common.events.event_manager import EventManager
from jinja2 import FileSystemBytecodeCache


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

    dbt makes it for every answer, and with it a parser of dates in words; also for no answer.
    """
    make = agate_helper.build_type_tester
    nothing = agate_helper.empty_table()  # type: ignore[no-untyped-call]  # as shipped

    @functools.cache
    def made(text_columns: frozenset[str], string_null_values: tuple[str, ...]) -> Any:
        return make(sorted(text_columns), string_null_values)

    def remembered(
        text_columns: Iterable[str], string_null_values: Iterable[str] | None = ("null", "")
    ) -> Any:
        return made(frozenset(text_columns), tuple(string_null_values or ()))

    agate_helper.build_type_tester = remembered
    agate_helper.empty_table = lambda: nothing


def remember_templates(folder: Path) -> None:
    """Compile the Jinja of models and macros once for all builds of the same project.

    Jinja has a cache for it, which dbt's way to make templates passes by.

    Args:
        folder: Where the compiled ones lie, each by itself, named by a hash of its text.
    """
    folder.mkdir(parents=True, exist_ok=True)
    cache = FileSystemBytecodeCache(str(folder))
    compile_template = MacroFuzzEnvironment.compile

    def compiled(environment: Any, source: Any, *args: Any, **kwargs: Any) -> Any:
        if not isinstance(source, str) or args or kwargs:
            return compile_template(environment, source, *args, **kwargs)
        told = f"{type(environment).__name__}|{source}"
        key = hashlib.sha256(told.encode()).hexdigest()
        bucket = cache.get_bucket(environment, key, None, source)
        if bucket.code is None:
            bucket.code = compile_template(environment, source)
            with contextlib.suppress(OSError):  # a later build's manifest may have replaced it
                cache.set_bucket(bucket)
        return bucket.code

    MacroFuzzEnvironment.compile = compiled  # type: ignore[method-assign,assignment]


def validate_nothing_again() -> None:
    """Take project and profile as valid: they were parsed into the prepared manifest.

    dbt makes a JSON schema of each class of its own to hold them against.
    """

    def validate_nothing(*told: Any) -> None:
        del told

    dbtClassMixin.validate = validate_nothing  # type: ignore[method-assign,assignment]


def write_no_manifest() -> None:
    """Leave out the manifest dbt writes when it ends: it is the prepared one again."""

    def write_nothing(*args: Any, **kwargs: Any) -> None:
        del args, kwargs

    dbt.task.runnable.write_manifest = write_nothing  # type: ignore[attr-defined]
