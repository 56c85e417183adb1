"""Expense claims of employees: what they spend, what is approved, when they get it back.

**Belongs here:** claims, their lines, a few irregular ones, and their journals.
**Keep out:** the spreadsheets in which entities send claims (`expense_files`).
"""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd

from ingestion.demo_company import chart
from ingestion.demo_company.entities import EMPLOYEE_PARTY, ENTITIES, OTHER_EMPLOYEES, PARENT, REPS
from ingestion.demo_company.exchange_rates import CURRENCIES
from ingestion.demo_company.ledger import BankDetails, Ledger, Lines
from ingestion.demo_company.random_streams import stream
from ingestion.demo_company.timeline import (
    LAST,
    MONTHS,
    Days,
    Ints,
    add_business_days,
    next_business_day,
)

_CLAIMS_PER_MONTH = 22
_DUPLICATE_SHARE = 0.006
# category, account, merchants in China and abroad, tax percent, median amount in CNY, rep only
_CATEGORIES = (
    ("Travel", chart.TRAVEL, ("中国铁路", "东方航空"), ("Lufthansa", "United Airlines"), 9, 900),
    ("Lodging", chart.TRAVEL, ("汉庭酒店", "亚朵酒店"), ("Marriott", "Motel One"), 6, 760),
    ("Meals", chart.TRAVEL, ("海底捞", "外婆家"), ("Bistro Central", "Corner Grill"), 0, 320),
    ("Local transport", chart.TRAVEL, ("滴滴出行", "上海地铁"), ("Uber", "Stadtbus"), 3, 110),
    ("Exhibition", chart.MARKETING, ("国家会展中心",), ("Messe Service",), 6, 2_200),
    ("Office supplies", chart.OTHER_ADMIN, ("得力文具", "京东"), ("Staples", "Amazon"), 13, 260),
    ("Telephone", chart.OTHER_ADMIN, ("中国移动", "中国电信"), ("Telekom", "Verizon"), 6, 150),
)
_SHARES = (0.22, 0.18, 0.24, 0.16, 0.03, 0.10, 0.07)
_PER_CNY = {0: 1.0, 1: 1 / 5.2, 2: 1 / 5.0}


def make_claims(factor: float, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make claims and lines.

    Returns:
        claims and claim_lines as `DemoCompany` describes them, claims with entity (position)
        and party (of the employee) besides.
    """
    random = stream(seed, "expense claims")
    people = [rep.entity for rep in REPS] + [entity for _, entity in OTHER_EMPLOYEES]
    names = [rep.name for rep in REPS] + [name for name, _ in OTHER_EMPLOYEES]
    weight = np.where(np.arange(len(people)) < len(REPS), 3.0, 1.0)
    counts = random.poisson(_CLAIMS_PER_MONTH * factor, len(MONTHS))
    month = np.repeat(np.arange(len(MONTHS)), counts)
    size = len(month)
    person = random.choice(len(people), size, p=weight / weight.sum())
    entity = np.array(people)[person]
    first = (MONTHS[0] + month).astype("datetime64[D]")
    submitted = next_business_day(first + random.integers(3, 28, size))
    inside = submitted <= LAST
    person, entity, submitted = person[inside], entity[inside], submitted[inside]
    order = np.argsort(submitted, kind="stable")
    person, entity, submitted = person[order], entity[order], submitted[order]
    size = len(person)
    approved = add_business_days(submitted, random.integers(1, 7, size))
    paid = _next_friday(approved + 1)
    rejected = random.random(size) < 0.025
    lines = _claim_lines(entity, submitted, rejected | (approved > LAST), random)
    totals = lines.groupby("claim")[["claimed_cents", "approved_cents"]].sum()
    is_approved = ~rejected & (approved <= LAST)
    is_paid = is_approved & (paid <= LAST)
    nothing = np.datetime64("NaT", "D")
    boss = np.array([7, 10, 14])[entity] + len(REPS) - 7 + np.where(entity == PARENT, 0, 7)
    boss = np.where(boss == person, boss + 1, boss)
    claims = pd.DataFrame(
        {
            "claim_id": [f"EC-{number:06d}" for number in range(1, size + 1)],
            "entity_code": np.array([one.code for one in ENTITIES], dtype=object)[entity],
            "employee_name": np.array(names, dtype=object)[person],
            "employee_number": [f"E{one + 1:03d}" for one in person.tolist()],
            "title": np.where(entity == PARENT, "费用报销", "Business expenses"),
            "submitted_date": submitted.astype("datetime64[s]"),
            "approved_date": np.where(is_approved, approved, nothing).astype("datetime64[s]"),
            "paid_date": np.where(is_paid, paid, nothing).astype("datetime64[s]"),
            "status": np.select(
                [is_paid, is_approved, rejected & (approved <= LAST)],
                ["paid", "approved", "rejected"],
                "submitted",
            ).astype(object),
            "approver_name": np.array(names, dtype=object)[np.minimum(boss, len(names) - 1)],
            "currency_code": np.array(CURRENCIES, dtype=object)[
                np.array([one.currency for one in ENTITIES])[entity]
            ],
            "claimed_cents": totals["claimed_cents"].to_numpy(),
            "approved_cents": totals["approved_cents"].to_numpy(),
            "entity": entity,
            "party": EMPLOYEE_PARTY + person,
            "payment_date": paid.astype("datetime64[s]"),
        }
    )
    lines["claim_id"] = claims["claim_id"].to_numpy()[lines["claim"]]
    lines["currency_code"] = claims["currency_code"].to_numpy()[lines["claim"]]
    lines["claim_line_id"] = lines["claim_id"] + "-" + lines["line_number"].astype(str)
    return claims, lines


def _claim_lines(
    entity: Ints, submitted: Days, not_approved: np.ndarray, random: np.random.Generator
) -> pd.DataFrame:
    per_claim = 1 + np.minimum(random.poisson(1.8, len(entity)), 6)
    claim = np.repeat(np.arange(len(entity)), per_claim)
    size = len(claim)
    category = random.choice(len(_CATEGORIES), size, p=_SHARES)
    median = np.array([one[5] for one in _CATEGORIES])[category]
    per_cny = np.array([_PER_CNY[one] for one in range(3)])[entity[claim]]
    units = random.lognormal(0, 0.5, size) * median * per_cny
    claimed = np.rint(units * 20).astype(np.int64) * 5
    claimed = np.maximum(claimed, 500)
    cut = random.random(size) < 0.05
    approved = np.where(cut, claimed * 7 // 10, claimed)
    approved = np.where(not_approved[claim], 0, approved)
    percent = np.array([one[4] for one in _CATEGORIES])[category]
    merchant_draw = random.integers(0, 2, size)
    is_parent = entity[claim] == PARENT
    merchants = [
        (row[2] if parent else row[3])[draw % len(row[2] if parent else row[3])]
        for row, parent, draw in zip(
            [_CATEGORIES[one] for one in category.tolist()],
            is_parent.tolist(),
            merchant_draw.tolist(),
            strict=True,
        )
    ]
    receipts = np.arange(size)
    twice = np.flatnonzero(random.random(size) < _DUPLICATE_SHARE)
    twice = twice[twice > 40]
    receipts[twice] = receipts[twice - 37]
    number = np.arange(size) - np.repeat(np.cumsum(per_claim) - per_claim, per_claim) + 1
    return pd.DataFrame(
        {
            "claim": claim,
            "line_number": number,
            "expense_date": (submitted[claim] - random.integers(1, 25, size)).astype(
                "datetime64[s]"
            ),
            "category": np.array([one[0] for one in _CATEGORIES], dtype=object)[category],
            "merchant": merchants,
            "description": np.array([one[0] for one in _CATEGORIES], dtype=object)[category],
            "claimed_cents": claimed,
            "approved_cents": approved,
            "tax_cents": claimed * percent // (100 + percent),
            "account_code": np.array([str(one[1]) for one in _CATEGORIES], dtype=object)[category],
            "receipt_sha256": [
                hashlib.sha256(f"receipt {one}".encode()).hexdigest() for one in receipts.tolist()
            ],
        }
    )


def _next_friday(days: Days) -> Days:
    weekday = (days.astype(np.int64) + 3) % 7
    return days + (4 - weekday) % 7


def post_claims(ledger: Ledger, claims: pd.DataFrame, lines: pd.DataFrame) -> None:
    """Post approved claims as cost against other payables and their weekly reimbursement."""
    approved = claims["approved_date"].notna().to_numpy()
    mine = claims[approved]
    position = np.cumsum(approved) - 1
    on = approved[lines["claim"].to_numpy()]
    each = np.arange(len(mine))
    party = mine["party"].to_numpy()
    total = mine["approved_cents"].to_numpy()
    ledger.post(
        source="expense claims",
        entity=mine["entity"].to_numpy(),
        dates=mine["approved_date"].to_numpy(),
        journal="MISC",
        origin_kind="",
        origin=-1,
        description=("Expense claim " + mine["claim_id"]).to_numpy(),
        lines=[
            Lines(
                position[lines["claim"].to_numpy()[on]],
                lines["account_code"].to_numpy()[on].astype(np.int64),
                lines["approved_cents"].to_numpy()[on],
            ),
            Lines(each, chart.OTHER_PAYABLES, -total, party=party),
        ],
    )
    bank = np.array([one.main_bank_code for one in ENTITIES])[mine["entity"].to_numpy()]
    ledger.post(
        source="claim payments",
        entity=mine["entity"].to_numpy(),
        dates=mine["payment_date"].to_numpy(),
        journal="BANK",
        origin_kind="",
        origin=-1,
        description=("Reimbursement " + mine["claim_id"]).to_numpy(),
        lines=[Lines(each, bank, -total), Lines(each, chart.OTHER_PAYABLES, total, party=party)],
        bank=[
            BankDetails(
                each,
                bank,
                0,
                mine["employee_name"].to_numpy(),
                "",
                mine["claim_id"].to_numpy(),
            )
        ],
    )
