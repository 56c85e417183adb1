"""Both services answer on loopback, the Dagster UI may not act, and Ctrl-C ends everything."""

from __future__ import annotations

import signal
import socket
import subprocess
import time

import pytest
import requests
from demo_runs import LEDGERHOUSE, PublishedHome, ledgerhouse

from orchestration.serve import PortTaken, check_port, services

# A slow machine starts Dagster's code server in a minute or two; nothing is measured here.
_PATIENCE_SECONDS = 300
_QUESTION = """{
    permissions {permission value}
    workspaceOrError { ... on Workspace { locationEntries { locationOrLoadError { __typename } } } }
}"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def wait_for(url: str, question: dict[str, str] | None = None) -> requests.Response:
    """The first answer to a GET, or to a POST of the question."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            if question is None:
                return requests.get(url, timeout=30)
            return requests.post(url, json=question, timeout=30)
        except requests.RequestException:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)


def test_both_answer_the_dagster_ui_only_reads_and_ctrl_c_ends_both(
    published_home: PublishedHome,
) -> None:
    port, dagster_port = free_port(), free_port()
    command = [
        *(LEDGERHOUSE, "serve", "--port", str(port), "--dagster-port", str(dagster_port)),
        *("--project", str(published_home.project), "--home", str(published_home.home_root)),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as serving:
        try:
            health = wait_for(f"http://127.0.0.1:{port}/health").json()
            question = {"query": _QUESTION}
            answer = wait_for(f"http://127.0.0.1:{dagster_port}/graphql", question).json()
        finally:
            serving.send_signal(signal.SIGINT)
            said, _ = serving.communicate()

    assert health["release"] == "pub_000001"
    (location,) = answer["data"]["workspaceOrError"]["locationEntries"]
    assert location["locationOrLoadError"]["__typename"] == "RepositoryLocation"
    permissions = {one["permission"]: one["value"] for one in answer["data"]["permissions"]}
    assert permissions["launch_pipeline_execution"] is False
    assert f"http://127.0.0.1:{port}" in said
    assert serving.returncode == 0
    check_port(port)
    check_port(dagster_port)


def test_only_operating_lets_the_ui_act_and_starts_the_daemon() -> None:
    reading = services(dashboards_port=1, dagster_port=2, may_operate=False)
    operating = services(dashboards_port=1, dagster_port=2, may_operate=True)

    assert any("--read-only" in service.command for service in reading)
    assert not any("--read-only" in service.command for service in operating)
    assert {service.name for service in operating} - {service.name for service in reading} == {
        "dagster daemon"
    }
    for service in [*reading, *operating]:
        assert service.url.startswith("http://127.0.0.1:") or service.name == "dagster daemon"


def test_a_port_in_use_is_refused_by_number(published_home: PublishedHome) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=str(port)):
            check_port(port)
        refused = ledgerhouse(
            *("serve", "--port", str(port)),
            *("--project", published_home.project, "--home", published_home.home_root),
        )
    assert refused.returncode == 1
    assert str(port) in refused.stderr
