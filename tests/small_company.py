"""A demo company small enough to read: 3 entities, 60 customers, 400 orders, 12 claims.

Belongs here: frames in the grain of `DemoCompany` for tests of the writers and the sources.
Keep out: the real simulation, which its own tests cover.
"""

import datetime as dt
import hashlib

import numpy as np
import pandas as pd

from ingestion.demo_company.company import AS_OF, FIRST_DAY, DemoCompany

ENTITIES = (("LH-CN", "CNY", "CN"), ("LH-EU", "EUR", "DE"), ("LH-US", "USD", "US"))
PRODUCT_LINES = ("Sensors", "Controllers", "Services")
SEGMENTS = ("Enterprise", "Mid-market", "Small business")


def small_company(seed: int = 7) -> DemoCompany:
    random = np.random.default_rng(seed)
    customers = _customers(random)
    claims, claim_lines = _claims(random)
    return DemoCompany(
        as_of=AS_OF,
        factor=0.02,
        seed=seed,
        customers=customers,
        reps=_reps(),
        products=pd.DataFrame(),
        orders=_orders(customers, random),
        order_lines=pd.DataFrame(),
        bank_accounts=pd.DataFrame(),
        bank_lines=pd.DataFrame(),
        claims=claims,
        claim_lines=claim_lines,
        account_movements=_movements(random),
        documents={},
    )


def _reps() -> pd.DataFrame:
    names = ("王伟", "李娜", "Anna Schulz", "Pierre Martin", "James Carter", "Maria Lopez")
    return pd.DataFrame(
        {
            "rep_number": [f"E{place + 1:03d}" for place in range(6)],
            "name": names,
            "email": [f"rep{place + 1}@ledgerhouse.example" for place in range(6)],
            "entity_code": [ENTITIES[place // 2][0] for place in range(6)],
            "team": ["East China", "Export", "DACH", "France", "US East", "US West"],
        }
    )


def _customers(random: np.random.Generator) -> pd.DataFrame:
    rows = []
    for place in range(60):
        entity = place % 3
        rows.append(
            {
                "customer_number": f"C{place + 1:05d}",
                "name": f"客户{place + 1}有限公司" if entity == 0 else f"Customer {place + 1} Ltd",
                "entity_code": ENTITIES[entity][0],
                "region": ("East China", "DACH", "US East")[entity],
                "segment": SEGMENTS[place % 7 % 3],
                "country_code": ENTITIES[entity][2],
                "city": "Shanghai",
                "currency_code": ENTITIES[entity][1],
                "terms_days": 30,
                "rep_number": f"E{entity * 2 + place % 2 + 1:03d}",
                "created_date": pd.Timestamp(FIRST_DAY)
                + pd.Timedelta(days=int(random.integers(0, 600))),
                "credit_limit_cents": 10_000_000,
            }
        )
    return pd.DataFrame(rows)


def _orders(customers: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    rows = []
    for place in range(400):
        customer = customers.iloc[int(random.integers(len(customers)))]
        day = pd.Timestamp(FIRST_DAY) + pd.Timedelta(days=int(random.integers(0, 1090)))
        day = min(day, pd.Timestamp(AS_OF))
        recent = (pd.Timestamp(AS_OF) - day).days < 30
        rows.append(
            {
                "order_number": f"SO{place + 1:06d}",
                "entity_code": customer["entity_code"],
                "customer_number": customer["customer_number"],
                "rep_number": customer["rep_number"],
                "order_date": day,
                "currency_code": customer["currency_code"],
                "net_cents": int(random.integers(100_000, 90_000_000)),
                "state": "quotation"
                if recent and place % 2
                else ("cancelled", "done")[place % 50 > 0],
                "product_line": PRODUCT_LINES[place % 3],
                "opportunity_id": None if place % 4 == 0 else str(61_000_000_001 + place),
            }
        )
    return pd.DataFrame(rows)


def _claims(random: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    claims, lines = [], []
    for place in range(12):
        entity_code, currency_code, _ = ENTITIES[place % 3]
        submitted = dt.date(2026, 1 + place // 3 * 2, 10 + place)
        is_open = place == 11
        claim_id = f"EC{place + 1:05d}"
        claimed = approved = 0
        for number in (1, 2):
            cents = int(random.integers(1_000, 200_000))
            # The second line of every fifth claim is cut when approved.
            granted = cents if number == 1 or place % 5 else cents - 500
            claimed, approved = claimed + cents, approved + (0 if is_open else granted)
            lines.append(
                {
                    "claim_line_id": f"{claim_id}-{number}",
                    "claim_id": claim_id,
                    "line_number": number,
                    "expense_date": pd.Timestamp(submitted) - pd.Timedelta(days=number),
                    "category": ("Travel", "Meals")[number - 1],
                    "merchant": ("东方航空", "Bahn")[place % 2],
                    "description": 'Visit to a customer, "annual" review',
                    "currency_code": currency_code,
                    "claimed_cents": cents,
                    "approved_cents": 0 if is_open else granted,
                    "tax_cents": cents // 20,
                    "account_code": "660102",
                    "receipt_sha256": hashlib.sha256(f"{claim_id}{number}".encode()).hexdigest(),
                }
            )
        claims.append(
            {
                "claim_id": claim_id,
                "entity_code": entity_code,
                "employee_name": "王伟" if place % 3 == 0 else "Anna Schulz",
                "employee_number": f"E{place % 3 * 2 + 1:03d}",
                "title": f"Customer visits {submitted:%Y-%m}",
                "submitted_date": pd.Timestamp(submitted),
                "approved_date": pd.NaT if is_open else pd.Timestamp(submitted + dt.timedelta(3)),
                "paid_date": pd.NaT if is_open else pd.Timestamp(submitted + dt.timedelta(9)),
                "status": "submitted" if is_open else "paid",
                "approver_name": None if is_open else "周敏",
                "currency_code": currency_code,
                "claimed_cents": claimed,
                "approved_cents": approved,
            }
        )
    return pd.DataFrame(claims), pd.DataFrame(lines)


def _movements(random: np.random.Generator) -> pd.DataFrame:
    months = pd.period_range("2023-11", "2026-10", freq="M")
    rows = [
        {
            "entity_code": entity_code,
            "account_code": account,
            "fiscal_period": str(month),
            "profit_signed_cents": sign * int(random.integers(1_000_000, 9_000_000)),
        }
        for entity_code, _, _ in ENTITIES
        for account, sign in (("6001", 1), ("6401", -1), ("660102", -1), ("660202", -1))
        for month in months
    ]
    return pd.DataFrame(rows)
