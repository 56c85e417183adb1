"""What landed ERP rows must satisfy: the contracts of the tables in `raw_erp`.

**Belongs here**: required columns, sums for control totals, row rules; the ERP's two own totals.

**Keep out**: names and types of columns (`tryton_tables.yml`), accounting checks over several
rows or tables (the warehouse's invariants).
"""

from __future__ import annotations

import importlib
from typing import Any, Final

from ingestion.landed_source import Column, Rule, TableContract
from ingestion.sources.erp.catalogue import ErpTable, erp_tables

# Tryton itself never leaves these empty; a row without them can be neither booked nor valued.
_REQUIRED: Final[dict[str, frozenset[str]]] = {
    "company_company": frozenset({"party", "currency"}),
    "currency_currency": frozenset({"code"}),
    "account_account": frozenset({"company"}),
    "account_period": frozenset({"fiscalyear", "start_date", "end_date"}),
    "account_journal": frozenset({"type"}),
    "account_move": frozenset({"company", "period", "journal", "date", "state"}),
    "account_move_line": frozenset({"move", "account", "debit", "credit"}),
    "account_invoice": frozenset({"company", "party", "currency", "type", "state"}),
    "sale_sale": frozenset({"company", "party", "currency", "state"}),
    "purchase_purchase": frozenset({"company", "party", "currency", "state"}),
    "stock_move": frozenset({"product", "quantity", "from_location", "to_location", "state"}),
}
_SUMS: Final[dict[str, tuple[str, ...]]] = {
    "account_move_line": ("debit", "credit"),
    "account_invoice": ("untaxed_amount_cache", "tax_amount_cache", "total_amount_cache"),
    "account_payment": ("amount",),
    "sale_sale": ("untaxed_amount_cache",),
    "purchase_purchase": ("untaxed_amount_cache",),
}
_RULES: Final[dict[str, tuple[Rule, ...]]] = {
    "account_move_line": (Rule("line_is_debit_or_credit", "debit * credit = 0"),),
    "account_move": (Rule("state_is_known", "state in ('draft', 'posted')"),),
    "account_invoice": (Rule("type_is_known", "type in ('in', 'out')"),),
    "account_period": (Rule("period_ends_after_it_starts", "start_date <= end_date"),),
    "currency_currency_rate": (Rule("rate_is_positive", "rate > 0"),),
}

TRIAL_BALANCE: Final = TableContract(
    name="trial_balance",
    columns=(
        Column("account", "integer", nullable=False, description="account_account.id"),
        Column("period", "integer", nullable=False, description="account_period.id"),
        Column("debit", "money", nullable=False, description="posted [company currency]"),
        Column("credit", "money", nullable=False, description="posted [company currency]"),
    ),
    key=("account", "period"),
    sums=("debit", "credit"),
)
STOCK_ON_HAND: Final = TableContract(
    name="stock_on_hand",
    columns=(
        Column("company", "integer", nullable=False, description="company_company.id"),
        Column("product", "integer", nullable=False, description="product_product.id"),
        Column("location", "integer", nullable=False, description="stock_location.id, storage"),
        Column("quantity", "quantity", nullable=False, description="[default unit]"),
    ),
    key=("company", "product", "location"),
)


def _contract(table: ErpTable) -> TableContract:
    required = _REQUIRED.get(table.name, frozenset()) | {"id"}
    return TableContract(
        name=table.name,
        columns=tuple(
            Column(column.name, column.type, nullable=column.name not in required)
            for column in table.columns
        ),
        key=("id",),
        sums=_SUMS.get(table.name, ()),
        rules=_RULES.get(table.name, ()),
    )


TABLES: Final = (*(_contract(table) for table in erp_tables()), TRIAL_BALANCE, STOCK_ON_HAND)


def build_suites() -> dict[str, list[Any]]:
    """What Great Expectations looks at beyond the contract, table by table."""
    gxe: Any = importlib.import_module("great_expectations.expectations")
    return {
        "account_move": [
            gxe.ExpectColumnValuesToBeInSet(column="state", value_set=["draft", "posted"])
        ],
        "account_invoice": [
            gxe.ExpectColumnValuesToBeInSet(column="type", value_set=["in", "out"]),
            gxe.ExpectColumnValuesToBeInSet(
                column="state", value_set=["draft", "validated", "posted", "paid", "cancelled"]
            ),
        ],
        "currency_currency": [gxe.ExpectColumnValueLengthsToEqual(column="code", value=3)],
        "trial_balance": [gxe.ExpectTableColumnCountToEqual(value=len(TRIAL_BALANCE.columns))],
    }
