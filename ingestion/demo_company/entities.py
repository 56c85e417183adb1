"""The three legal entities, their banks and their people.

**Belongs here:** facts about the group that hold whatever the seed and the size.
**Keep out:** customers, suppliers and products; anything that grows with the factor.
"""

from __future__ import annotations

from typing import NamedTuple

from ingestion.demo_company.exchange_rates import CNY, EUR, USD


class Entity(NamedTuple):
    """One legal entity; position in `ENTITIES` is how frames refer to it."""

    code: str
    name: str
    currency: int
    country_code: str
    city: str
    vat_percent: int
    income_tax_percent: int
    main_bank_code: int


ENTITIES = (
    Entity("LH-CN", "联账科技（上海）有限公司", CNY, "CN", "Shanghai", 13, 25, 100201),
    Entity("LH-EU", "Ledgerhouse Demo GmbH", EUR, "DE", "Hamburg", 19, 30, 100203),
    Entity("LH-US", "Ledgerhouse Demo Inc.", USD, "US", "Chicago", 0, 24, 100204),
)
PARENT, EUROPE, AMERICA = range(3)
OWNED_PERCENT = (100, 100, 80)
"""Share of each entity that is the parent's; the rest of America is held by others."""


class BankAccount(NamedTuple):
    """One bank account of an entity; `opening` is the balance before the first day at factor 1."""

    ledger_code: int
    entity: int
    iban: str | None
    account_number: str
    bank_name: str
    bic: str
    statement_format: str
    opening: int


BANK_ACCOUNTS = (
    BankAccount(100201, PARENT, None, "1001244219006542187", "中国工商银行上海分行",
                "ICBKCNBJSHI", "csv_gb18030", 16_500_000),
    BankAccount(100202, PARENT, None, "31050165360000001289", "中国建设银行上海分行",
                "PCBCCNBJSHX", "mt940", 6_000_000),
    BankAccount(100203, EUROPE, "DE89370400440532013000", "0532013000", "Commerzbank",
                "COBADEFFXXX", "camt053", 950_000),
    BankAccount(100204, AMERICA, None, "000123456789", "JPMorgan Chase Bank",
                "CHASUS33XXX", "ofx", 780_000),
)  # fmt: skip


class Rep(NamedTuple):
    """One sales representative."""

    name: str
    email: str
    entity: int
    team: str


REPS = (
    Rep("王伟", "wei.wang@ledgerhouse.example", PARENT, "East China"),
    Rep("李娜", "na.li@ledgerhouse.example", PARENT, "East China"),
    Rep("张强", "qiang.zhang@ledgerhouse.example", PARENT, "North China"),
    Rep("刘洋", "yang.liu@ledgerhouse.example", PARENT, "South China"),
    Rep("陈静", "jing.chen@ledgerhouse.example", PARENT, "Central China"),
    Rep("赵磊", "lei.zhao@ledgerhouse.example", PARENT, "Export"),
    Rep("Anna Schulz", "anna.schulz@ledgerhouse.example", EUROPE, "DACH"),
    Rep("Pierre Martin", "pierre.martin@ledgerhouse.example", EUROPE, "France & Benelux"),
    Rep("Emily Clarke", "emily.clarke@ledgerhouse.example", EUROPE, "UK & Nordics"),
    Rep("James Carter", "james.carter@ledgerhouse.example", AMERICA, "US East"),
    Rep("Maria Lopez", "maria.lopez@ledgerhouse.example", AMERICA, "US West"),
    Rep("Robert King", "robert.king@ledgerhouse.example", AMERICA, "US Central"),
)
OTHER_EMPLOYEES = (
    ("周敏", PARENT), ("吴刚", PARENT), ("郑凯", PARENT), ("孙丽", PARENT), ("马超", PARENT),
    ("朱琳", PARENT), ("胡军", PARENT), ("林涛", PARENT), ("何雪", PARENT), ("高峰", PARENT),
    ("Lukas Weber", EUROPE), ("Sofia Rossi", EUROPE), ("Jonas Becker", EUROPE),
    ("Clara Hoffmann", EUROPE), ("Susan Miller", AMERICA), ("David Brown", AMERICA),
    ("Linda Davis", AMERICA), ("Kevin Wilson", AMERICA),
)  # fmt: skip

ENTITY_PARTY = 1
"""Party id of the first entity; the others follow."""
BANK_PARTY = 11
UNKNOWN_PAYER_PARTY = 20
EMPLOYEE_PARTY = 301
SUPPLIER_PARTY = 101
CUSTOMER_PARTY = 1001


def party_of_entity(entity: int) -> int:
    """Party id under which other entities trade with this one."""
    return ENTITY_PARTY + entity
