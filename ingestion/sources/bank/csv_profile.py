"""What a CSV profile says about one bank's export, and reading profiles from `profiles/*.yml`.

**Belongs here**: the profile's parts, its file form, and the errors of a wrong profile.

**Keep out**: reading statements with it (`csv_statements`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, cast

import yaml

from ingestion.sources.bank.statement import Status

PROFILES_FOLDER: Final = Path(__file__).parent / "profiles"
_PREAMBLE_NAMES: Final = frozenset(
    {"account", "currency", "number", "opening", "closing", "opening_date", "closing_date",
     "line_count", "credit_sum", "debit_sum"}
)  # fmt: skip
_COLUMN_NAMES: Final = frozenset(
    {"booking_date", "value_date", "amount", "credit", "debit", "balance", "currency", "account",
     "bank_reference", "end_to_end_reference", "counterparty_name", "counterparty_account",
     "counterparty", "remittance_text", "transaction_code"}
)  # fmt: skip


class ProfileWrong(ValueError):
    """A CSV profile states every part in the form of `CsvProfile`."""

    def __init__(self, name: str, rule: str) -> None:
        super().__init__(f"CSV profile {name}: {rule}. Correct profiles/{name}.yml.")


class ProfileUnknown(KeyError):
    """The settings name a profile that exists."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no CSV profile '{name}'; known: {', '.join(sorted(load_profiles()))}")


@dataclass(frozen=True)
class DirectionRule:
    """The sign and status of rows whose cells match every pattern (`*` stands for any text)."""

    when: Mapping[str, tuple[str, ...]]
    sign: Literal["in", "out"]
    status: Status = "booked"


@dataclass(frozen=True)
class TotalsRow:
    """A row behind the last line that states sums: how its first cell begins, and its columns."""

    begins: str
    credit: str
    debit: str


@dataclass(frozen=True)
class CsvProfile:
    """One bank's CSV export.

    Attributes:
        encodings: Tried in order, strictly.
        header: The header row, name by name, in order.
        columns: Our field → one header or several, joined by a blank.
        date_format: strptime pattern of days and instants.
        amount_in: signed: one column with a sign. pair: one column for money in, one for money
            out. directed: one unsigned column and `directions`.
        grouped: Amounts may have thousands commas.
        currency_sign: Stripped in front of amounts.
        blanks: Cells that mean nothing.
        currency: Used where neither column nor preamble names one.
        currency_names: The bank's words for currencies.
        preamble: Patterns with one group, looked for above the header.
        counterparty_pattern: Splits the column `counterparty` into the groups name and account.
        balances: running: each row shows the balance after it. stated: the preamble has both.
            none: the export shows no balances.
    """

    name: str
    bank_name: str | None
    encodings: tuple[str, ...]
    delimiter: str
    header: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    date_format: str
    amount_in: Literal["signed", "pair", "directed"]
    balances: Literal["running", "stated", "none"]
    grouped: bool = False
    currency_sign: str = ""
    blanks: frozenset[str] = frozenset({""})
    currency: str = ""
    currency_names: Mapping[str, str] = field(default_factory=dict)
    preamble: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    directions: Sequence[DirectionRule] = ()
    counterparty_pattern: re.Pattern[str] | None = None
    totals_row: TotalsRow | None = None


@cache
def load_profiles(folder: Path = PROFILES_FOLDER) -> Mapping[str, CsvProfile]:
    """Read every profile of the folder, by name.

    Raises:
        ProfileWrong: a profile lacks a part, has one too many, or names a header it does not have.
    """
    found = {}
    for path in sorted(folder.glob("*.yml")):
        stated = yaml.safe_load(path.read_text(encoding="utf-8"))
        found[path.stem] = _profile(path.stem, stated)
    return found


def profile_named(name: str) -> CsvProfile:
    """Return one profile.

    Raises:
        ProfileUnknown: there is none of that name.
    """
    found = load_profiles().get(name)
    if found is None:
        raise ProfileUnknown(name)
    return found


def _profile(name: str, stated: Any) -> CsvProfile:
    if not isinstance(stated, dict):
        raise ProfileWrong(name, "is a mapping")
    known = set(CsvProfile.__dataclass_fields__) - {"name"}
    if unknown := set(stated) - known:
        raise ProfileWrong(name, f"has unknown parts {sorted(unknown)}")
    required = {"encodings", "header", "columns", "date_format", "amount_in", "balances"}
    if absent := required - set(stated):
        raise ProfileWrong(name, f"lacks {sorted(absent)}")
    header = tuple(str(one) for one in stated["header"])
    columns = {str(key): _several(value) for key, value in stated["columns"].items()}
    totals = stated.get("totals_row")
    rules = tuple(_direction(name, one) for one in stated.get("directions", ()))
    named = {one for several in columns.values() for one in several}
    named |= {key for rule in rules for key in rule.when}
    named |= {totals["credit"], totals["debit"]} if totals else set()
    if foreign := named - set(header):
        raise ProfileWrong(name, f"names columns its header lacks: {sorted(foreign)}")
    strange = (set(columns) - _COLUMN_NAMES) | (set(stated.get("preamble", {})) - _PREAMBLE_NAMES)
    if strange:
        raise ProfileWrong(name, f"maps to unknown fields {sorted(strange)}")
    needed = {"pair": {"credit", "debit"}}.get(stated["amount_in"], {"amount"})
    if absent := ({"booking_date"} | needed) - set(columns):
        raise ProfileWrong(name, f"maps no column to {sorted(absent)}")
    pattern = stated.get("counterparty_pattern")
    return CsvProfile(
        name=name,
        bank_name=stated.get("bank_name"),
        encodings=tuple(stated["encodings"]),
        delimiter=stated.get("delimiter", ","),
        header=header,
        columns=columns,
        date_format=stated["date_format"],
        amount_in=stated["amount_in"],
        balances=stated["balances"],
        grouped=bool(stated.get("grouped", False)),
        currency_sign=stated.get("currency_sign", ""),
        blanks=frozenset({"", *stated.get("blanks", ())}),
        currency=stated.get("currency", ""),
        currency_names=stated.get("currency_names", {}),
        preamble={key: re.compile(text) for key, text in stated.get("preamble", {}).items()},
        directions=rules,
        counterparty_pattern=re.compile(pattern) if pattern else None,
        totals_row=TotalsRow(**totals) if totals else None,
    )


def _direction(name: str, stated: Any) -> DirectionRule:
    if stated.get("sign") not in ("in", "out"):
        raise ProfileWrong(name, "a direction's sign is 'in' or 'out'")
    return DirectionRule(
        when={key: _several(value) for key, value in stated["when"].items()},
        sign=stated["sign"],
        status=cast("Status", stated.get("status", "booked")),
    )


def _several(value: object) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list) else (str(value),)
