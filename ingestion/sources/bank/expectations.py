"""What landed bank rows must satisfy: the contracts of `raw_bank`.

**Belongs here**: columns, keys, money sums and row rules of the three tables.

**Keep out**: rules that need a whole statement (`checks`). Every file is judged by those first and
refused whole, so a row rule here that fails points at a defect of a parser; it still keeps the row
out of the books.
"""

from __future__ import annotations

from typing import Final

from ingestion.currency_codes import known_currency_rule
from ingestion.landed_source import Column, Rule, TableContract

FORMATS: Final = ("camt.052", "camt.053", "camt.054", "mt940", "ofx", "bai2", "csv")
STATUSES: Final = ("booked", "pending", "void")

ACCOUNTS: Final = TableContract(
    name="accounts",
    columns=(
        Column("account_id", "text", nullable=False, description="IBAN or number, no blanks"),
        Column("currency_code", "text", nullable=False, description="currency of the account"),
        Column("bank_identifier", "text", description="BIC, routing or clearing number"),
        Column("bank_name", "text", description="name the bank gives itself"),
    ),
    key=("account_id",),
    rules=(known_currency_rule("currency_code"),),
)

STATEMENTS: Final = TableContract(
    name="statements",
    columns=(
        Column("statement_id", "text", nullable=False, description="hash of what identifies it"),
        Column("account_id", "text", nullable=False),
        Column("format", "text", nullable=False, description="family of the file's format"),
        Column("statement_number", "text", description="the bank's number or the period"),
        Column("currency_code", "text", nullable=False),
        Column("opening_date", "date"),
        Column("opening_amount", "money", description="booked balance before the first line"),
        Column("closing_date", "date"),
        Column("closing_amount", "money", description="booked balance after the last line"),
        Column("is_complete", "boolean", nullable=False, description="no page, both balances"),
    ),
    key=("statement_id",),
    sums=("opening_amount", "closing_amount"),
    rules=(
        known_currency_rule("currency_code"),
        Rule("format_is_known", f"format in {FORMATS!r}"),
    ),
)

STATEMENT_LINES: Final = TableContract(
    name="statement_lines",
    columns=(
        Column("line_id", "text", nullable=False, description="the same in every file it is in"),
        Column("statement_id", "text", nullable=False),
        Column("account_id", "text", nullable=False),
        Column("line_number", "integer", nullable=False, description="from 1, oldest first"),
        Column("booking_date", "date", nullable=False),
        Column("value_date", "date"),
        Column("amount", "money", nullable=False, description="signed, money in is positive"),
        Column("currency_code", "text", nullable=False),
        Column("bank_reference", "text", description="the bank's own reference"),
        Column("end_to_end_reference", "text", description="the payer's reference"),
        Column("counterparty_name", "text"),
        Column("counterparty_account", "text"),
        Column("remittance_text", "text"),
        Column("transaction_code", "text", description="the bank's code for the kind of movement"),
        Column("balance_after_amount", "money", description="balance after the line, if stated"),
        Column("status", "text", nullable=False, description="booked, pending or void"),
    ),
    key=("line_id",),
    sums=("amount",),
    rules=(
        known_currency_rule("currency_code"),
        Rule("status_is_known", f"status in {STATUSES!r}"),
        Rule("line_number_counts_from_one", "line_number >= 1"),
    ),
)
