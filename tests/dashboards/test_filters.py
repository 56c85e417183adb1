"""An address reproduces the view in a fresh session, in both languages."""

from __future__ import annotations

import pytest
from conftest import OpenScreen

from dashboards.words import LANGUAGES, load_words


def choices(language: str) -> dict[str, str]:
    words = load_words(language)
    return {
        "entity": "LH-US",
        "period": "2026-03",
        "view": words("filters.views.qtd"),
        "vs": words("scenario.PY"),
        "unit": words("unit.万"),
        "currency": words("filters.currencies.functional", currency="USD"),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_choice_comes_back_from_the_address(language: str, open_screen: OpenScreen) -> None:
    chosen = choices(language)
    page = open_screen("overview", lang=LANGUAGES[language], **chosen)
    assert not page.exception
    filters = page.session_state["frame"].filters
    assert filters.entity.entity_code == "LH-US"
    assert filters.period.fiscal_period == "2026-03"
    assert filters.view == "qtd"
    assert filters.comparison == "PY"
    assert filters.unit.code == "万"
    assert (filters.currency_view, filters.currency_code) == ("functional", "USD")
    assert filters.window == ("2026-01", "2026-03")
    assert filters.prior_window == ("2025-01", "2025-03")
    # Nothing was dropped from the address on the way.
    assert {name: page.query_params[name] for name in chosen} == chosen


def test_the_last_twelve_months_end_with_the_period(open_screen: OpenScreen) -> None:
    view = load_words("en")("filters.views.ltm")
    filters = open_screen("overview", period="2026-03", view=view).session_state["frame"].filters
    assert filters.window == ("2025-04", "2026-03")
    assert filters.prior_window == ("2024-04", "2025-03")


def test_choices_survive_a_change_of_screen(open_screen: OpenScreen) -> None:
    page = open_screen("overview", **choices("en"))
    page.switch_page("screens/receivables.py").run()
    assert page.session_state["frame"].filters.entity.entity_code == "LH-US"
    assert page.query_params["period"] == "2026-03"


def test_a_change_of_language_rewrites_the_address(open_screen: OpenScreen) -> None:
    page = open_screen("overview", **choices("en"))
    page.radio(key="lang").set_value("zh").run()
    expected = choices("zh")
    assert {name: page.query_params[name] for name in expected} == expected
    again = open_screen("overview", lang=LANGUAGES["zh"], **expected)
    assert again.session_state["frame"].filters == page.session_state["frame"].filters


def test_a_bare_address_follows_the_browser(open_screen: OpenScreen) -> None:
    assert open_screen().radio(key="lang").value == "en"


def test_nonsense_in_an_address_falls_back_to_the_default(open_screen: OpenScreen) -> None:
    page = open_screen("overview", entity="'; drop table x --", period="1999-13", unit="zillion")
    assert not page.exception
    filters = page.session_state["frame"].filters
    assert filters.entity.entity_code == "GROUP"
    assert filters.period.fiscal_period == "2026-10"


def test_the_default_period_is_the_last_complete_month(open_screen: OpenScreen) -> None:
    filters = open_screen().session_state["frame"].filters
    assert filters.period.ends_date <= filters.as_of
    assert filters.view == "month"


def test_the_group_has_no_local_currency(open_screen: OpenScreen) -> None:
    page = open_screen()
    assert len(page.selectbox(key="currency").options) == 1
