"""What landed plans must satisfy: the contracts of the tables in `raw_plans`.

**Belongs here**: columns, keys and the rules of a single row.

**Keep out**: rules of a whole file (`budget_files`, `target_files`), such as missing months; and
doubled cells and amounts finer than four decimals, which the landing itself refuses.
"""

from collections.abc import Mapping
from typing import Final

from ingestion.currency_codes import known_currency_rule
from ingestion.landed_source import Column, Rule, TableContract

_PERIOD_RULE: Final = Rule(
    "fiscal_period_is_a_month",
    "regexp_full_match(fiscal_period, '20[0-9]{2}-(0[1-9]|1[0-2])')",
)
BUDGET_LINES: Final = TableContract(
    name="budget_lines",
    columns=(
        Column("plan_version", "text", nullable=False, description="B2026"),
        Column("entity_code", "text", nullable=False),
        Column("account_code", "text", nullable=False, description="of the entity's chart"),
        Column("fiscal_period", "text", nullable=False, description="YYYY-MM"),
        Column(
            "amount",
            "money",
            nullable=False,
            description="[currency_code], profit-signed: income positive, cost negative",
        ),
        Column("currency_code", "text", nullable=False, description="the entity's own currency"),
    ),
    key=("plan_version", "entity_code", "account_code", "fiscal_period"),
    sums=("amount",),
    rules=(_PERIOD_RULE, known_currency_rule("currency_code")),
)

SALES_TARGETS: Final = TableContract(
    name="sales_targets",
    columns=(
        Column("plan_version", "text", nullable=False),
        Column("sales_rep_number", "text", nullable=False),
        Column("fiscal_period", "text", nullable=False, description="YYYY-MM"),
        Column("target_amount", "money", nullable=False, description="[currency_code], net orders"),
        Column("currency_code", "text", nullable=False),
    ),
    key=("plan_version", "sales_rep_number", "fiscal_period"),
    sums=("target_amount",),
    rules=(
        _PERIOD_RULE,
        known_currency_rule("currency_code"),
        Rule("target_is_not_negative", "target_amount >= 0"),
    ),
)

TABLES: Final = (BUDGET_LINES, SALES_TARGETS)


def budget_lines_of(entity_currencies: Mapping[str, str]) -> TableContract:
    """Return the contract of budget lines for a project that states its entities' currencies.

    Args:
        entity_currencies: Entity code → functional currency; empty adds no rule.
    """
    if not entity_currencies:
        return BUDGET_LINES
    pairs = ", ".join(
        f"({_quoted(entity)}, {_quoted(currency)})"
        for entity, currency in sorted(entity_currencies.items())
    )
    rule = Rule("currency_is_the_entitys", f"(entity_code, currency_code) in ({pairs})")
    return BUDGET_LINES._replace(rules=(*BUDGET_LINES.rules, rule))


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
