"""From positions to codes: the frames other writers of source systems read.

**Belongs here:** building a `DemoCompany` from the simulation's frames.
**Keep out:** simulating.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ingestion.demo_company import chart
from ingestion.demo_company.company import AS_OF, DemoCompany
from ingestion.demo_company.entities import BANK_ACCOUNTS, ENTITIES
from ingestion.demo_company.erp_trade import order_numbers
from ingestion.demo_company.exchange_rates import CURRENCIES
from ingestion.demo_company.products import PRODUCT_LINES
from ingestion.demo_company.random_streams import stream

_ENTITY_CODES = np.array([one.code for one in ENTITIES], dtype=object)
_CURRENCY_CODES = np.array(CURRENCIES, dtype=object)
_CLAIM_COLUMNS = (
    "claim_id", "entity_code", "employee_name", "employee_number", "title", "submitted_date",
    "approved_date", "paid_date", "status", "approver_name", "currency_code", "claimed_cents",
    "approved_cents",
)  # fmt: skip
_CLAIM_LINE_COLUMNS = (
    "claim_line_id", "claim_id", "line_number", "expense_date", "category", "merchant",
    "description", "currency_code", "claimed_cents", "approved_cents", "tax_cents",
    "account_code", "receipt_sha256",
)  # fmt: skip
_OPPORTUNITY_SHARE = 0.62
_FIRST_OPPORTUNITY = 9_000_000_001


def make_company(frames: dict[str, pd.DataFrame], factor: float, seed: int) -> DemoCompany:
    """Give the simulated frames under their public names and columns."""
    orders = _orders(frames, seed)
    lines = frames["order_lines"]
    products = frames["products"]
    reps = frames["reps"]
    accounts = frames["bank_accounts"]
    return DemoCompany(
        as_of=AS_OF,
        factor=factor,
        seed=seed,
        customers=_customers(frames["customers"], orders),
        reps=pd.DataFrame(
            {
                **{name: reps[name] for name in ("rep_number", "name", "email")},
                "entity_code": _ENTITY_CODES[reps["entity"]],
                "team": reps["team"],
            }
        ),
        products=products[
            ["product_code", "name", "product_line", "category", "list_cny_cents",
             "list_eur_cents", "list_usd_cents", "list_gbp_cents", "launched_date"]
        ].copy(),
        orders=orders,
        order_lines=pd.DataFrame(
            {
                "order_number": orders["order_number"].to_numpy()[lines["order"]],
                "line_number": lines["number"],
                "product_code": products["product_code"].to_numpy()[lines["product"]],
                "product_line": products["product_line"].to_numpy()[lines["product"]],
                "quantity": lines["quantity"],
                "cancelled_quantity": lines["cancelled_quantity"],
                "unit_price_cents": lines["unit_price_cents"],
                "net_cents": lines["net_cents"],
            }
        ),
        bank_accounts=pd.DataFrame(
            {
                **{name: accounts[name] for name in
                   ("account_id", "iban", "account_number", "bank_name", "bic")},
                "currency_code": _CURRENCY_CODES[
                    [ENTITIES[one].currency for one in accounts["entity"]]
                ],
                "entity_code": _ENTITY_CODES[accounts["entity"]],
                **{name: accounts[name] for name in
                   ("ledger_code", "statement_format", "opening_cents")},
            }
        ),
        bank_lines=_bank_lines(frames["bank_lines"]),
        claims=frames["claims"][list(_CLAIM_COLUMNS)].copy(),
        claim_lines=frames["claim_lines"][list(_CLAIM_LINE_COLUMNS)].copy(),
        account_movements=_account_movements(frames),
        documents=frames,
    )  # fmt: skip


def _orders(frames: dict[str, pd.DataFrame], seed: int) -> pd.DataFrame:
    orders, lines = frames["orders"], frames["order_lines"]
    net = np.zeros(len(orders), dtype=np.int64)
    np.add.at(net, lines["order"].to_numpy(), lines["net_cents"].to_numpy())
    with_opportunity = stream(seed, "opportunities").random(len(orders)) < _OPPORTUNITY_SHARE
    number = _FIRST_OPPORTUNITY + np.cumsum(with_opportunity)
    opportunity = number.astype(str).astype(object)
    opportunity[~with_opportunity] = None
    customers, reps = frames["customers"], frames["reps"]
    return pd.DataFrame(
        {
            "order_number": order_numbers(orders),
            "entity_code": _ENTITY_CODES[orders["entity"]],
            "customer_number": customers["customer_number"].to_numpy()[orders["customer"]],
            "rep_number": reps["rep_number"].to_numpy()[orders["rep"]],
            "order_date": orders["date"],
            "currency_code": _CURRENCY_CODES[orders["currency"]],
            "net_cents": net,
            "state": orders["state"],
            "product_line": np.array(PRODUCT_LINES, dtype=object)[orders["line"]],
            "opportunity_id": opportunity,
        }
    )


def _customers(customers: pd.DataFrame, orders: pd.DataFrame) -> pd.DataFrame:
    bought = orders.groupby("customer_number")["net_cents"].sum()
    total = bought.reindex(customers["customer_number"]).fillna(0).to_numpy().astype(np.int64)
    # A fifth of what was ordered in three years, in steps of 10,000, is a usual limit.
    limit = np.maximum(total // 5 // 1_000_000 * 1_000_000, 2_000_000)
    return pd.DataFrame(
        {
            "customer_number": customers["customer_number"],
            "name": customers["name"],
            "entity_code": _ENTITY_CODES[customers["entity"]],
            **{name: customers[name] for name in ("region", "segment", "country_code", "city")},
            "currency_code": _CURRENCY_CODES[customers["currency"]],
            **{name: customers[name] for name in ("terms_days", "rep_number", "created_date")},
            "credit_limit_cents": limit,
        }
    )


def _bank_lines(lines: pd.DataFrame) -> pd.DataFrame:
    shown = lines[lines["is_on_statement"]].reset_index(drop=True)
    ids = np.array([one.iban or one.account_number for one in BANK_ACCOUNTS], dtype=object)
    return pd.DataFrame(
        {
            "account_id": ids[shown["position"]],
            "booking_date": shown["booking_date"],
            "value_date": shown["value_date"],
            "amount_cents": shown["cents"],
            **{name: shown[name] for name in
               ("bank_reference", "end_to_end_reference", "counterparty_name",
                "counterparty_account", "remittance_text")},
        }
    )  # fmt: skip


def _account_movements(frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    moves, lines = frames["moves"], frames["move_lines"]
    move = lines["move"].to_numpy() - 1
    income = lines["account"].isin(chart.INCOME_STATEMENT_CODES).to_numpy()
    closing = (moves["journal"] == "CLOSE").to_numpy()[move]
    chosen = income & ~closing
    dates = moves["date"].to_numpy()[move[chosen]]
    frame = pd.DataFrame(
        {
            "entity_code": _ENTITY_CODES[moves["entity"].to_numpy()[move[chosen]]],
            "account_code": lines["account"].to_numpy()[chosen].astype(str).astype(object),
            "fiscal_period": np.datetime_as_string(dates.astype("datetime64[M]")).astype(object),
            "profit_signed_cents": -lines["cents"].to_numpy()[chosen],
        }
    )
    keys = ["entity_code", "account_code", "fiscal_period"]
    return frame.groupby(keys, as_index=False).agg({"profit_signed_cents": "sum"})
