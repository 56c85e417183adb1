"""The rules every Python file keeps: arrows, doors, names, docstrings."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

PACKAGES = ("orchestration", "ingestion", "forecasting", "dashboards", "platform_state")
SAYS_NOTHING = {"utils", "util", "helpers", "common", "lib", "misc", "base", "manager"}
# The only places that read the environment.
ENVIRONMENT_DOORS = {"orchestration/settings.py", "dashboards/release.py"}
# The only places that open a DuckDB file: one function a package.
DATABASE_DOORS = {
    "orchestration/warehouse.py",
    "ingestion/warehouse.py",
    "dashboards/release.py",
}


def python_files(repository: Path) -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted((repository / package).rglob("*.py"))


def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def test_import_arrows_hold(repository: Path) -> None:
    linted = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=repository,
        capture_output=True,
        text=True,
        check=False,
    )
    assert linted.returncode == 0, linted.stdout


def test_the_environment_is_read_behind_its_doors_only(repository: Path) -> None:
    readers = set()
    for file in python_files(repository):
        for node in ast.walk(tree_of(file)):
            name = dotted(node) if isinstance(node, ast.Attribute) else ""
            if name in {"os.environ", "os.getenv"} and not _passes_on(node, file):
                readers.add(file.relative_to(repository).as_posix())
    assert readers <= ENVIRONMENT_DOORS


def test_database_files_are_opened_by_one_function_a_package(repository: Path) -> None:
    openers: dict[str, int] = {}
    for file in python_files(repository):
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.Call) and dotted(node.func) == "duckdb.connect":
                in_memory = not node.args or (
                    isinstance(node.args[0], ast.Constant) and node.args[0].value == ":memory:"
                )
                if not in_memory:
                    name = file.relative_to(repository).as_posix()
                    openers[name] = openers.get(name, 0) + 1
    assert set(openers) <= DATABASE_DOORS
    assert all(calls == 1 for calls in openers.values()), openers


def test_no_module_has_a_name_that_says_nothing(repository: Path) -> None:
    parts = {
        part
        for file in python_files(repository)
        for part in file.relative_to(repository).with_suffix("").parts
    }
    assert parts & SAYS_NOTHING == set()


def test_every_module_says_what_it_is(repository: Path) -> None:
    silent = [
        file.relative_to(repository).as_posix()
        for file in python_files(repository)
        if not ast.get_docstring(tree_of(file))
    ]
    assert silent == []


def test_files_stay_readable(repository: Path) -> None:
    long = {
        file.relative_to(repository).as_posix(): lines
        for file in python_files(repository)
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == {}


def test_dashboards_hold_no_sql_in_python(repository: Path) -> None:
    wrong = []
    for file in sorted((repository / "dashboards" / "screens").rglob("*.py")):
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                text = node.value.lstrip().lower()
                if text.startswith(("select ", "with ")) and " from " in text:
                    wrong.append(file.name)
    assert wrong == []


def _passes_on(node: ast.AST, file: Path) -> bool:
    """Tell whether os.environ is only handed on whole to a child process (`{**os.environ, …}`)."""
    for candidate in ast.walk(tree_of(file)):
        if isinstance(candidate, ast.Dict):
            spread = [
                value
                for key, value in zip(candidate.keys, candidate.values, strict=True)
                if key is None
            ]
            if any(getattr(value, "lineno", 0) == getattr(node, "lineno", -1) for value in spread):
                return True
    return False
