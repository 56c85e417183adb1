"""Describes the layouts in which expense claims arrive, one YAML file each.

**Belongs here**: reading a profile and checking that it is complete.

**Keep out**: the files of claims themselves (`claim_files`).

A profile maps fields to the header names that mean them. `claims` and `lines` are two sheets;
`claims_on_lines` says that the claim's fields stand on each of its lines.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import yaml

_FOLDER: Final = Path(__file__).parent
_KEYS: Final = frozenset(
    {
        "file_types",
        "claims",
        "lines",
        "claims_on_lines",
        "optional",
        "status_words",
        "amount_decimals",
        "encoding",
        "delimiter",
    }
)


class ExpenseProfileInvalid(ValueError):
    """A profile names its file types, its lines and where the claims stand, nothing unknown."""

    def __init__(self, name: str, detail: str) -> None:
        super().__init__(f"The expense profile '{name}' is invalid: {detail}. Correct its YAML.")


class SheetProfile(NamedTuple):
    """Where a kind of row stands: the sheet (None: the first) and field → header names."""

    sheet: str | None
    columns: dict[str, tuple[str, ...]]


class ExpenseProfile(NamedTuple):
    """One layout of expense files."""

    name: str
    file_types: frozenset[str]
    lines: SheetProfile
    claims: SheetProfile | None
    claims_on_lines: SheetProfile | None
    optional: frozenset[str]
    status_words: dict[str, str]
    amount_decimals: int | None
    encoding: str
    delimiter: str


def load_profiles(path: Path | None = None) -> list[ExpenseProfile]:
    """Load the profiles that come with the source, a project's own one before them.

    Raises:
        ExpenseProfileInvalid: a profile lacks a part or has an unknown one.
    """
    own = [path] if path is not None else []
    return [_load(file) for file in [*own, *sorted(_FOLDER.glob("*.yml"))]]


def _load(path: Path) -> ExpenseProfile:
    content: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    name = path.stem
    if not isinstance(content, dict):
        raise ExpenseProfileInvalid(name, "it is no mapping")
    unknown = content.keys() - _KEYS
    if unknown:
        raise ExpenseProfileInvalid(name, f"unknown key {sorted(unknown)[0]}")
    if not content.get("file_types") or "lines" not in content:
        raise ExpenseProfileInvalid(name, "`file_types` or `lines` is missing")
    if ("claims" in content) == ("claims_on_lines" in content):
        raise ExpenseProfileInvalid(name, "it needs either `claims` or `claims_on_lines`")
    decimals = content.get("amount_decimals")
    return ExpenseProfile(
        name=name,
        file_types=frozenset(content["file_types"]),
        lines=_sheet(content["lines"]),
        claims=_sheet(content["claims"]) if "claims" in content else None,
        claims_on_lines=_sheet(content["claims_on_lines"]) if "claims" not in content else None,
        optional=frozenset(content.get("optional") or ()),
        status_words=dict(content.get("status_words") or {}),
        amount_decimals=None if decimals is None else int(decimals),
        encoding=str(content.get("encoding", "utf-8")),
        delimiter=str(content.get("delimiter", ",")),
    )


def _sheet(block: Mapping[str, Any]) -> SheetProfile:
    columns = {
        field: (names,) if isinstance(names, str) else tuple(names)
        for field, names in block["columns"].items()
    }
    return SheetProfile(block.get("sheet"), columns)
