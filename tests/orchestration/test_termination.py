"""A signal ends the work of a process even where Python ignores what its handler raises."""

from __future__ import annotations

import subprocess
import sys

import pytest

STOPPED = (
    "import os, signal, time, weakref\n"
    "from orchestration.termination import heed_termination\n"
    "class Held:\n"
    "    def __del__(self):\n"
    "        {in_destructor}\n"
    "def stop(_reference=None):\n"
    "    os.kill(os.getpid(), signal.SIGTERM)\n"
    "    time.sleep(0.01)\n"
    "held = Held()\n"
    "watched = weakref.ref(held, {in_callback})\n"
    "try:\n"
    "    with heed_termination():\n"
    "        del held\n"
    "        {in_open_code}\n"
    "        time.sleep(20)\n"
    "        print('worked on')\n"
    "except KeyboardInterrupt:\n"
    "    print('stopped')\n"
)


@pytest.mark.parametrize("where", ["in_destructor", "in_callback", "in_open_code"])
def test_a_signal_stops_the_work_wherever_it_comes(where: str) -> None:
    places = {
        "in_destructor": "pass",
        "in_callback": "lambda _: None",
        "in_open_code": "pass",
    }
    places[where] = "stop" if where == "in_callback" else "stop()"

    finished = subprocess.run(
        [sys.executable, "-c", STOPPED.format(**places)],
        capture_output=True,
        text=True,
        check=True,
    )

    assert finished.stdout == "stopped\n"
    assert ("Exception ignored" in finished.stderr) == (where != "in_open_code")
