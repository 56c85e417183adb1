"""Makes the deals of the demo company's CRM: won ones from orders, lost and open ones besides.

**Belongs here**: stage paths and durations, win rates per representative and segment, amounts.

**Keep out**: who the companies and owners are (`crm_people`) and storage (`crm_store`).

Every order that came with an opportunity is one won deal, closed on the order's day. Around each of
them deals are lost, as many as the win rate of its representative and segment says. What closes in
the last months, once more and later, is the pipeline open today: as full as a steady business's.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from ingestion.demo_company.company import FIRST_DAY, DemoCompany
from ingestion.demo_company.crm_people import DAY_MS, OFFICE_OPENS_UTC, milliseconds, rows_of

OPEN_STAGES: Final = (
    "appointmentscheduled",
    "qualifiedtobuy",
    "presentationscheduled",
    "decisionmakerboughtin",
    "contractsent",
)
WON: Final = "closedwon"
LOST: Final = "closedlost"

_MEDIAN_DAYS: Final = (9.0, 12.0, 14.0, 9.0, 7.0)
_DAYS_SPREAD: Final = 0.5
_SKIPPED_STAGE_SHARE: Final = 0.12
_LOST_AT_SHARES: Final = (0.22, 0.28, 0.24, 0.14, 0.12)
# Segment → (pace of the sales cycle, win rate). Bigger customers take longer and choose harder.
_SEGMENTS: Final = {
    "Enterprise": (1.5, 0.48),
    "Mid-market": (1.0, 0.58),
    "Small business": (0.6, 0.66),
}
_OTHER_SEGMENT: Final = (0.9, 0.55)
_PIPELINE_DAYS: Final = 150
_OFFICE_MS: Final = 8 * 3_600_000
_FIRST_FREE_ID: Final = 64_000_000_001
_WON_STATES: Final = ("processing", "done", "cancelled")


class _Anchor(NamedTuple):
    """What a won deal, or a deal made like one, is about."""

    entity_code: str
    segment: str
    owner_id: str
    company_id: str
    company_name: str
    product_line: str
    currency_code: str
    amount_cents: int
    close_day: dt.date


class _Deal(NamedTuple):
    """A deal with its whole stage path, the part still to come included."""

    anchor: _Anchor
    deal_id: str
    order_number: str | None
    path: list[tuple[str, int]]
    """(stage, entered [ms]), ascending; the last is the closing stage."""


def derive_deals(
    company: DemoCompany,
    owners: pd.DataFrame,
    companies: pd.DataFrame,
    random: np.random.Generator,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make all deals and the stages they went through up to `company.as_of`.

    Returns:
        (deals, deal_stage_history) with the columns of `CrmStore`.
    """
    won, quoted = _deals_of_orders(company, owners, companies, random)
    rates = _win_rates(won, random)
    lost = list(_lost_deals(won, rates, companies, company.as_of, random))
    coming = list(_coming_deals(won + lost, company.as_of, len(lost), random))
    end_ms = milliseconds(company.as_of) + DAY_MS - 1
    deal_rows: list[dict[str, object]] = []
    history_rows: list[dict[str, object]] = []
    for deal in won + quoted + lost + coming:
        entered = [step for step in deal.path if step[1] <= end_ms]
        if not entered:
            continue
        deal_rows.append(_deal_row(deal, entered, end_ms, random))
        history_rows.extend(
            {
                "deal_id": deal.deal_id,
                "dealstage": stage,
                "changed_ms": at,
                "source_type": "INTEGRATION" if deal.order_number and stage == WON else "CRM_UI",
            }
            for stage, at in entered
        )
    return pd.DataFrame(deal_rows), pd.DataFrame(history_rows)


def _deals_of_orders(
    company: DemoCompany,
    owners: pd.DataFrame,
    companies: pd.DataFrame,
    random: np.random.Generator,
) -> tuple[list[_Deal], list[_Deal]]:
    orders = company.orders[company.orders["opportunity_id"].notna()]
    orders = orders.drop_duplicates("opportunity_id")
    known = companies.dropna(subset=["erp_customer_number"])
    owner_ids = owners.set_index("rep_number")["id"].to_dict()
    by_number = {account["erp_customer_number"]: account for account in rows_of(known)}
    won: list[_Deal] = []
    quoted: list[_Deal] = []
    for order in rows_of(orders):
        account = by_number[order["customer_number"]]
        anchor = _Anchor(
            entity_code=str(order["entity_code"]),
            segment=str(account["segment"]),
            owner_id=owner_ids[order["rep_number"]],
            company_id=account["id"],
            company_name=account["name"],
            product_line=str(order["product_line"]),
            currency_code=str(order["currency_code"]),
            amount_cents=int(order["net_cents"]),
            close_day=pd.Timestamp(order["order_date"]).date(),
        )
        deal_id = str(order["opportunity_id"])
        if order["state"] in _WON_STATES:
            path = _won_path(anchor, random)
            won.append(_Deal(anchor, deal_id, str(order["order_number"]), path))
        else:
            # A quotation went out on the order's day: the contract is sent, nothing is closed.
            path = _won_path(anchor, random)
            later = path[-1][1] + int(random.integers(5, 60)) * DAY_MS
            still_open = milliseconds(company.as_of) + int(random.integers(2, 45)) * DAY_MS
            path = [*path[:-1], (WON, max(later, still_open))]
            quoted.append(_Deal(anchor, deal_id, None, path))
    return won, quoted


def _win_rates(won: list[_Deal], random: np.random.Generator) -> dict[tuple[str, str], float]:
    owners = sorted({deal.anchor.owner_id for deal in won})
    skill = dict(zip(owners, random.uniform(0.75, 1.25, len(owners)), strict=True))
    return {
        (owner, segment): float(np.clip(rate * skill[owner], 0.2, 0.85))
        for owner in owners
        for segment, (_, rate) in [*_SEGMENTS.items(), ("", _OTHER_SEGMENT)]
    }


def _lost_deals(
    won: list[_Deal],
    rates: dict[tuple[str, str], float],
    companies: pd.DataFrame,
    as_of: dt.date,
    random: np.random.Generator,
) -> Iterator[_Deal]:
    pools = _company_pools(companies, won)
    number = 0
    for deal in won:
        anchor = deal.anchor
        segment = anchor.segment if anchor.segment in _SEGMENTS else ""
        # Tries until the one that is won: all but the last are lost.
        for _ in range(int(random.geometric(rates[anchor.owner_id, segment])) - 1):
            day = anchor.close_day + dt.timedelta(days=int(random.integers(-30, 31)))
            if not FIRST_DAY <= day <= as_of:
                continue
            pool = pools[_pool_key(anchor)]
            company_id, company_name = pool[int(random.integers(len(pool)))]
            amount = anchor.amount_cents * float(random.lognormal(0.12, 0.45))
            like = anchor._replace(
                company_id=company_id,
                company_name=company_name,
                amount_cents=_round_number(amount),
                close_day=day,
            )
            yield _Deal(like, str(_FIRST_FREE_ID + number), None, _lost_path(like, random))
            number += 1


def _coming_deals(
    closed: list[_Deal], as_of: dt.date, used_ids: int, random: np.random.Generator
) -> Iterator[_Deal]:
    number = used_ids
    window = dt.timedelta(days=_PIPELINE_DAYS)
    for deal in closed:
        if deal.anchor.close_day <= as_of - window:
            continue
        amount = deal.anchor.amount_cents * float(random.lognormal(0.05, 0.3))
        like = deal.anchor._replace(
            amount_cents=_round_number(amount), close_day=deal.anchor.close_day + window
        )
        path = _lost_path(like, random) if deal.path[-1][0] == LOST else _won_path(like, random)
        yield _Deal(like, str(_FIRST_FREE_ID + number), None, path)
        number += 1


def _pool_key(anchor: _Anchor) -> tuple[str, str, str]:
    return anchor.entity_code, anchor.currency_code, anchor.segment


def _company_pools(
    companies: pd.DataFrame, won: list[_Deal]
) -> dict[tuple[str, str, str], list[tuple[str, str]]]:
    """Companies a deal like a won one may be lost at: alike customers and alike prospects."""
    pools: dict[tuple[str, str, str], dict[str, str]] = {}
    for deal in won:
        pool = pools.setdefault(_pool_key(deal.anchor), {})
        pool[deal.anchor.company_id] = deal.anchor.company_name
    prospects = companies[companies["erp_customer_number"].isna()]
    for prospect in rows_of(prospects):
        for (entity_code, _, segment), pool in pools.items():
            if (entity_code, segment) == (prospect["entity_code"], prospect["segment"]):
                pool[prospect["id"]] = prospect["name"]
    return {key: list(pool.items()) for key, pool in pools.items()}


def _won_path(anchor: _Anchor, random: np.random.Generator) -> list[tuple[str, int]]:
    return _path(anchor, len(OPEN_STAGES), WON, random)


def _lost_path(anchor: _Anchor, random: np.random.Generator) -> list[tuple[str, int]]:
    reached = int(random.choice(len(OPEN_STAGES), p=_LOST_AT_SHARES)) + 1
    return _path(anchor, reached, LOST, random)


def _path(
    anchor: _Anchor, reached: int, closing: str, random: np.random.Generator
) -> list[tuple[str, int]]:
    pace = _SEGMENTS.get(anchor.segment, _OTHER_SEGMENT)[0]
    opens = OFFICE_OPENS_UTC.get(anchor.entity_code, 8) * 3_600_000
    close_ms = milliseconds(anchor.close_day) + opens + int(random.integers(_OFFICE_MS))
    steps = [(closing, close_ms)]
    day = anchor.close_day
    for place in reversed(range(reached)):
        # Deals often jump over a stage, never over the first or the last one reached.
        if 0 < place < reached - 1 and random.random() < _SKIPPED_STAGE_SHARE:
            continue
        days = _MEDIAN_DAYS[place] * pace * float(random.lognormal(0.0, _DAYS_SPREAD))
        day = _office_day(day - dt.timedelta(days=max(1, round(days))))
        entered = milliseconds(day) + opens + int(random.integers(_OFFICE_MS))
        steps.append((OPEN_STAGES[place], entered))
    return steps[::-1]


def _office_day(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=max(0, day.weekday() - 4))


def _round_number(cents: float) -> int:
    """Round a guessed amount as sales people do: two significant digits."""
    step = int(10 ** max(2, len(str(int(cents))) - 2))
    return max(step, round(cents / step) * step)


def _deal_row(
    deal: _Deal, entered: list[tuple[str, int]], end_ms: int, random: np.random.Generator
) -> dict[str, object]:
    anchor = deal.anchor
    stage, last_ms = entered[-1]
    is_closed = stage in (WON, LOST)
    expected_ms = deal.path[-1][1]
    if not is_closed and random.random() < 0.15:
        # A forecast nobody updated: its expected day has passed.
        expected_ms = max(last_ms, end_ms - int(random.integers(1, 25)) * DAY_MS)
    touched = last_ms + int(random.integers(0, 3 * DAY_MS))
    quarter = pd.Timestamp(expected_ms, unit="ms").to_period("Q")
    return {
        "id": deal.deal_id,
        "dealname": (
            f"{anchor.company_name} – {anchor.product_line} {quarter.year}-Q{quarter.quarter}"
        ),
        "amount_cents": anchor.amount_cents,
        "deal_currency_code": anchor.currency_code,
        "dealstage": stage,
        "product_line": anchor.product_line,
        "erp_order_number": deal.order_number if stage == WON else None,
        "company_id": anchor.company_id,
        "hubspot_owner_id": anchor.owner_id,
        "created_ms": entered[0][1],
        "close_ms": last_ms if is_closed else expected_ms,
        "modified_ms": min(touched, end_ms),
        "archived": False,
    }
