"""A demo company of a chosen size, and the real command run on it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

REPOSITORY = Path(__file__).resolve().parents[1]
LEDGERHOUSE = str(Path(sys.executable).with_name("ledgerhouse"))


class PublishedHome(NamedTuple):
    """A project home with a published release.

    project: Folder with `ledgerhouse.yml`.
    home_root: What `--home` takes.
    home: The project's home below it.
    document: What `ledgerhouse run --json` printed.
    """

    project: Path
    home_root: Path
    home: Path
    document: dict[str, Any]


def write_demo_project(folder: Path, *, factor: float, seed: int = 20261031) -> Path:
    """Write a demo company's project file that differs from the example in size and seed alone."""
    example = (REPOSITORY / "examples" / "demo_company" / "ledgerhouse.yml").read_text()
    folder.mkdir(parents=True, exist_ok=True)
    lines = [
        f"demo_company: {{factor: {factor}, seed: {seed}}}"
        if line.startswith("demo_company:")
        else line
        for line in example.splitlines()
    ]
    (folder / "ledgerhouse.yml").write_text("\n".join(lines) + "\n")
    return folder


def ledgerhouse(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the real command to its end."""
    return subprocess.run(
        [LEDGERHOUSE, *map(str, arguments)], capture_output=True, text=True, check=False
    )
