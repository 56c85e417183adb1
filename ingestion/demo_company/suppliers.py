"""Suppliers of goods, materials and services.

**Belongs here:** who they are, their currency and terms.
**Keep out:** what is bought from them.
"""

from __future__ import annotations

import pandas as pd

from ingestion.demo_company.entities import AMERICA, EUROPE, PARENT, SUPPLIER_PARTY
from ingestion.demo_company.exchange_rates import CNY, EUR, USD

GOODS_SUPPLIERS = 14
_GOODS = (
    "苏州汇川电子元件有限公司", "宁波华博精密机械有限公司", "无锡恒达传感技术有限公司",
    "深圳市立元通信设备有限公司", "东莞市鸿图五金制品有限公司", "常州远景电机有限公司",
    "杭州申达仪表有限公司", "佛山市科力自动化有限公司", "青岛海润电缆有限公司",
    "厦门信诚光电有限公司", "Taiyo Components Co., Ltd.", "Pacific Semicon Inc.",
    "Rhein Sensorik GmbH", "南京博远控制技术有限公司",
)  # fmt: skip
_GOODS_IN_DOLLARS = (10, 11)
_MATERIALS = (
    "昆山电路板有限公司", "上海芯联半导体有限公司", "浙江铝业制品有限公司",
    "江苏线缆有限公司", "湖南电机绕组有限公司", "成都敏感元件有限公司",
)  # fmt: skip
SERVICES = ("rent", "marketing", "freight", "administration", "equipment")
_SERVICE_NAMES = {
    PARENT: ("上海张江园区物业有限公司", "上海视野广告有限公司", "顺达物流有限公司",
             "上海诚信企业服务有限公司", "上海重工设备有限公司"),
    EUROPE: ("Hafen Immobilien GmbH", "Werbehaus Nord GmbH", "Elbe Spedition GmbH",
             "Kanzlei Brandt & Partner", "Technik Maschinen AG"),
    AMERICA: ("Lakeside Properties LLC", "Bright Media Inc.", "Midwest Freight LLC",
              "Loop Office Services Inc.", "Prairie Equipment Corp."),
}  # fmt: skip
_LOCAL = (CNY, EUR, USD)
_COUNTRY = ("CN", "DE", "US")


def make_suppliers() -> pd.DataFrame:
    """Give the suppliers.

    Returns:
        One row per supplier: supplier_number, name, entity, currency, country_code, terms_days,
        role ('goods', 'materials' or a member of `SERVICES`), position (within role and entity),
        party.
    """
    rows: list[tuple[str, int, int, str, int, str, int]] = []
    for position, name in enumerate(_GOODS):
        is_dollar = position in _GOODS_IN_DOLLARS
        country = {10: "TW", 11: "US", 12: "DE"}.get(position, "CN")
        terms = (30, 45, 60)[position % 3]
        rows.append((name, PARENT, USD if is_dollar else CNY, country, terms, "goods", position))
    for position, name in enumerate(_MATERIALS):
        rows.append((name, PARENT, CNY, "CN", (30, 60)[position % 2], "materials", position))
    for entity, names in _SERVICE_NAMES.items():
        for role, name in zip(SERVICES, names, strict=True):
            terms = 7 if role == "rent" else 30
            rows.append((name, entity, _LOCAL[entity], _COUNTRY[entity], terms, role, 0))
    frame = pd.DataFrame(
        rows,
        columns=["name", "entity", "currency", "country_code", "terms_days", "role", "position"],
    )
    frame["supplier_number"] = [f"S{number:04d}" for number in range(1, len(frame) + 1)]
    frame["party"] = SUPPLIER_PARTY + frame.index.to_numpy()
    return frame
