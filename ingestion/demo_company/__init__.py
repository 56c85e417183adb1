"""The demo company: a whole business life, made deterministically, served as real systems would.

**Belongs here:** the way in: `simulate()` and `ensure_source_systems()`.
**Keep out:** what is simulated (`simulation` and one module per concept) and how each source
system stores it (`erp_database`, `crm_store`, `bank_files`, `expense_files`, `plan_files`,
`ownership_file`).

Flow: `simulation.simulate_documents()` runs the concepts in business order on columns of numbers
(entities, customers and products are positions, money is cents) → `public_frames.make_company()`
gives them their public names → writers make the source systems' files in a folder.
Run alone: `python -m ingestion.demo_company --factor 1 --folder X`.
"""

from __future__ import annotations

import json
import logging
import shutil
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from ingestion.demo_company.bank_files import write_bank_files
from ingestion.demo_company.company import DemoCompany
from ingestion.demo_company.crm_store import write_crm
from ingestion.demo_company.erp_database import write_erp_database
from ingestion.demo_company.expense_files import write_expense_files
from ingestion.demo_company.ownership_file import write_ownership_file
from ingestion.demo_company.plan_files import write_plan_files
from ingestion.demo_company.public_frames import make_company
from ingestion.demo_company.simulation import simulate_documents
from ingestion.demo_company.truth import write_truth

DEFAULT_SEED = 20261031
MARKER = "made_by.json"
_LOG = logging.getLogger(__name__)

__all__ = ["DemoCompany", "ensure_source_systems", "simulate"]


def simulate(factor: float, seed: int) -> DemoCompany:
    """Simulate the demo company: the same factor and seed always give the same company."""
    return make_company(simulate_documents(factor, seed), factor, seed)


def ensure_source_systems(folder: Path, *, factor: float, seed: int) -> None:
    """Make the demo company's source systems in `folder` unless they are there already.

    Everything is built in a folder beside it and renamed when whole, so a folder that exists is
    complete. A folder made with another factor, seed or product version is replaced.

    Args:
        folder: Where erp.sqlite, the CRM's store, bank/, expenses/, plans/,
            group/ and truth/ shall be.
        factor: Size of the company.
        seed: Seed of the simulation.
    """
    wanted = {"factor": factor, "seed": seed, "product_version": _product_version()}
    marker = folder / MARKER
    if marker.exists() and json.loads(marker.read_text(encoding="utf-8")) == wanted:
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        _LOG.info("making the demo company (factor %s) in %s", factor, folder)
        write_source_systems(simulate(factor, seed), building)
        (building / MARKER).write_text(json.dumps(wanted), encoding="utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        building.chmod(0o755)  # a temporary folder is closed to everyone else
        building.rename(folder)
    finally:
        if building.exists():
            shutil.rmtree(building)


def write_source_systems(company: DemoCompany, folder: Path) -> None:
    """Write every source system of the company into an existing, empty folder."""
    write_erp_database(company, folder)
    write_bank_files(company, folder)
    write_crm(company, folder)
    write_expense_files(company, folder)
    write_plan_files(company, folder)
    write_ownership_file(folder)
    write_truth(company, folder)


def _product_version() -> str:
    try:
        return version("ledgerhouse")
    except PackageNotFoundError:
        return "source tree"
