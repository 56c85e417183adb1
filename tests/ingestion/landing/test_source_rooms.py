"""Every registered source's room has what the landing looks for."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from ingestion.registry import COMPUTED, SOURCES

ROOMS = Path(__file__).resolve().parents[3] / "ingestion" / "sources"


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_states_what_its_rows_must_satisfy(name: str) -> None:
    assert importlib.import_module(f"ingestion.sources.{name}.expectations").__doc__


@pytest.mark.parametrize("name", sorted(set(SOURCES) - COMPUTED))
def test_a_source_has_a_readme(name: str) -> None:
    assert (ROOMS / name / "README.md").is_file()
