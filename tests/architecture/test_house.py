"""The rules of the repository itself: locks, telemetry, settings, what is committed."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

TOP_LEVEL = {
    ".ci",
    ".env.example",
    ".gitignore",
    ".pre-commit-config.yaml",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "benchmarks",
    "dashboards",
    "dbt_project",
    "deploy",
    "docs",
    "examples",
    "forecasting",
    "ingestion",
    "mkdocs.yml",
    "orchestration",
    "platform_state",
    "pyproject.toml",
    "requirements-docs.lock",
    "requirements.lock",
    "tests",
    "workspace.yaml",
}


def tracked(repository: Path) -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=repository, capture_output=True, text=True, check=True
    )
    return listed.stdout.splitlines()


def test_the_tree_shows_the_architecture(repository: Path) -> None:
    assert {name.split("/", 1)[0] for name in tracked(repository)} <= TOP_LEVEL


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-docs.lock"])
def test_locks_have_hashes_and_no_addresses(repository: Path, lock: str) -> None:
    text = (repository / lock).read_text()
    assert re.findall(r"https?://|file:|--index-url|--find-links", text) == []
    pinned = re.findall(r"^([a-z0-9][a-z0-9._-]*)(?:\[.*?\])?==\S+", text, re.MULTILINE)
    assert len(pinned) > 100
    assert text.count("--hash=sha256:") >= len(pinned)


def test_every_dependency_is_locked(repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text())["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["dev"]
    locked = set(
        re.findall(
            r"^([a-z0-9][a-z0-9._-]*)", (repository / "requirements.lock").read_text(), re.MULTILINE
        )
    )
    names = {
        re.split(r"[\[<>=~! ]", item, maxsplit=1)[0].lower().replace("_", "-") for item in wanted
    }
    assert names - locked == set()


def test_no_data_or_secret_is_committed(repository: Path) -> None:
    heavy = [
        name
        for name in tracked(repository)
        if name.endswith((".duckdb", ".sqlite", ".parquet", ".db", ".pem", ".key"))
        or (repository / name).stat().st_size > 1_000_000
    ]
    assert heavy == []


def test_telemetry_of_every_tool_is_off(repository: Path) -> None:
    dbt = yaml.safe_load((repository / "dbt_project" / "dbt_project.yml").read_text())
    assert dbt["flags"]["send_anonymous_usage_stats"] is False
    streamlit = tomllib.loads((repository / "dashboards/.streamlit/config.toml").read_text())
    assert streamlit["browser"]["gatherUsageStats"] is False
    assert streamlit["server"]["headless"] is True
    profile = yaml.safe_load((repository / "dbt_project" / "profiles.yml").read_text())
    options = profile["ledgerhouse"]["outputs"]["duckdb"]["config_options"]
    assert options["autoinstall_known_extensions"] is False


def test_workspace_serves_the_definitions(repository: Path) -> None:
    workspace = yaml.safe_load((repository / "workspace.yaml").read_text())
    assert workspace["load_from"] == [{"python_module": "orchestration.definitions"}]


def test_continuous_integration_runs_make_test(repository: Path) -> None:
    script = (repository / ".ci" / "run").read_text()
    assert re.search(r"^make test$", script, re.MULTILINE)
