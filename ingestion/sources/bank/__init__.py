"""Bank statements and notices from files: camt, MT940, OFX, BAI2 and banks' CSV exports.

**Belongs here**: which files are read, archiving before parsing, refusing a file whole.

**Keep out**: formats (one module each), rules (`checks`), what bank lines mean (the warehouse).

Flow: folder → archive → `formats` → `checks` → `landed_lines` → `rows` → the landing.

Run alone: `python -m ingestion bank`.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self

from ingestion.archive import sha256_of
from ingestion.landed_source import Extract, ExtractContext, LandedSource
from ingestion.sources.bank.checks import check_statement
from ingestion.sources.bank.csv_profile import profile_named
from ingestion.sources.bank.expectations import ACCOUNTS, STATEMENT_LINES, STATEMENTS
from ingestion.sources.bank.formats import FileSettings, parse_bank_file
from ingestion.sources.bank.landed_lines import LandedLines
from ingestion.sources.bank.refusals import BankFileRefused
from ingestion.sources.bank.rows import BankRows
from ingestion.sources.bank.statement import ParsedStatement, without_blanks

if TYPE_CHECKING:
    from ingestion.project import Project

logger = logging.getLogger(__name__)

_FILE_KEYS: Final = frozenset(FileSettings._fields)
_ReadFile = tuple[Path, list[ParsedStatement]]


class BankSettingsWrong(ValueError):
    """The bank's block in the project file names an existing folder and known keys."""

    def __init__(self, rule: str) -> None:
        super().__init__(f"sources.bank: {rule}. Correct ledgerhouse.yml.")


class BankSource(LandedSource):
    """Statements, lines and accounts found in a folder of files from banks."""

    name: ClassVar[str] = "bank"
    tables = (ACCOUNTS, STATEMENTS, STATEMENT_LINES)

    def __init__(
        self,
        folder: Path,
        *,
        files: Mapping[str, FileSettings] | None = None,
        known_accounts: Collection[str] | None = None,
    ) -> None:
        """Read the files below a folder.

        Args:
            folder: All files below it are read, hidden ones left out.
            files: Per glob, relative to the folder, what its files do not say themselves; the
                first glob that matches a file counts.
            known_accounts: Accounts a statement may belong to; None allows any.
        """
        self._folder = folder
        self._files = dict(files or {})
        self._known_accounts = (
            None
            if known_accounts is None
            else frozenset(without_blanks(account) for account in known_accounts)
        )

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any], project: Project) -> Self:  # noqa: ARG003 (every source is built alike)
        """Build the source from its block in `ledgerhouse.yml`.

        Settings: `folder`; optional `known_accounts` (list) and `files`
        ({glob: {profile, account, currency, encoding}}).

        Raises:
            BankSettingsWrong: no folder, or a key that is not known.
            ProfileUnknown: a profile that does not exist.
        """
        if not settings.get("folder"):
            raise BankSettingsWrong("names no folder")
        stated: Mapping[str, Mapping[str, Any]] = settings.get("files") or {}
        files = {}
        for glob, block in stated.items():
            if unknown := set(block) - _FILE_KEYS:
                raise BankSettingsWrong(f"files '{glob}' has unknown keys {sorted(unknown)}")
            files[glob] = FileSettings(**{key: str(value) for key, value in block.items()})
            if files[glob].profile:
                profile_named(str(files[glob].profile))
        known = settings.get("known_accounts")
        return cls(
            Path(str(settings["folder"])),
            files=files,
            known_accounts=None if known is None else [str(account) for account in known],
        )

    def extract(self, context: ExtractContext) -> Iterator[Extract]:
        """Hand over what the files not landed before hold; a file is landed whole or refused.

        A file with content that was landed before, under whatever name, is passed over. Statements
        are taken in the order of their periods, whatever their files are called.

        Raises:
            BankSettingsWrong: the folder does not exist.
        """
        memory, rows = LandedLines(context.cursors), BankRows()
        for path, statements in sorted(self._readable(context), key=_period_of):
            try:
                memory.refuse_contradictions(statements)
            except BankFileRefused as refusal:
                _refuse(context, path, refusal)
                continue
            for statement in statements:
                part = memory.new_part(statement)
                if part is not None:
                    rows.add(path.name, *part)
        memory.store(context.new_cursors)
        yield from rows.extracts()

    def _readable(self, context: ExtractContext) -> Iterator[_ReadFile]:
        seen = set(context.landed_files)
        for path in self._paths():
            digest = sha256_of(path)
            if digest in seen:
                continue
            seen.add(digest)
            context.archive.keep(path)
            try:
                yield path, self._judged(path)
            except BankFileRefused as refusal:
                _refuse(context, path, refusal)

    def _paths(self) -> list[Path]:
        if not self._folder.is_dir():
            raise BankSettingsWrong(f"the folder {self._folder} does not exist")
        return [
            path
            for path in sorted(self._folder.rglob("*"))
            if path.is_file()
            and not any(part.startswith(".") for part in path.relative_to(self._folder).parts)
        ]

    def _judged(self, path: Path) -> list[ParsedStatement]:
        settings = self._settings_of(path.relative_to(self._folder))
        statements = parse_bank_file(path.read_bytes(), settings)
        for statement in statements:
            check_statement(statement, self._known_accounts)
        return statements

    def _settings_of(self, place: Path) -> FileSettings:
        for glob, settings in self._files.items():
            if PurePath(place).match(glob):
                return settings
        return FileSettings()


def _refuse(context: ExtractContext, path: Path, refusal: BankFileRefused) -> None:
    logger.warning("refused %s: %s", path.name, type(refusal).__name__)
    context.archive.refuse(path, str(refusal))


def _period_of(file: _ReadFile) -> tuple[str, str]:
    path, statements = file
    days = [
        balance.date
        for statement in statements
        for balance in (statement.opening, statement.closing)
        if balance and balance.date
    ]
    return str(min(days, default="")), path.name
