"""What building costs at best: the SQL that dbt compiled, in one connection, in dbt's order.

Run as a process: `python -m benchmarks.compiled_build WAREHOUSE TARGET_FOLDER`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import duckdb


def build(warehouse: Path, target: Path) -> None:
    """Run every seed's, model's and data test's compiled SQL as the last dbt build did.

    Seeds are left as they are: dbt inserts them row by row from CSV, a few hundred rows in all.
    """
    nodes = json.loads((target / "manifest.json").read_text())["nodes"]
    results = json.loads((target / "run_results.json").read_text())["results"]
    connection = duckdb.connect(str(warehouse))
    connection.execute("set threads = 2")
    for result in sorted(
        results, key=lambda entry: entry["timing"][-1]["completed_at"] if entry["timing"] else ""
    ):
        node = nodes.get(result["unique_id"])
        if node is None or not result.get("compiled_code"):
            continue
        sql = result["compiled_code"]
        if node["resource_type"] == "model":
            relation = f'"{node["schema"]}"."{node["name"]}"'
            kind = "view" if node["config"]["materialized"] == "view" else "table"
            connection.execute(f"create or replace {kind} {relation} as {sql}")
        elif node["resource_type"] == "test":
            connection.execute(f"select count(*) from ({sql})").fetchall()
    connection.close()


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]))
