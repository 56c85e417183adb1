"""Judges each expense claim together with its lines: one problem refuses the whole claim.

**Belongs here**: rules that need the claim and its lines at once.

**Keep out**: rules of a single row (`expectations`) and reading (`claim_files`).
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Final

from ingestion.sources.expenses.claim_files import ClaimFile, Fields

CLAIM_PROBLEMS: Final = (
    "claim_delivered_twice",
    "claim_fields_conflict",
    "line_currency_differs",
    "amount_unreadable",
    "lines_differ_from_claim",
    "approved_exceeds_claimed",
    "approver_is_claimant",
    "dates_out_of_order",
)
"""What refuses a claim, in the order in which it is looked for."""

_AMOUNTS: Final = ("claimed_amount", "approved_amount")

CLAIM_MISSING: Final = "claim_missing"
"""What refuses a line whose claim was not delivered."""


def judged(files: Iterable[ClaimFile]) -> tuple[list[Fields], list[Fields]]:
    """Join the files and name, on every claim and line, the problem of its claim.

    A claim delivered again without a difference counts once; one delivered again differently is
    refused in all its versions, for nobody can say which is right.

    Returns:
        (claims, lines), each row with `claim_problem`: one of `CLAIM_PROBLEMS`, or None.
    """
    claims: list[Fields] = []
    lines: list[Fields] = []
    versions: dict[str, list[list[Fields]]] = {}
    conflicts: set[str] = set()
    for file in files:
        conflicts |= file.conflicts
        lines_of = _by_claim(file.lines)
        known = set()
        for claim in file.claims:
            claim_id = claim["claim_id"] or ""
            known.add(claim_id)
            version = [claim, *lines_of.get(claim_id, [])]
            if claim_id and any(_same(version, other) for other in versions.get(claim_id, [])):
                continue
            versions.setdefault(claim_id, []).append(version)
        for claim_id, orphans in lines_of.items():
            if claim_id not in known:
                lines.extend({**line, "claim_problem": CLAIM_MISSING} for line in orphans)
    for claim_id, deliveries in versions.items():
        for claim, *own in deliveries:
            problem = (
                "claim_delivered_twice"
                if claim_id and len(deliveries) > 1
                else _problem(claim, own, claim_id in conflicts)
            )
            claims.append({**claim, "claim_problem": problem})
            lines.extend({**line, "claim_problem": problem} for line in own)
    return claims, lines


def _problem(claim: Fields, lines: Sequence[Fields], conflicting: bool) -> str | None:
    if conflicting:
        return "claim_fields_conflict"
    if any(line["currency_code"] != claim["currency_code"] for line in lines):
        return "line_currency_differs"
    return _amount_problem(claim, lines) or _approval_problem(claim)


def _amount_problem(claim: Fields, lines: Sequence[Fields]) -> str | None:
    try:
        claimed, approved = (_number(claim[name]) for name in _AMOUNTS)
        amounts = [tuple(_number(line[name]) for name in _AMOUNTS) for line in lines]
    except InvalidOperation:
        return "amount_unreadable"
    totals = tuple(sum((row[place] for row in amounts), Decimal(0)) for place in range(2))
    if totals != (claimed, approved):
        return "lines_differ_from_claim"
    exceeds = any(granted > asked for asked, granted in [(claimed, approved), *amounts])
    return "approved_exceeds_claimed" if exceeds else None


def _approval_problem(claim: Fields) -> str | None:
    approver = claim.get("approver_name")
    if approver is not None and approver == claim.get("employee_name"):
        return "approver_is_claimant"
    steps = [_day(claim.get(name)) for name in ("submitted_date", "approved_date", "paid_date")]
    known = [step for step in steps if step is not None]
    return "dates_out_of_order" if known != sorted(known) else None


def _number(text: str | None) -> Decimal:
    number = Decimal(text or "0")
    if not number.is_finite():
        raise InvalidOperation
    return number


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        # No date: the landing quarantines the row for its type.
        return None


def _by_claim(lines: Iterable[Fields]) -> dict[str, list[Fields]]:
    grouped: dict[str, list[Fields]] = {}
    for line in lines:
        grouped.setdefault(line["claim_id"] or "", []).append(line)
    return grouped


def _same(version: Sequence[Fields], other: Sequence[Fields]) -> bool:
    return [_content(row) for row in version] == [_content(row) for row in other]


def _content(row: Fields) -> Fields:
    return {name: value for name, value in row.items() if name not in ("_file", "_line")}
