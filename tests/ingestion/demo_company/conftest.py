"""One small demo company for all tests of this room, simulated once."""

from __future__ import annotations

import pytest

from ingestion.demo_company import DEFAULT_SEED, simulate
from ingestion.demo_company.company import DemoCompany

SMALL = 0.05


@pytest.fixture(scope="session")
def small_demo_company() -> DemoCompany:
    return simulate(SMALL, DEFAULT_SEED)
