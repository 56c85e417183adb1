"""One journal on a screen: its lines, documents, settlements, bank lines and source rows.

**Belongs here**: the tiles below a journal that was chosen.

**Keep out**: how a reader came to it (`screens/trace`); SQL (`queries/`).
"""

from __future__ import annotations

from typing import Final

from dashboards.formatting import UNITS, date_words, instant_words, money
from dashboards.frame import Frame
from dashboards.links import link_to
from dashboards.tables import Cell, Column, draw_table, figures_column, words_column
from dashboards.tiles import Row
from dashboards.words import Words

FULL: Final = UNITS["1"]
HASH_SHOWN: Final = 12


def draw_journal(here: Frame, journal_key: str) -> None:
    """Draw the journal of a key and everything behind it; say so where there is none."""
    words = here.words
    answer = here.ask("ledger/journal", journal_key=journal_key)
    if not answer.rows:
        here.say("trace.no_journal")
        return
    first = answer.rows[0]
    facts = [
        words.code("codes.journal_type", first["journal_type"]),
        date_words(first["effective_date"], words.language),
        str(first["journal_description"] or ""),
    ]
    if first["changed_by"]:
        at = instant_words(first["changed_at"], words.language) if first["changed_at"] else ""
        facts.append(words("trace.changed", by=first["changed_by"], at=at))
    if first["posting_source"] == "rule":
        facts.append(words("trace.by_rules"))
    if first["posting_source"] == "fx":
        facts.append(words("trace.by_revaluation"))
    for role in ("reversed", "reversal"):
        if first[f"{role}_journal_number"]:
            facts.append(words(f"trace.{role}", number=first[f"{role}_journal_number"]))
    number = first["journal_number"] or words("trace.unnumbered")
    with here.tile("journal", answer, subtitle=" · ".join(filter(None, (str(number), *facts)))):
        draw_table(
            words("trace.journal.title"),
            [
                words_column(
                    words("trace.account"),
                    lambda row: f"{row['account_code']} {words.named(row, 'account_name')}",
                    wraps=True,
                ),
                words_column(words("trace.text"), lambda row: row["description"], wraps=True),
                figures_column(
                    words("trace.transaction"),
                    lambda row: with_currency(row, "transaction_amount", "transaction_currency"),
                ),
                figures_column(
                    words("trace.debit", currency=first["functional_currency"]),
                    lambda row: money(row["debit_amount"] or None, FULL),
                ),
                figures_column(
                    words("trace.credit", currency=first["functional_currency"]),
                    lambda row: money(row["credit_amount"] or None, FULL),
                ),
            ],
            answer.rows,
        )
    _draw_documents(here, journal_key)
    _draw_bank_lines(here, journal_key)
    _draw_source_rows(here, journal_key)


def _draw_documents(here: Frame, journal_key: str) -> None:
    words = here.words
    documents = here.ask("ledger/journal_documents", journal_key=journal_key)
    settlements = here.ask("ledger/journal_settlements", journal_key=journal_key)

    def linked(number_key: str, journal: str) -> Column:
        def cell(row: Row) -> Cell:
            other = row[journal]
            href = link_to("trace", journal=other) if other and other != journal_key else ""
            return Cell(str(row[number_key] or ""), href=href)

        return Column(words(f"trace.{number_key}"), cell, is_text=True)

    with here.tile("documents", documents, settlements):
        if not documents.rows and not settlements.rows:
            here.say("trace.no_document")
        if documents.rows:
            draw_table(
                words("trace.documents.title"),
                [
                    words_column(
                        words("trace.document"),
                        lambda row: (
                            f"{words.code('codes.document', row['document_type'])} "
                            f"{row['document_number'] or ''}"
                        ),
                    ),
                    words_column(
                        words("trace.date"), lambda row: day_words(words, row, "document_date")
                    ),
                    figures_column(
                        words("trace.gross"),
                        lambda row: with_currency(row, "amount", "currency_code"),
                    ),
                ],
                documents.rows,
            )
        if settlements.rows:
            draw_table(
                words("trace.settlements"),
                [
                    words_column(
                        words("trace.settlement"),
                        lambda row: words.code("codes.settlement", row["settlement_type"]),
                    ),
                    words_column(
                        words("trace.date"), lambda row: day_words(words, row, "settlement_date")
                    ),
                    linked("document_number", "document_journal_key"),
                    linked("payment_number", "payment_journal_key"),
                    figures_column(
                        words("trace.applied"),
                        lambda row: with_currency(row, "applied_amount", "currency_code"),
                    ),
                ],
                settlements.rows,
                is_tall=True,
            )


def _draw_bank_lines(here: Frame, journal_key: str) -> None:
    words = here.words
    answer = here.ask("treasury/journal_bank_lines", journal_key=journal_key)
    with here.tile("bank_lines", answer):
        if not answer.rows:
            here.say("trace.no_bank_line")
            return
        draw_table(
            words("trace.bank_lines.title"),
            [
                words_column(
                    words("trace.statement_line"),
                    lambda row: f"{row['statement_number'] or ''} / {row['line_number']}",
                ),
                words_column(
                    words("trace.date"), lambda row: day_words(words, row, "booking_date")
                ),
                words_column(words("trace.counterparty"), lambda row: row["counterparty_name"]),
                words_column(
                    words("trace.text"),
                    lambda row: row["remittance_text"] or row["bank_reference"],
                    wraps=True,
                ),
                figures_column(
                    words("trace.gross"),
                    lambda row: with_currency(row, "amount", "currency_code"),
                ),
                words_column(words("trace.file"), lambda row: row["file_name"]),
                words_column(
                    words("trace.file_hash"), lambda row: (row["file_sha256"] or "")[:HASH_SHOWN]
                ),
            ],
            answer.rows,
            is_tall=True,
        )


def _draw_source_rows(here: Frame, journal_key: str) -> None:
    words = here.words
    answer = here.ask("audit/journal_source_rows", journal_key=journal_key)
    with here.tile("source_rows", answer):
        if not answer.rows:
            here.say("trace.no_source_row")
            return
        draw_table(
            words("trace.source_rows.title"),
            [
                words_column(
                    words("trace.source_table"),
                    lambda row: (
                        f"{words.code('codes.source', row['source_system'])} · {row['table_name']}"
                    ),
                ),
                words_column(words("trace.source_key"), lambda row: row["source_key"]),
                words_column(words("trace.load"), lambda row: row["load_id"]),
                words_column(
                    words("trace.known_since"),
                    lambda row: instant_words(row["recorded_at"], words.language),
                ),
            ],
            answer.rows,
            is_tall=True,
        )


def day_words(words: Words, row: Row, key: str) -> str:
    """A day of a row in words, empty where it has none."""
    day = row.get(key)
    return date_words(day, words.language) if day else ""


def with_currency(row: Row, amount_key: str, currency_key: str) -> str:
    """An amount of a row to the cent with its currency, empty where it has none."""
    amount = row.get(amount_key)
    return "" if amount is None else f"{money(amount, FULL)} {row[currency_key]}"
