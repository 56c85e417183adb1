"""What landed period closes must satisfy: the contracts of the tables in `raw_period_closes`.

**Belongs here**: columns, keys and references.

**Keep out**: the rules of closing (`platform_state.period_closes`).
"""

from __future__ import annotations

from typing import Final

from ingestion.landed_source import Column, Reference, Rule, TableContract

PERIOD_EVENTS: Final = TableContract(
    name="period_events",
    columns=(
        Column("event_id", "text", nullable=False, description="identifies the event"),
        Column("event_number", "integer", nullable=False, description="order of events"),
        Column("entity_code", "text", nullable=False, description="entity, or GROUP"),
        Column("fiscal_period", "text", nullable=False, description="YYYY-MM"),
        Column("action", "text", nullable=False, description="close or reopen"),
        Column("decided_by", "text", nullable=False, description="name of the person"),
        Column("reason", "text", nullable=False, description="in their words"),
        Column("decided_at", "timestamp", nullable=False),
        Column("knowledge_at", "timestamp", description="closes: up to when was recorded"),
        Column("release_name", "text", description="closes: the release closed"),
        Column("statement_hash", "text", description="closes: MD5 of the lines as reported"),
    ),
    key=("event_id",),
    rules=(Rule("action_is_known", "action in ('close', 'reopen')"),),
)

CLOSED_STATEMENT_LINES: Final = TableContract(
    name="closed_statement_lines",
    columns=(
        Column("event_id", "text", nullable=False, description="the close"),
        Column("layout", "text", nullable=False),
        Column("statement", "text", nullable=False),
        Column("currency_view", "text", nullable=False, description="functional or group"),
        Column("line_code", "text", nullable=False),
        Column("currency_code", "text", nullable=False),
        Column("amount", "money", nullable=False, description="[currency_code] as printed"),
    ),
    key=("event_id", "layout", "statement", "currency_view", "line_code"),
    sums=("amount",),
    references=(Reference("event_id", "period_events"),),
)

CLOSED_JOURNAL_LINES: Final = TableContract(
    name="closed_journal_lines",
    columns=(
        Column("event_id", "text", nullable=False, description="the close"),
        Column("journal_line_key", "text", nullable=False),
        Column("journal_key", "text", nullable=False),
        Column("account_key", "text", nullable=False),
        Column(
            "functional_amount",
            "money",
            nullable=False,
            description="[entity's currency] debit positive, credit negative",
        ),
    ),
    key=("event_id", "journal_line_key"),
    sums=("functional_amount",),
    references=(Reference("event_id", "period_events"),),
)

TABLES: Final = (PERIOD_EVENTS, CLOSED_STATEMENT_LINES, CLOSED_JOURNAL_LINES)
