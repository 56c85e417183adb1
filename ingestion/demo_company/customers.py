"""Third-party customers and how each of them buys and pays.

**Belongs here:** who they are, in which currency they are invoiced, their terms and habits.
**Keep out:** their orders and payments themselves.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ingestion.demo_company.entities import AMERICA, CUSTOMER_PARTY, EUROPE, PARENT, REPS
from ingestion.demo_company.exchange_rates import CNY, EUR, GBP, USD
from ingestion.demo_company.random_streams import stream
from ingestion.demo_company.timeline import FIRST

CUSTOMERS_AT_FACTOR_ONE = 600
ENTITY_SHARES = (0.58, 0.26, 0.16)
CHURN_MONTH = 20
"""The big customer's first month without orders: 2025-07."""

SEGMENTS = ("Enterprise", "Mid-market", "Small business")
_SEGMENT_SHARES = (0.15, 0.45, 0.40)
# region, country, city, share within the entity, currency, reps (position in REPS)
_PLACES = {
    PARENT: (
        ("East China", "CN", ("上海", "杭州", "苏州", "南京"), 0.36, CNY, (0, 1)),
        ("North China", "CN", ("北京", "天津", "青岛"), 0.20, CNY, (2,)),
        ("South China", "CN", ("深圳", "广州", "东莞"), 0.20, CNY, (3,)),
        ("Central China", "CN", ("武汉", "成都", "重庆"), 0.14, CNY, (4,)),
        ("Asia Pacific", "SG", ("Singapore", "Penang", "Bangkok"), 0.10, USD, (5,)),
    ),
    EUROPE: (
        ("DACH", "DE", ("Hamburg", "München", "Stuttgart", "Köln"), 0.55, EUR, (6,)),
        ("France & Benelux", "FR", ("Lyon", "Lille", "Paris"), 0.20, EUR, (7,)),
        ("UK & Nordics", "GB", ("Leeds", "Bristol", "London"), 0.15, GBP, (8,)),
        ("Southern Europe", "IT", ("Torino", "Bologna"), 0.10, USD, (7,)),
    ),
    AMERICA: (
        ("US East", "US", ("Boston", "Atlanta", "Pittsburgh"), 0.40, USD, (9,)),
        ("US West", "US", ("Seattle", "San Jose", "Denver"), 0.35, USD, (10,)),
        ("US Central", "US", ("Chicago", "Dallas", "Detroit"), 0.25, USD, (11,)),
    ),
}
_STEMS_ZH = (
    "华",
    "瑞",
    "恒",
    "盛",
    "联",
    "新",
    "中",
    "宏",
    "博",
    "精",
    "智",
    "远",
    "凯",
    "创",
    "德",
)
_ENDS_ZH = ("科技", "自动化", "机电", "精密", "装备", "电子", "仪器", "动力", "制造", "控制")
_STEMS_EN = ("North", "Alpen", "Blue", "Summit", "Harbor", "Iron", "Silver", "Delta", "Oak", "Nova",
             "Granite", "River", "Falcon", "Crown", "Atlas")  # fmt: skip
_MIDS_EN = ("field", "werk", "stone", "line", "gate", "bridge", "point", "ridge", "ton", "haven")
_ENDS_EN = {
    PARENT: ("Pte. Ltd.", "Sdn. Bhd.", "Co., Ltd."),
    EUROPE: ("GmbH", "AG", "SAS", "Ltd", "BV"),
    AMERICA: ("Inc.", "LLC", "Corp."),
}


def make_customers(factor: float, seed: int) -> pd.DataFrame:
    """Make the customers.

    Returns:
        One row per customer, ordered by customer_number: the public columns of
        `DemoCompany.customers` without credit_limit_cents, and party, entity, currency,
        rep, weight (share of orders), first_month (position on the month axis, negative before
        the books), last_month, delay_days and delay_spread (paying habit), pay_day (day of the
        month of a monthly payment run, 0 without), is_fee_deductor, is_short_payer.
    """
    random = stream(seed, "customers")
    total = max(30, round(CUSTOMERS_AT_FACTOR_ONE * factor))
    counts = [max(6, round(total * share)) for share in ENTITY_SHARES]
    entity = np.repeat(np.arange(3), counts)
    size = len(entity)
    place = np.empty(size, dtype=np.int64)
    for position in range(3):
        mine = entity == position
        shares = np.array([row[3] for row in _PLACES[position]])
        place[mine] = random.choice(len(shares), mine.sum(), p=shares / shares.sum())
    segment = random.choice(3, size, p=_SEGMENT_SHARES)
    weight = random.lognormal(0.0, 0.9, size) * np.array([3.0, 1.0, 0.4])[segment]
    first_month = np.where(random.random(size) < 0.68, -24, random.integers(0, 34, size))
    last_month = np.full(size, 99)
    quiet = (random.random(size) < 0.06) & (first_month < 0)
    last_month[quiet] = random.integers(12, 34, quiet.sum())
    # The first customer is the big one that leaves, the second the biggest that stays.
    place[0], segment[0], first_month[0], last_month[0] = 0, 0, -24, CHURN_MONTH - 1
    place[1], segment[1], first_month[1], last_month[1] = 1, 0, -24, 99
    for position in range(3):
        mine = entity == position
        weight[mine] /= weight[mine].sum()
    weight[0], weight[1] = 0.09, 0.05
    created = (
        FIRST
        + np.where(first_month < 0, -random.integers(30, 2000, size), first_month * 30.44).astype(
            np.int64
        )
    ).astype("datetime64[D]")
    terms = np.where(
        segment == 0,
        random.choice([30, 45, 60], size, p=[0.4, 0.35, 0.25]),
        np.where(
            segment == 1,
            random.choice([15, 30, 45], size, p=[0.2, 0.6, 0.2]),
            random.choice([0, 15, 30], size, p=[0.15, 0.35, 0.5]),
        ),
    )
    habit = random.choice(4, size, p=[0.42, 0.43, 0.11, 0.04])
    pays_in_runs = random.random(size) < 0.22
    rows = [_PLACES[e][p] for e, p in zip(entity.tolist(), place.tolist(), strict=True)]
    city_draw, rep_draw, name_draw = random.random((3, size))
    frame = pd.DataFrame(
        {
            "customer_number": [f"C{position:05d}" for position in range(1, size + 1)],
            "name": _names(entity, [row[1] for row in rows], name_draw),
            "segment": np.array(SEGMENTS, dtype=object)[segment],
            "region": [row[0] for row in rows],
            "country_code": [row[1] for row in rows],
            "city": [row[2][int(d * len(row[2]))] for row, d in zip(rows, city_draw, strict=True)],
            "terms_days": terms,
            "created_date": created.astype("datetime64[s]"),
            "party": CUSTOMER_PARTY + np.arange(size),
            "entity": entity,
            "currency": [row[4] for row in rows],
            "rep": [row[5][int(d * len(row[5]))] for row, d in zip(rows, rep_draw, strict=True)],
            "weight": weight,
            "first_month": first_month,
            "last_month": last_month,
            "delay_days": np.array([-3, 3, 12, 34])[habit],
            "delay_spread": np.array([2.0, 3.0, 6.0, 14.0])[habit],
            "pay_day": np.where(pays_in_runs, random.choice([10, 25], size), 0),
            "is_fee_deductor": random.random(size) < 0.10,
            "is_short_payer": random.random(size) < 0.04,
        }
    )
    frame["rep_number"] = [f"E{rep + 1:03d}" for rep in frame["rep"]]
    return frame


def _names(entity: np.ndarray, countries: list[str], draw: np.ndarray) -> list[str]:
    names: list[str] = []
    seen: dict[str, int] = {}
    for number, (where, country) in enumerate(zip(entity.tolist(), countries, strict=True)):
        pick = int(draw[number] * 1_000_000)
        if country == "CN":
            stem = _STEMS_ZH[pick % 15] + _STEMS_ZH[pick // 15 % 15]
            name = f"{stem}{_ENDS_ZH[pick // 225 % 10]}有限公司"
        else:
            endings = _ENDS_EN[where]
            stem = _STEMS_EN[pick % 15] + _MIDS_EN[pick // 15 % 10]
            name = f"{stem} {endings[pick // 150 % len(endings)]}"
        again = seen.get(name, 0)
        seen[name] = again + 1
        names.append(_tell_apart(name, again) if again else name)
    return names


def _tell_apart(name: str, again: int) -> str:
    """Give companies of the same name a distinguishing part, as registers demand."""
    if name.endswith("有限公司"):
        return f"{name[:-4]}（{again + 1}）有限公司"
    stem, _, ending = name.partition(" ")
    return f"{stem} {again + 1} {ending}"


def rep_frame() -> pd.DataFrame:
    """Give the sales representatives: position, rep_number, name, email, entity, team."""
    return pd.DataFrame(
        [
            (position, f"E{position + 1:03d}", rep.name, rep.email, rep.entity, rep.team)
            for position, rep in enumerate(REPS)
        ],
        columns=["rep", "rep_number", "name", "email", "entity", "team"],
    )
