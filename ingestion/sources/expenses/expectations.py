"""What landed expense claims must satisfy: the contracts of the tables in `raw_expenses`.

**Belongs here**: columns, keys and the rules of a single row.

**Keep out**: rules over a claim and its lines, which `claim_checks` decides; here they only
become rules by name.
"""

from typing import Final

from ingestion.currency_codes import known_currency_rule
from ingestion.landed_source import Column, Rule, TableContract
from ingestion.sources.expenses.claim_checks import CLAIM_PROBLEMS

_PROBLEM: Final = Column(
    "claim_problem", "text", description="the rule the whole claim breaks; null once accepted"
)

CLAIMS: Final = TableContract(
    name="claims",
    columns=(
        Column("claim_id", "text", nullable=False),
        Column("entity_code", "text", nullable=False),
        Column("employee_name", "text", nullable=False),
        Column("employee_number", "text"),
        Column("title", "text"),
        Column("submitted_date", "date", description="null while a draft"),
        Column("approved_date", "date"),
        Column("paid_date", "date"),
        Column(
            "status", "text", nullable=False, description="draft submitted approved paid rejected"
        ),
        Column("approver_name", "text"),
        Column("currency_code", "text", nullable=False),
        Column("claimed_amount", "money", nullable=False, description="[currency_code]"),
        Column("approved_amount", "money", description="[currency_code]; null or 0 until approved"),
        _PROBLEM,
    ),
    key=("claim_id",),
    sums=("claimed_amount", "approved_amount"),
    rules=(
        *(Rule(problem, f"claim_problem <> '{problem}'") for problem in CLAIM_PROBLEMS),
        known_currency_rule("currency_code"),
        Rule(
            "status_is_known",
            "status in ('draft', 'submitted', 'approved', 'paid', 'rejected')",
        ),
    ),
)

CLAIM_LINES: Final = TableContract(
    name="claim_lines",
    columns=(
        Column("claim_line_id", "text", nullable=False),
        Column("claim_id", "text", nullable=False),
        Column("line_number", "integer", nullable=False),
        Column("expense_date", "date", nullable=False),
        Column("category", "text"),
        Column("merchant", "text"),
        Column("description", "text"),
        Column("currency_code", "text", nullable=False),
        Column("claimed_amount", "money", nullable=False, description="[currency_code], with tax"),
        Column("approved_amount", "money", description="[currency_code], with tax"),
        Column("tax_amount", "money", description="[currency_code], contained in the amounts"),
        Column("account_code", "text", description="expense account of the entity's chart"),
        Column("receipt_sha256", "text", description="of the receipt's image"),
        _PROBLEM,
    ),
    key=("claim_line_id",),
    sums=("claimed_amount", "approved_amount"),
    rules=(
        Rule("approved_exceeds_claimed", "approved_amount <= claimed_amount"),
        Rule("claim_is_quarantined", "claim_problem is null"),
        known_currency_rule("currency_code"),
        Rule(
            "expense_date_is_plausible",
            "expense_date between date '2000-01-01' and current_date + interval 1 day",
        ),
        Rule("receipt_is_a_sha256", "regexp_full_match(receipt_sha256, '[0-9a-f]{64}')"),
    ),
)

TABLES: Final = (CLAIMS, CLAIM_LINES)
