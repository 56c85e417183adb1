"""The dashboards and the Dagster UI as child processes on loopback, stopped together.

**Belongs here**: which processes, their ports, starting and stopping them.

**Keep out**: what they show.
"""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import Final, NamedTuple

from orchestration.project_home import WORKSPACE, ProjectHome
from orchestration.settings import REPOSITORY, Settings, child_environment

LOOPBACK: Final = "127.0.0.1"
_STOP_SECONDS: Final = 10.0
_LOOK_EVERY_SECONDS: Final = 0.5


class PortTaken(RuntimeError):
    """A port that is asked for must be free."""


class ServiceEnded(RuntimeError):
    """A service runs until it is stopped."""


class Service(NamedTuple):
    """One child process: its name, its address (empty for none) and its command."""

    name: str
    url: str
    command: Sequence[str]


def services(*, dashboards_port: int, dagster_port: int, may_operate: bool) -> list[Service]:
    """What `serve` starts.

    Args:
        dashboards_port: Loopback port of the dashboards.
        dagster_port: Loopback port of the Dagster UI.
        may_operate: Lets the UI launch runs, and starts the daemon for schedules and sensors.
            Off by default, because Dagster's UI has no sign-in and accepts any request that
            reaches it, also one a web page in the same browser sends.
    """
    python = sys.executable
    dagster = str(Path(python).parent / "dagster-webserver")
    listed = [
        Service(
            "dashboards",
            f"http://{LOOPBACK}:{dashboards_port}",
            [
                *(python, "-m", "streamlit", "run", str(REPOSITORY / "dashboards" / "server.py")),
                *("--server.address", LOOPBACK, "--server.port", str(dashboards_port)),
                *("--server.headless", "true", "--browser.gatherUsageStats", "false"),
                *("--client.showErrorDetails", "none", "--server.fileWatcherType", "none"),
            ],
        ),
        Service(
            "dagster",
            f"http://{LOOPBACK}:{dagster_port}",
            [
                *(dagster, "-w", str(WORKSPACE), "-h", LOOPBACK, "-p", str(dagster_port)),
                *([] if may_operate else ["--read-only"]),
            ],
        ),
    ]
    if may_operate:
        daemon = str(Path(python).parent / "dagster-daemon")
        listed.append(Service("dagster daemon", "", [daemon, "run", "-w", str(WORKSPACE)]))
    return listed


def check_port(port: int) -> None:
    """Refuse a port somebody else listens on.

    Raises:
        PortTaken: the port is in use.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            raise PortTaken(
                f"Port {port} on {LOOPBACK} is in use: a port must be free. Choose another with "
                "--port or --dagster-port, or stop the other program."
            ) from None


def serve_until_stopped(
    settings: Settings,
    home: ProjectHome,
    listed: Sequence[Service],
    announce: Callable[[Sequence[Service]], None],
) -> None:
    """Run the services until Ctrl-C or SIGTERM, or until one of them ends by itself.

    Args:
        settings: Handed on to the children through the environment.
        home: The project's home; the children log there.
        listed: What to run.
        announce: Called once they have been started.

    Raises:
        ServiceEnded: a service ended by itself; the message names its log.
    """
    home.prepare()
    environment = child_environment(
        LEDGERHOUSE_PROJECT=settings.project.resolve(),
        LEDGERHOUSE_HOME=settings.home.resolve(),
        LEDGERHOUSE_PUBLISHED=home.published.resolve(),
        DAGSTER_HOME=home.dagster.resolve(),
        **({"LEDGERHOUSE_DATA": settings.data.resolve()} if settings.data else {}),
    )
    previous = signal.signal(signal.SIGTERM, _interrupt)
    children: list[tuple[Service, subprocess.Popen[bytes]]] = []
    try:
        for service in listed:
            children.append((service, _start(service, home, environment)))
        announce(listed)
        while True:
            for service, child in children:
                if child.poll() is not None:
                    raise ServiceEnded(
                        f"{service.name} ended by itself with code {child.returncode}; its log is "
                        f"{_log_of(home, service)}."
                    )
            time.sleep(_LOOK_EVERY_SECONDS)
    except KeyboardInterrupt:
        return
    finally:
        _stop([child for _, child in children])
        signal.signal(signal.SIGTERM, previous)


def _start(
    service: Service, home: ProjectHome, environment: dict[str, str]
) -> subprocess.Popen[bytes]:
    with _log_of(home, service).open("wb") as log:
        return subprocess.Popen(  # noqa: S603  (our own commands, no shell)
            service.command,
            cwd=REPOSITORY,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            # A group of its own: Ctrl-C reaches us, and we stop each child with its children.
            start_new_session=True,
        )


def _stop(children: Sequence[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + _STOP_SECONDS
    for child in children:
        try:
            child.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _log_of(home: ProjectHome, service: Service) -> Path:
    return home.logs / f"{service.name.replace(' ', '_')}.log"
