"""The demo company lives plausibly: stock, documents, size, determinism, planted irregularities."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ingestion.demo_company import DEFAULT_SEED, MARKER, ensure_source_systems, simulate
from ingestion.demo_company.company import AS_OF, DemoCompany
from ingestion.demo_company.entities import PARENT
from ingestion.demo_company.exchange_rates import CNY, EUR, USD, convert, rate
from ingestion.demo_company.products import standard_costs


def _stock_moves(company: DemoCompany) -> pd.DataFrame:
    """All done stock movements: entity, product, date, order within the day, quantity."""
    frames = company.documents
    shipments, deals = frames["shipments"], frames["deals"]
    purchases, made = frames["purchases"], frames["production"]
    goods = len(frames["products"])
    first = pd.Timestamp("2023-11-01")
    deliveries = frames["delivery_lines"].join(shipments[["entity", "date", "is_done"]], "shipment")
    sold = frames["deal_lines"].join(
        deals[["buyer", "date", "receipt_date", "is_received"]], "deal"
    )
    bought = frames["purchase_lines"].join(
        purchases[["entity", "receipt_date", "is_received"]], "purchase"
    )
    bought, made = bought[bought["is_received"]], made[made["state"] == "done"]
    deliveries, received = deliveries[deliveries["is_done"]], sold[sold["is_received"]]
    blocks = [
        frames["opening_stock"].assign(date=first),
        bought.rename(columns={"receipt_date": "date"}),
        received.drop(columns="date").rename(columns={"buyer": "entity", "receipt_date": "date"}),
        made.assign(entity=PARENT, date=made["done_date"]),
        deliveries.assign(quantity=-deliveries["quantity"]),
        sold.assign(entity=PARENT, quantity=-sold["quantity"]),
        frames["returns"],
        made.assign(
            entity=PARENT,
            product=goods + made["raw_material"],
            date=made["start_date"],
            quantity=-made["raw_quantity"],
        ),
    ]
    columns = ["entity", "product", "date", "quantity"]
    return pd.concat([block[columns] for block in blocks], ignore_index=True)


def test_stock_is_never_negative(small_demo_company: DemoCompany) -> None:
    moves = _stock_moves(small_demo_company)
    daily = moves.groupby(["entity", "product", "date"])["quantity"].sum()
    on_hand = daily.groupby(level=["entity", "product"]).cumsum()
    assert (on_hand >= 0).all()


def test_stock_value_is_the_balance_of_the_stock_account(small_demo_company: DemoCompany) -> None:
    frames = small_demo_company.documents
    moves = _stock_moves(small_demo_company)
    costs = standard_costs(frames["products"])
    goods = moves[moves["product"] < len(frames["products"])]
    value = goods["quantity"] * costs[goods["entity"], goods["product"]]
    entity = frames["moves"].set_index("move")["entity"]
    lines = frames["move_lines"]
    booked = lines[lines["account"] == 1405].groupby(lines["move"].map(entity))["cents"].sum()
    assert value.groupby(goods["entity"]).sum().tolist() == booked.tolist()


def test_the_same_seed_gives_the_same_company(small_demo_company: DemoCompany) -> None:
    again = simulate(small_demo_company.factor, small_demo_company.seed)
    for name, frame in small_demo_company.documents.items():
        pd.testing.assert_frame_equal(frame, again.documents[name])
    other = simulate(small_demo_company.factor, small_demo_company.seed + 1)
    assert not other.orders.equals(small_demo_company.orders)


def test_the_factor_scales_documents_and_money(small_demo_company: DemoCompany) -> None:
    double = simulate(small_demo_company.factor * 4, small_demo_company.seed)
    ratio = len(double.order_lines) / len(small_demo_company.order_lines)
    assert 3 < ratio < 5
    assert len(double.customers) > 3 * len(small_demo_company.customers)


def test_nothing_happens_after_the_last_day(small_demo_company: DemoCompany) -> None:
    last = pd.Timestamp(AS_OF)
    frames = small_demo_company.documents
    assert (frames["moves"]["date"] <= last).all()
    assert (frames["invoices"]["date"] <= last).all()
    assert (frames["bills"]["date"] <= last).all()
    assert (small_demo_company.bank_lines["booking_date"] <= last).all()
    assert (small_demo_company.orders["order_date"] <= last).all()


def test_invoice_numbers_have_no_gaps(small_demo_company: DemoCompany) -> None:
    numbers = small_demo_company.documents["invoices"]["number"]
    assert numbers.is_unique
    parts = numbers.str.extract(r"^(\w+-\w+-\d+)-(\d+)$")
    for _, series in parts.groupby(0):
        assert sorted(series[1].astype(int)) == list(range(1, len(series) + 1))


def test_what_is_invoiced_was_delivered_but_for_planted_leaks(
    small_demo_company: DemoCompany,
) -> None:
    frames = small_demo_company.documents
    lines = frames["invoice_lines"]
    lines = lines[lines["delivery_line"] >= 0]
    assert lines["delivery_line"].is_unique
    delivered = frames["delivery_lines"].iloc[lines["delivery_line"].astype(int)]
    assert (lines["quantity"].to_numpy() <= delivered["quantity"].to_numpy()).all()
    leaks = frames["true_leaks"]
    short = lines["quantity"].to_numpy() < delivered["quantity"].to_numpy()
    assert short.sum() == (leaks["kind"] == "invoiced_too_few").sum()
    never = leaks.loc[leaks["kind"] == "never_invoiced", "delivery_line"]
    assert not lines["delivery_line"].isin(never).any()


def test_claims_add_up_and_are_not_approved_by_their_claimant(
    small_demo_company: DemoCompany,
) -> None:
    claims = small_demo_company.claims.set_index("claim_id")
    sums = small_demo_company.claim_lines.groupby("claim_id")[["claimed_cents", "approved_cents"]]
    totals = sums.sum().reindex(claims.index)
    assert (totals["claimed_cents"] == claims["claimed_cents"]).all()
    assert (totals["approved_cents"] == claims["approved_cents"]).all()
    assert (claims["approved_cents"] <= claims["claimed_cents"]).all()
    assert (claims["approver_name"] != claims["employee_name"]).all()


def test_weekends_take_the_previous_fixing() -> None:
    days = np.array(["2024-03-08", "2024-03-09", "2024-03-10"], dtype="datetime64[D]")
    assert len(set(rate(EUR, CNY, days).tolist())) == 1
    assert convert(10_000, CNY, CNY, days).tolist() == [10_000] * 3
    assert 100 < convert(10_000, EUR, USD, days)[0] / 100 < 120


@pytest.mark.parametrize("table", ["orders", "customers", "bank_lines", "claims", "products"])
def test_public_frames_have_the_columns_their_description_names(
    small_demo_company: DemoCompany, table: str
) -> None:
    described = DemoCompany.__doc__ or ""
    for column in getattr(small_demo_company, table).columns:
        shown = column if not column.startswith("list_") else "list_cny_cents"
        assert shown in described


def test_source_systems_are_made_once_and_remade_for_another_seed(tmp_path: Path) -> None:
    folder = tmp_path / "source_systems"
    ensure_source_systems(folder, factor=0.02, seed=DEFAULT_SEED)
    made = (folder / "erp.sqlite").stat().st_mtime_ns
    assert {one.name for one in folder.iterdir()} >= {"erp.sqlite", "truth", "bank", MARKER}
    ensure_source_systems(folder, factor=0.02, seed=DEFAULT_SEED)
    assert (folder / "erp.sqlite").stat().st_mtime_ns == made
    ensure_source_systems(folder, factor=0.02, seed=DEFAULT_SEED + 1)
    assert (folder / "erp.sqlite").stat().st_mtime_ns > made
    assert [one.name for one in tmp_path.iterdir()] == ["source_systems"]
