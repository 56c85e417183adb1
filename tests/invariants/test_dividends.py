"""A dividend between companies is no income and no cash of the group; what others get, it pays."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from golden_company import PARENT, SUBSIDIARY, Document, Line, post, write_golden_company
from test_golden_company import YEARS, printed, published

GROUP = ("GROUP", "group")
OTHERS = 6
DIVIDENDS = (
    Document(
        *(35, SUBSIDIARY, "2026-02-20", "cash", "Dividend of 100 USD to both owners"),
        (Line("4104", "80", PARENT), Line("4104", "20", OTHERS), Line("1002", "-100")),
    ),
    Document(
        *(36, PARENT, "2026-02-20", "cash", "Dividend of the subsidiary, 80 USD"),
        (Line("1002", "608"), Line("6111", "-608", SUBSIDIARY)),
    ),
)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The golden company, whose subsidiary pays a dividend on 20 February 2026, at 7.60."""
    folder = tmp_path_factory.mktemp("dividends")
    project = write_golden_company(folder / "project")
    for document in DIVIDENDS:
        post(project / "erp.sqlite", document)
    return published(project, folder / "home")


def test_it_is_income_of_the_parent_and_not_of_the_group(release: Path) -> None:
    of_parent = printed(release, "profit_and_loss", ("GP", "functional"), YEARS["2026"])
    assert of_parent["Income from investments"] == Decimal(608)
    assert of_parent["Net profit"] == Decimal(-840 + 608)
    of_group = printed(release, "profit_and_loss", GROUP, YEARS["2026"])
    assert "Income from investments" not in of_group
    assert of_group["Net profit"] == Decimal(6)


def test_the_groups_cash_flow_shows_what_others_were_paid(release: Path) -> None:
    of_subsidiary = printed(release, "cash_flow", ("GS", "group"), YEARS["2026"])
    assert of_subsidiary["Dividends paid"] == Decimal(-750)
    of_parent = printed(release, "cash_flow", ("GP", "functional"), YEARS["2026"])
    assert of_parent["Dividends received"] == Decimal(608)
    of_group = printed(release, "cash_flow", GROUP, YEARS["2026"])
    assert "Dividends received" not in of_group
    # 20 USD at the month's average of 7.50.
    assert of_group["Dividends paid"] == Decimal(-150)
    assert of_group["Net cash from operating activities"] == Decimal(5950)
    # 100 USD less at 7.60 for flows at 7.50; 608 received for 600 paid within the group.
    assert of_group["Effect of exchange rate changes on cash"] == Decimal(2980 - 10 + 8)
    assert of_group["Cash at the end"] == Decimal(128260 - 760 + 608)
    from_profit = printed(release, "cash_flow_indirect", GROUP, YEARS["2026"])
    assert "Income from investments" not in from_profit
    assert from_profit["Profit eliminated in consolidation"] == Decimal(-876)


def test_others_have_their_part_of_the_distribution(release: Path) -> None:
    equity = printed(release, "changes_in_equity", GROUP, YEARS["2026"])
    assert "Retained earnings: Dividends" not in equity
    assert equity["Non-controlling interests: Dividends"] == Decimal(-152)
    assert equity["Non-controlling interests: Closing balance"] == Decimal(15656 - 152)
