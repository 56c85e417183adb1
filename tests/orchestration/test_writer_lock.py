"""Only one process writes a project, and the other is told which."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.writer_lock import WriterIsRunning, current_holder, writer_lock

HOLD = (
    "import sys, time\n"
    "from pathlib import Path\n"
    "from orchestration.writer_lock import writer_lock\n"
    "with writer_lock(Path(sys.argv[1])):\n"
    "    sys.stdout.write('held\\n'); sys.stdout.flush()\n"
    "    time.sleep(120)\n"
)


def test_a_second_writer_is_refused_and_told_the_pid(tmp_path: Path) -> None:
    path = tmp_path / "home" / "writer.lock"
    path.parent.mkdir()
    with subprocess.Popen([sys.executable, "-c", HOLD, path], stdout=subprocess.PIPE) as other:
        try:
            assert other.stdout is not None
            assert other.stdout.readline() == b"held\n"
            holder = current_holder(path)
            assert holder is not None
            assert holder.pid == other.pid
            with pytest.raises(WriterIsRunning, match=str(other.pid)), writer_lock(path):
                pass
        finally:
            os.kill(other.pid, signal.SIGKILL)

    # The kernel let go of the lock with the process; no stale file is in the way.
    assert current_holder(path) is None
    with writer_lock(path):
        assert (current_holder(path) or holder).pid == os.getpid()


def test_the_same_process_may_enter_twice(tmp_path: Path) -> None:
    path = tmp_path / "writer.lock"
    with writer_lock(path):
        with writer_lock(path):
            pass
        assert current_holder(path) is not None
    assert current_holder(path) is None


def test_no_lock_file_means_nobody_writes(tmp_path: Path) -> None:
    assert current_holder(tmp_path / "writer.lock") is None
