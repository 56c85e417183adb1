"""The environment's defaults are written down once and agree; telemetry is off."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dashboards.release import DEFAULT_PUBLISHED
from orchestration.failpoints import Failpoints, UnknownFailpoint
from orchestration.settings import OFFLINE_SWITCHES, REPOSITORY, Settings

EXAMPLE = {
    name: value
    for line in (REPOSITORY / ".env.example").read_text().splitlines()
    if line and not line.startswith("#")
    for name, _, value in [line.partition("=")]
}


def test_the_example_lists_every_setting_with_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("LEDGERHOUSE_"):
            monkeypatch.delenv(name)
    defaults = Settings()

    for field in Settings.model_fields:
        default = getattr(defaults, field)
        if isinstance(default, Path):
            default = default.relative_to(REPOSITORY)
        assert EXAMPLE[f"LEDGERHOUSE_{field.upper()}"] == ("" if default is None else str(default))
    assert set(EXAMPLE) - {f"LEDGERHOUSE_{field.upper()}" for field in Settings.model_fields} == {
        "LEDGERHOUSE_PUBLISHED",
        "LEDGERHOUSE_WAREHOUSE",
    }


def test_the_example_and_the_dbt_profile_agree_on_the_warehouse() -> None:
    profile = (REPOSITORY / "dbt_project" / "profiles.yml").read_text()
    assert f"'{EXAMPLE['LEDGERHOUSE_WAREHOUSE']}'" in profile


def test_the_example_and_the_dashboards_agree_on_the_releases() -> None:
    assert DEFAULT_PUBLISHED.relative_to(REPOSITORY).as_posix() == EXAMPLE["LEDGERHOUSE_PUBLISHED"]


def test_an_empty_variable_is_no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEDGERHOUSE_DATA", "")
    assert Settings().data is None


def test_every_telemetry_switch_is_off_in_a_fresh_process() -> None:
    program = (
        "import os, sys\n"
        "from orchestration.settings import go_offline, switches_left_on\n"
        "before = switches_left_on(); go_offline()\n"
        "sys.exit(0 if before and not switches_left_on() else 1)\n"
    )
    without = {name: value for name, value in os.environ.items() if name not in OFFLINE_SWITCHES}
    assert subprocess.run([sys.executable, "-c", program], env=without, check=False).returncode == 0


def test_dagster_has_its_own_switch_in_the_instance_file() -> None:
    template = (REPOSITORY / "orchestration" / "dagster.yaml").read_text()
    assert "telemetry:\n  enabled: false\n" in template


def test_an_unknown_failpoint_is_refused_by_name() -> None:
    with pytest.raises(UnknownFailpoint, match="after_lunch"):
        Failpoints("after_lunch")
