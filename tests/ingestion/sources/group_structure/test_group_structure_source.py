"""Ownership as landed: the file's rows, what is refused, and what a second run loads."""

import json
from pathlib import Path

import pytest
from landed_projects import current, landed, quarantine

from ingestion.sources import group_structure
from ingestion.sources.group_structure import GroupStructureSource
from ingestion.sources.group_structure.ownership_files import OverlappingOwnerships

SAMPLE = Path(group_structure.__file__).parent / "sample" / "ownership.csv"
TABLE = "raw_group_structure.ownerships"
COLUMNS = (
    "entity_code, parent_entity_code, ownership_ratio, consolidation_method, valid_from, valid_to"
)


def test_the_sample_gives_its_golden_rows(tmp_path: Path) -> None:
    project, _ = landed(GroupStructureSource(ownership_file=SAMPLE), tmp_path)
    found = [[str(value) for value in row] for row in current(project, TABLE, COLUMNS)]
    refused = [list(entry) for entry in quarantine(project)]
    golden = json.loads(SAMPLE.with_suffix(".golden.json").read_text())
    assert {"rows": found, "quarantine": refused} == golden


def test_a_second_run_loads_nothing(tmp_path: Path) -> None:
    landed(GroupStructureSource(ownership_file=SAMPLE), tmp_path)
    _, report = landed(GroupStructureSource(ownership_file=SAMPLE), tmp_path)
    assert sum(table.loaded_rows for table in report.tables) == 0


def test_an_ownership_taken_back_is_deleted(tmp_path: Path) -> None:
    own = tmp_path / "ownership.csv"
    head = COLUMNS.replace(" ", "") + "\n"
    own.write_text(head + "LH-US,LH-CN,0.8,full,2023-11-01,\n")
    landed(GroupStructureSource(ownership_file=own), tmp_path / "project")
    own.write_text(head + "LH-EU,LH-CN,1,full,2023-11-01,\n")
    project, _ = landed(GroupStructureSource(ownership_file=own), tmp_path / "project")
    assert [code for (code,) in current(project, TABLE, "entity_code")] == ["LH-EU"]


def test_two_owners_of_an_entity_on_one_day_are_refused(tmp_path: Path) -> None:
    own = tmp_path / "ownership.csv"
    own.write_text(
        COLUMNS.replace(" ", "")
        + "\nLH-US,LH-CN,0.8,full,2023-11-01,2024-06-30\nLH-US,LH-EU,0.9,full,2024-06-30,\n"
    )
    with pytest.raises(OverlappingOwnerships, match="lines 2 and 3 both state who owns LH-US"):
        landed(GroupStructureSource(ownership_file=own), tmp_path / "project")
