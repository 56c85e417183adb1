"""A bridge ends where the actual total stands, to the cent."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest

from dashboards.charts import Step
from dashboards.formatting import UNITS
from dashboards.release import Release
from dashboards.statements import bridge_steps
from dashboards.tables import tone_of
from dashboards.tiles import Row, ask
from dashboards.words import load_words


def lines_of(release: Release, entity_code: str, layout: str) -> tuple[Row, ...]:
    parameters = {
        "layout": layout,
        "entity_code": entity_code,
        "currency_view": "group",
        "period_type": "ytd",
        "fiscal_period": "2026-10",
    }
    return ask(release, "statements/profit_and_loss", parameters).rows


def bridge(rows: tuple[Row, ...], base: str) -> list[Step]:
    key = f"{base.lower()}_amount"
    return bridge_steps(rows, "ac_amount", key, "net_profit", "PY", UNITS["M"], load_words("en"))


@pytest.mark.parametrize("layout", ["ifrs", "cas", "management"])
@pytest.mark.parametrize("entity_code", ["GROUP", "LH-CN", "LH-EU", "LH-US"])
@pytest.mark.parametrize("base", ["PY", "PL"])
def test_the_steps_of_a_bridge_meet_and_explain_all(
    release: Release, entity_code: str, layout: str, base: str
) -> None:
    steps = bridge(lines_of(release, entity_code, layout), base)
    first, *moves, last = steps
    at = first.end
    for step in moves:
        assert step.start == at
        at = step.end
    assert at == last.end
    assert load_words("en")("statements.unexplained") not in [step.words for step in steps]
    assert all(one != other for one, other in pairwise(step.words for step in steps))


def test_what_the_lines_do_not_explain_is_told() -> None:
    line = {"is_subtotal": False, "line_order": 1, "line_code": "revenue", "line_name": "Revenue"}
    total = {"is_subtotal": True, "line_order": 2, "line_code": "net_profit", "line_name": "Net"}
    amounts = {"ac_amount": Decimal(10), "py_amount": Decimal(7)}
    off = {"ac_amount": Decimal(11), "py_amount": Decimal(7)}
    steps = bridge(({**line, **amounts}, {**total, **off}), "PY")
    assert [step.end - step.start for step in steps] == [7, 3, 1, 11]
    assert steps[2].words == load_words("en")("statements.unexplained")


def test_there_is_no_bridge_without_a_base() -> None:
    row = {
        "line_code": "net_profit",
        "line_name": "Net profit",
        "line_order": 1,
        "is_subtotal": True,
        "ac_amount": Decimal(1),
        "py_amount": None,
    }
    assert bridge((row,), "PY") == []


def test_a_rising_debt_is_bad_where_the_line_says_so() -> None:
    assert tone_of(Decimal(5)) == "good"
    assert tone_of(Decimal(5), increase_is_good=False) == "bad"
    assert tone_of(Decimal(-5), increase_is_good=False) == "good"
    assert tone_of(Decimal(0)) == ""
    assert tone_of(None) == ""
