"""Makes the owners, companies and contacts of the demo company's CRM.

**Belongs here**: who sells (owners), to whom (customers and prospects) and the people there.

**Keep out**: deals (`crm_deals`) and storage (`crm_store`).
"""

import datetime as dt
from typing import Any, Final, cast

import numpy as np
import pandas as pd

from ingestion.demo_company.company import FIRST_DAY, DemoCompany

DAY_MS: Final = 86_400_000
PROSPECTS_PER_CUSTOMER: Final = 0.3
# First hour (UTC) of an office day, so that a local working day never crosses midnight UTC.
OFFICE_OPENS_UTC: Final = {"LH-CN": 1, "LH-EU": 8, "LH-US": 14}

_INDUSTRIES: Final = (
    "MACHINERY",
    "AUTOMOTIVE",
    "ELECTRICAL_ELECTRONIC_MANUFACTURING",
    "LOGISTICS_AND_SUPPLY_CHAIN",
    "MEDICAL_DEVICES",
    "RETAIL",
    "RENEWABLES_ENVIRONMENT",
    "CONSTRUCTION",
)
_JOB_TITLES: Final = (
    "Head of Purchasing",
    "Buyer",
    "Chief Financial Officer",
    "Plant Manager",
    "Operations Director",
    "Project Engineer",
)
_PROSPECT_WORDS: Final = {
    "LH-CN": (
        ("华辰", "东岳", "海川", "明远", "金禾", "启航", "瑞丰", "天恒", "博锐", "宏图"),
        ("机械", "电子", "自动化", "物流", "医疗", "新能源"),
        ("有限公司", "股份有限公司", "科技有限公司"),
    ),
    "LH-EU": (
        ("Nordwind", "Alster", "Brenner", "Isar", "Havel", "Lindau", "Sonnen", "Tauber", "Werra"),
        (" Technik", " Systeme", " Anlagen", " Logistik", " Medizin", " Antriebe"),
        (" GmbH", " AG", " GmbH & Co. KG"),
    ),
    "LH-US": (
        ("Cedar", "Granite", "Harbor", "Juniper", "Lakeside", "Mesa", "Pioneer", "Summit", "Tide"),
        (" Controls", " Robotics", " Supply", " Devices", " Energy", " Machining"),
        (" Inc.", " LLC", " Corp."),
    ),
}
_NAMES: Final = {
    "LH-CN": (
        ("伟", "芳", "娜", "敏", "静", "强", "磊", "洋", "艳", "杰", "涛", "明"),
        ("王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙"),
        "+86 138",
    ),
    "LH-EU": (
        ("Anna", "Ben", "Clara", "David", "Emil", "Frieda", "Greta", "Jonas", "Lena", "Moritz"),
        ("Bauer", "Fischer", "Hoffmann", "Keller", "Lange", "Peters", "Richter", "Vogel", "Wolf"),
        "+49 30",
    ),
    "LH-US": (
        ("Ava", "Carlos", "Dana", "Ethan", "Grace", "Henry", "Maya", "Noah", "Olivia", "Samuel"),
        ("Brooks", "Carter", "Diaz", "Foster", "Hayes", "Nguyen", "Parker", "Reed", "Turner"),
        "+1 555",
    ),
}


def milliseconds(day: dt.date | pd.Timestamp) -> int:
    """Return midnight UTC of a day as milliseconds since 1970."""
    return int(pd.Timestamp(day).value // 1_000_000)


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a frame's rows as dictionaries by column name."""
    return cast("list[dict[str, Any]]", frame.to_dict("records"))


def derive_owners(company: DemoCompany) -> pd.DataFrame:
    """Make one owner per sales representative, with rep_number and entity_code for joining."""
    reps = company.reps.reset_index(drop=True)
    parts = reps["name"].map(_split_name)
    return pd.DataFrame(
        {
            "id": [str(7_100_001 + place) for place in range(len(reps))],
            "email": reps["email"],
            "first_name": [first for first, _ in parts],
            "last_name": [last for _, last in parts],
            "team": reps["team"],
            "archived": False,
            "created_ms": milliseconds(FIRST_DAY) - 400 * DAY_MS,
            "rep_number": reps["rep_number"],
            "entity_code": reps["entity_code"],
        }
    )


def derive_companies(
    company: DemoCompany, owners: pd.DataFrame, random: np.random.Generator
) -> pd.DataFrame:
    """Make one company per customer and, per entity, prospects that never bought.

    Returns:
        Columns of `CrmStore.companies` and entity_code, segment for joining.
    """
    customers = company.customers.reset_index(drop=True)
    owner_ids = owners.set_index("rep_number")["id"]
    known = pd.DataFrame(
        {
            "name": customers["name"],
            "region": customers["region"],
            "country": customers["country_code"],
            "hubspot_owner_id": customers["rep_number"].map(owner_ids),
            "erp_customer_number": customers["customer_number"],
            "created_ms": [milliseconds(day) for day in customers["created_date"]],
            "entity_code": customers["entity_code"],
            "segment": customers["segment"],
        }
    )
    frames = [known]
    for entity_code, group in customers.groupby("entity_code", sort=True):
        frames.append(_prospects(str(entity_code), group, company, owners, random))
    companies = pd.concat(frames, ignore_index=True)
    count = len(companies)
    companies["id"] = [str(9_200_000_001 + place) for place in range(count)]
    companies["domain"] = [f"account-{place + 1:05d}.example" for place in range(count)]
    companies["industry"] = random.choice(_INDUSTRIES, count)
    edited = companies["created_ms"] + random.integers(1, 500, count) * DAY_MS
    latest = milliseconds(company.as_of) - random.integers(1, 60, count) * DAY_MS
    companies["created_ms"] = np.minimum(companies["created_ms"], latest - DAY_MS)
    companies["modified_ms"] = np.minimum(edited, latest) + random.integers(0, DAY_MS, count)
    companies["archived"] = False
    return companies


def derive_contacts(companies: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """Make one to three contacts per company."""
    counts = random.choice([1, 2, 3], len(companies), p=[0.5, 0.35, 0.15])
    rows: list[dict[str, object]] = []
    for place, (account, count) in enumerate(zip(rows_of(companies), counts, strict=True)):
        given_names, family_names, prefix = _NAMES[account["entity_code"]]
        for number in range(int(count)):
            created = int(account["created_ms"]) + int(random.integers(0, 40)) * DAY_MS
            rows.append(
                {
                    "id": str(5_300_000_001 + len(rows)),
                    "company_id": account["id"],
                    "firstname": str(random.choice(given_names)),
                    "lastname": str(random.choice(family_names)),
                    "email": f"contact{number + 1}@{account['domain']}",
                    "phone": f"{prefix} {place % 10_000:04d} {number + 1:04d}",
                    "jobtitle": str(random.choice(_JOB_TITLES)),
                    "created_ms": min(created, int(account["modified_ms"])),
                    "modified_ms": int(account["modified_ms"]),
                    "archived": False,
                }
            )
    return pd.DataFrame(rows)


def _prospects(
    entity_code: str,
    customers: pd.DataFrame,
    company: DemoCompany,
    owners: pd.DataFrame,
    random: np.random.Generator,
) -> pd.DataFrame:
    count = max(1, round(len(customers) * PROSPECTS_PER_CUSTOMER))
    like = customers.iloc[random.integers(0, len(customers), count)]
    heads, middles, tails = _PROSPECT_WORDS[entity_code]
    combinations = [head + middle + tail for head in heads for middle in middles for tail in tails]
    names = [combinations[place] for place in random.permutation(len(combinations))]
    numbered = [
        names[place % len(names)] + (f" {place // len(names) + 1}" if place >= len(names) else "")
        for place in range(count)
    ]
    days = (company.as_of - FIRST_DAY).days
    own = owners.loc[owners["entity_code"] == entity_code, "id"].to_numpy()
    return pd.DataFrame(
        {
            "name": numbered,
            "region": like["region"].to_numpy(),
            "country": like["country_code"].to_numpy(),
            "hubspot_owner_id": random.choice(own, count),
            "erp_customer_number": None,
            "created_ms": milliseconds(FIRST_DAY) + random.integers(0, days - 60, count) * DAY_MS,
            "entity_code": entity_code,
            "segment": like["segment"].to_numpy(),
        }
    )


def _split_name(name: str) -> tuple[str, str | None]:
    # A Chinese name is entered whole: split, a CRM would show it the wrong way round.
    given, _, family = name.rpartition(" ")
    return (given, family) if given else (name, None)
