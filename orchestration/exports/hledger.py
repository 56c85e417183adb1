"""Write the books of a release as a plain-text journal that hledger reads.

**Belongs here**: the text of accounts, transactions and postings, what the format cannot hold.

**Keep out**: statements: hledger computes them itself, which is the point.

Each journal becomes one transaction in the functional currency of its entity, with its number as
code and its entity, period, type and keys as tags. Accounts form a tree: type, account class, code.
Signs are hledger's own and ours: debit positive, credit negative.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, Final, NamedTuple, TextIO

import duckdb

from orchestration.publication.manifest import ReleaseManifest, read_current_manifest
from orchestration.publication.releases import database_of
from orchestration.warehouse import open_warehouse, rows

# Account type → the top of hledger's tree and its one-letter account type.
_ROOTS: Final = {
    "asset": ("assets", "A"),
    "liability": ("liabilities", "L"),
    "equity": ("equity", "E"),
    "revenue": ("revenues", "R"),
    "expense": ("expenses", "X"),
}
_CASH: Final = "C"
_ROWS_AT_ONCE: Final = 50_000


class EntityWithoutJournals(LookupError):
    """An entity must have journals in the release before they can be exported."""


class ExportedJournal(NamedTuple):
    """What one export wrote; `transactions` and `postings` are numbers."""

    release: str
    file: Path
    transactions: int
    postings: int


class _Posting(NamedTuple):
    """One journal line with what its journal says; amounts in `functional_currency`."""

    entity_code: str
    journal_key: str
    journal_number: str | None
    journal_type: str
    effective_date: Any
    fiscal_period: str
    document_type: str | None
    document_key: str | None
    source_system: str
    journal_source_key: str
    description: str | None
    account_type: str
    account_class: str
    account_code: str
    functional_amount: Any
    functional_currency: str
    line_source_key: str
    line_description: str | None


def export_journal(
    published: Path, target: Path, *, entity_code: str | None = None
) -> ExportedJournal:
    """Write the journals of the release in force, of one entity or of all.

    Args:
        published: Folder of releases.
        target: File to write; replaced where it exists, never left half-written.
        entity_code: One entity; None takes all.

    Returns:
        What was written.

    Raises:
        NoRelease: nothing has been published.
        EntityWithoutJournals: the release has no journals of the entity.
    """
    manifest = read_current_manifest(published)
    unfinished = target.with_name(f"{target.name}.unfinished")
    target.parent.mkdir(parents=True, exist_ok=True)
    with open_warehouse(database_of(published, manifest.release)) as release:
        entities = _entities(release, entity_code)
        release.execute("create temp table wanted (entity_code varchar)")
        release.executemany("insert into wanted values (?)", [[code] for code in entities])
        with unfinished.open("w", encoding="utf-8", newline="\n") as stream:
            decimals = _write_head(stream, release, manifest)
            counted = _write_transactions(stream, release, decimals)
    unfinished.replace(target)
    return ExportedJournal(manifest.release, target, *counted)


def account_name(account_type: str, account_class: str, account_code: str) -> str:
    """Name of an account in the tree: `assets:receivable:1122`."""
    return ":".join((_ROOTS[account_type][0], _part(account_class), _part(account_code)))


def _entities(release: duckdb.DuckDBPyConnection, entity_code: str | None) -> list[str]:
    found = [
        str(code)
        for (code,) in rows(
            release,
            "select distinct entity_code from ledger.fct_journals "
            "inner join ledger.dim_entities using (entity_key) order by entity_code",
        )
    ]
    if entity_code is None:
        return found
    if entity_code not in found:
        raise EntityWithoutJournals(
            f"{entity_code} has no journals. Name one of {', '.join(found)}."
        )
    return [entity_code]


def _write_head(
    stream: TextIO, release: duckdb.DuckDBPyConnection, manifest: ReleaseManifest
) -> dict[str, int]:
    """Write what comes before the transactions; give the decimals amounts of a currency need."""
    stream.write(
        f"; {_line(manifest.project)}, release {manifest.release}, as of {manifest.as_of}\n"
        f"; content hash {manifest.content_hash}\n\n"
    )
    decimals: dict[str, int] = dict(
        rows(
            release,
            """
            select functional_currency, max(case
                when functional_amount = round(functional_amount, 0) then 0
                when functional_amount = round(functional_amount, 2) then 2
                when functional_amount = round(functional_amount, 3) then 3
                else 4
            end)
            from ledger.fct_journal_lines
            group by functional_currency order by functional_currency
            """,
        )
    )
    for currency, places in decimals.items():
        stream.write(f"commodity 1000.{'0' * places} {_commodity(currency)}\n")
    stream.write("\n")
    for kind, account_class, code, is_cash, name in rows(
        release,
        """
        select account_type, account_class, account_code, bool_or(is_cash), min(account_name)
        from ledger.dim_accounts
        where account_key in (select account_key from ledger.fct_journal_lines)
        group by account_type, account_class, account_code
        order by account_code, account_class, account_type
        """,
    ):
        declared = account_name(kind, account_class, code)
        letter = _CASH if is_cash else _ROOTS[kind][1]
        # The name stands without colons, which would make tags of its words.
        stream.write(
            f"account {declared}  ; type: {letter}\n    ; {_line(name).replace(':', '：')}\n"
        )
    stream.write("\n")
    return decimals


def _write_transactions(
    stream: TextIO, release: duckdb.DuckDBPyConnection, decimals: dict[str, int]
) -> tuple[int, int]:
    transactions = postings = 0
    for _, lines in groupby(_postings(release), key=lambda posting: posting.journal_key):
        for number, posting in enumerate(lines):
            if number == 0:
                stream.write(_transaction_text(posting))
                transactions += 1
            stream.write(_posting_text(posting, decimals[posting.functional_currency]))
            postings += 1
        stream.write("\n")
    return transactions, postings


def _postings(release: duckdb.DuckDBPyConnection) -> Iterator[_Posting]:
    found = release.execute(
        """
        select
            entities.entity_code,
            journals.journal_key,
            journals.journal_number,
            journals.journal_type,
            journals.effective_date,
            journals.fiscal_period,
            journals.document_type,
            journals.document_key,
            journals.source_system,
            journals.source_key,
            journals.description,
            accounts.account_type,
            accounts.account_class,
            accounts.account_code,
            lines.functional_amount,
            lines.functional_currency,
            lines.source_key,
            lines.description
        from ledger.fct_journal_lines as lines
        inner join ledger.fct_journals as journals using (journal_key)
        inner join ledger.dim_accounts as accounts using (account_key)
        inner join ledger.dim_entities as entities on journals.entity_key = entities.entity_key
        inner join wanted using (entity_code)
        order by
            entities.entity_code, journals.effective_date, journals.journal_key,
            lines.line_number, lines.journal_line_key
        """
    )
    while fetched := found.fetchmany(_ROWS_AT_ONCE):
        yield from (_Posting(*line) for line in fetched)


def _transaction_text(posting: _Posting) -> str:
    code = _line(posting.journal_number or "").replace(")", "]")
    said = _line(posting.description or "")
    tags = {
        "entity": posting.entity_code,
        "period": posting.fiscal_period,
        "journal_type": posting.journal_type,
        "journal_key": posting.journal_key,
        "document_type": posting.document_type,
        "document_key": posting.document_key,
        "source_system": posting.source_system,
        "source_key": posting.journal_source_key,
    }
    head = f"{posting.effective_date:%Y-%m-%d} * ({code}) {said}".rstrip()
    return f"{head}\n    ; {_tags(tags)}\n"


def _posting_text(posting: _Posting, decimals: int) -> str:
    account = account_name(posting.account_type, posting.account_class, posting.account_code)
    amount = f"{posting.functional_amount:.{decimals}f} {_commodity(posting.functional_currency)}"
    said = _line(posting.line_description or "").replace(":", "：")
    comment = _tags({"line_source_key": posting.line_source_key}) + (f", {said}" if said else "")
    return f"    {account}  {amount}  ; {comment}\n"


def _tags(values: dict[str, str | None]) -> str:
    return ", ".join(f"{name}: {_part(value)}" for name, value in values.items() if value)


def _part(text: str) -> str:
    """A code or key that stays one word and can be told from every other: the rest as %XX."""
    return "".join(
        letter
        if letter.isalnum() or letter in "-._/"
        else "".join(f"%{byte:02X}" for byte in letter.encode())
        for letter in text
    )


def _line(text: str) -> str:
    """Words for people on one line: single spaces, and no semicolon, which begins a comment."""
    return re.sub(r"\s+", " ", text).strip().replace(";", "；")


def _commodity(currency: str) -> str:
    return currency if currency.isalpha() else f'"{currency}"'
