"""Named places where a test may kill the process, to see what is left behind.

**Belongs here**: the list of names, each placed exactly once in the product.

**Keep out**: anything that changes behaviour other than dying; reading the environment (a
`Settings.failpoint` is handed in).
"""

from __future__ import annotations

import os
import signal
from typing import Final

NAMES: Final = (
    "after_landing",
    "after_projections",
    "candidate_started",
    "candidate_copied",
    "candidate_closed",
    "release_renamed",
    "manifest_written",
    "pointer_replaced",
)


class UnknownFailpoint(ValueError):
    """A failpoint that is named must exist, or a crash test would prove nothing."""


class Failpoints:
    """Kills the process, as a power cut would, when the active failpoint is reached."""

    def __init__(self, active: str = "") -> None:
        if active and active not in NAMES:
            raise UnknownFailpoint(
                f"Failpoint '{active}' does not exist: a failpoint must be one of "
                f"{', '.join(NAMES)}. Correct or clear the setting `failpoint`."
            )
        self._active = active

    def reach(self, name: str) -> None:
        """Die here if `name` is the active failpoint; otherwise do nothing."""
        if name == self._active:
            os.kill(os.getpid(), signal.SIGKILL)
