"""One build of landed books as a run does it: everything, or only what touched documents become.

**Belongs here**: choosing what to build, building it with dbt, remembering that it is built.

**Keep out**: landing, publication, measuring (`benchmarks.__main__`).

Run it as a process: `python -m benchmarks.books_build PROJECT HOME`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from ingestion.project import load_project
from orchestration.dbt_manifest import dbt_executable, partial_parse_of, prepare_manifest
from orchestration.settings import DBT_PROJECT_DIR, child_environment
from orchestration.touched_documents import choose_scope, remember_build
from orchestration.warehouse import open_warehouse


def build_books(project_folder: Path, home: Path) -> None:
    """Build what is landed.

    Args:
        project_folder: The project.
        home: Root of its home.
    """
    project = load_project(project_folder, home=home)
    manifest, target = prepare_manifest(), project.home / "target"
    variables: dict[str, object] = {
        "run_id": "benchmark",
        "as_of_date": str(project.as_of),
        "presentation_currency": project.presentation_currency,
    }
    scope_file = target / "scope.json"
    scope_file.unlink(missing_ok=True)
    building = subprocess.Popen(
        [
            *(dbt_executable(), f"--parsed={partial_parse_of(manifest)}"),
            *("--log-level-file=none", "build"),
            *("--exclude-resource-type", "unit_test", "--indirect-selection", "buildable"),
            *("--use-fast-test-edges", "--vars", json.dumps(variables), f"--scope={scope_file}"),
            *("--project-dir", str(DBT_PROJECT_DIR), "--profiles-dir", str(DBT_PROJECT_DIR)),
            *("--target-path", str(target)),
        ],
        env=child_environment(LEDGERHOUSE_WAREHOUSE=project.warehouse),
    )
    try:
        with closing(open_warehouse(project.warehouse, read_only=False)) as connection:
            scope = choose_scope(connection, manifest, variables)
    except BaseException:
        building.kill()
        raise
    sys.stdout.write(f"Building {scope.describe()}\n")
    sys.stdout.flush()
    scope.write(scope_file)
    if failed := building.wait():
        raise subprocess.CalledProcessError(failed, "dbt build")
    with closing(open_warehouse(project.warehouse, read_only=False)) as connection:
        remember_build(connection, manifest, variables, scope)


if __name__ == "__main__":
    build_books(Path(sys.argv[1]), Path(sys.argv[2]))
