"""Ending this process's work by a signal, wherever in the code it comes.

**Belongs here**: making of SIGTERM what Ctrl-C is, and losing neither.

**Keep out**: what the end of a run means (`orchestration.run`).
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

_AGAIN_AFTER_SECONDS: Final = 0.05


@contextmanager
def heed_termination() -> Iterator[None]:
    """Have SIGTERM raise KeyboardInterrupt within, as Ctrl-C does.

    Python ignores what is raised in a destructor or a callback of a weak reference, and so what
    the handler of a signal raises that comes just then. Such a signal is sent again.
    """
    say = sys.unraisablehook

    def send_again(ignored: UnraisableHookArgs) -> None:
        say(ignored)
        # What handlers of signals raise, ours and those of libraries, is no Exception.
        if not issubclass(ignored.exc_type, (Exception, GeneratorExit, SystemExit)):
            again = threading.Timer(
                _AGAIN_AFTER_SECONDS, os.kill, args=(os.getpid(), signal.SIGTERM)
            )
            again.daemon = True
            again.start()

    earlier = signal.signal(signal.SIGTERM, _interrupt)
    sys.unraisablehook = send_again
    try:
        yield
    finally:
        sys.unraisablehook = say
        signal.signal(signal.SIGTERM, earlier)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
