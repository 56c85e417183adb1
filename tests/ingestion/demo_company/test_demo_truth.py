"""What only the simulation knows agrees with what it tells everybody."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from ingestion.demo_company.company import AS_OF, DemoCompany
from ingestion.demo_company.truth import write_truth


@pytest.fixture(scope="module")
def truth(
    small_demo_company: DemoCompany, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, pd.DataFrame]:
    folder: Path = tmp_path_factory.mktemp("source_systems")
    write_truth(small_demo_company, folder)
    return {path.stem: pd.read_parquet(path) for path in (folder / "truth").iterdir()}


def test_paid_invoices_were_settled_by_exactly_their_total(
    small_demo_company: DemoCompany, truth: dict[str, pd.DataFrame]
) -> None:
    settled = truth["settlements"]
    assert (settled["payment_date"] <= pd.Timestamp(AS_OF)).all()
    bills = small_demo_company.documents["bills"]
    paid = bills[(bills["state"] == "paid") & (bills["source"] != "intercompany")]
    totals = settled[settled["kind"] == "payment"].groupby("invoice_number")["settled_cents"].sum()
    assert (totals.reindex(paid["number"]).to_numpy() == paid["gross_cents"].to_numpy()).all()
    assert len(paid) > 50


def test_leaks_name_orders_and_what_is_missing(
    small_demo_company: DemoCompany, truth: dict[str, pd.DataFrame]
) -> None:
    leaks = truth["leaks"]
    assert leaks["order_number"].isin(small_demo_company.orders["order_number"]).all()
    assert (leaks["missing_cents"] > 0).all()


def test_demand_is_stated_for_every_entity_line_and_month(truth: dict[str, pd.DataFrame]) -> None:
    demand = truth["demand"]
    assert len(demand) == 3 * 4 * 36
    gateways = demand[demand["product_line"] == "Edge gateways"]
    is_launched = gateways["month_start_date"] >= "2025-03-01"
    assert ((gateways["expected_order_lines"] > 0) == is_launched).all()


def test_bank_matches_are_unique_and_late_by_days_only(truth: dict[str, pd.DataFrame]) -> None:
    matches = truth["bank_matches"]
    assert matches["bank_reference"].is_unique
    days = (matches["booking_date"] - matches["journal_date"]).dt.days
    assert days.between(-6, 6).all()
    assert (days != 0).any()
