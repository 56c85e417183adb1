"""Projects of exported files, landed for real."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from ingestion.pipeline import LoadReport, land
from ingestion.project import load_project
from ingestion.registry import build_source


class FilesProject:
    """A project folder with mappings, an export folder, and a home."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "project"
        self.exports = root / "exports"
        self.home = root / "home"
        (self.folder / "mappings").mkdir(parents=True)
        self.exports.mkdir()
        (self.folder / "ledgerhouse.yml").write_text(
            "name: exported\npresentation_currency: USD\n"
            'sources:\n  files:\n    folder: "${data}"\n'
        )

    def mapping(self, name: str, text: str) -> None:
        (self.folder / "mappings" / f"{name}.yml").write_text(dedent(text), encoding="utf-8")

    def export(self, name: str, content: str | bytes) -> Path:
        path = self.exports / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def land(self, data: Path | None = None) -> LoadReport:
        project = load_project(self.folder, data_dir=data or self.exports, home=self.home)
        return land(build_source("files", project), project)

    @property
    def warehouse(self) -> Path:
        return self.home / "exported" / "warehouse.duckdb"


@pytest.fixture
def files_project(tmp_path: Path) -> Callable[[], FilesProject]:
    made: list[FilesProject] = []

    def make() -> FilesProject:
        made.append(FilesProject(tmp_path / f"p{len(made)}"))
        return made[-1]

    return make
