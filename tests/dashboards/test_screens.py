"""Every screen draws in both languages, for the group and one entity, with and without books."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from conftest import OpenScreen, screens_of, written

from dashboards.frame import ScreenName
from dashboards.words import LANGUAGES, load_words

SCREENS = get_args(ScreenName)
SCREENS_OF_BOOKS = ("profit_and_loss", "balance_sheet", "trace")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_draws_in_a_language(screen: str, language: str, open_screen: OpenScreen) -> None:
    page = open_screen(screen, lang=LANGUAGES[language])
    words = load_words(language)
    assert not page.exception
    text = written(page)
    assert f"<h1>{words(f'{screen}.title')}</h1>" in text
    assert "lh-badge" in text
    # Every tile of the screen's catalogue is there.
    tiles = re.findall(r'lh-tile-title">([^<]+)<', text)
    assert len(set(tiles)) >= 2
    assert text.count("<table") >= 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_screen_mixes_languages(language: str, open_screen: OpenScreen) -> None:
    """The titles of tiles are those of the chosen catalogue."""
    words = load_words(language)
    page = open_screen("quality", lang=LANGUAGES[language])
    titles = set(re.findall(r'<h2 class="lh-tile-title">([^<]+)<', written(page)))
    names = ("invariants", "sources", "quarantine", "files", "control_totals", "loads")
    assert titles == {words(f"quality.{name}.title") for name in names}


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_draws_one_entity_in_its_own_currency(
    screen: str, open_screen: OpenScreen
) -> None:
    words = load_words("en")
    page = open_screen(
        screen,
        entity="LH-EU",
        view=words("filters.views.ytd"),
        vs=words("scenario.PY"),
        unit=words("unit.k"),
        currency=words("filters.currencies.functional", currency="EUR"),
    )
    assert not page.exception
    if screen == "trace":
        assert "EUR · " in written(page)
    elif screen not in {"close", "quality"}:
        assert "EUR k" in written(page)


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_draws_the_first_period_of_all(screen: str, open_screen: OpenScreen) -> None:
    page = open_screen(screen)
    oldest = page.selectbox(key="period").options[-1]
    page = open_screen(screen, period=oldest, vs=load_words("en")("scenario.FC"))
    assert not page.exception


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_says_so_where_a_release_has_no_books(
    screen: str, language: str, without_ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = screens_of(without_ledger, monkeypatch)(screen, lang=LANGUAGES[language])
    assert not page.exception
    if screen in SCREENS_OF_BOOKS:
        assert load_words(language)("frame.no_ledger") in written(page)


def test_orders_alone_still_show_net_sales(
    without_ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = screens_of(without_ledger, monkeypatch)()
    text = written(page)
    assert load_words("en")("kpi.net_sales") in text
    assert load_words("en")("kpi.ebit") not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_before_the_first_release_the_page_tells_the_command(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = screens_of(tmp_path, monkeypatch)(lang=LANGUAGES[language])
    assert not page.exception
    assert load_words(language)("first_run.title") in written(page)
    assert [code.value for code in page.code] == ["ledgerhouse run"]


def test_an_unreadable_release_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "CURRENT").write_text("pub_000404")
    page = screens_of(tmp_path, monkeypatch)()
    assert not page.exception
    assert load_words("en")("unreadable.title") in written(page)
    assert "pub_000404" in page.code[0].value


def test_a_failing_release_raises_the_alarm(
    without_ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = next(without_ledger.glob("*.json"))
    text = manifest.read_text()
    manifest.write_text(re.sub(r'"failed": ?\d+', '"failed": 2', text))
    page = screens_of(without_ledger, monkeypatch)()
    assert "lh-alarm" in written(page)
    assert load_words("en")("frame.badge.failing", count=2) in written(page)


def test_proofs_stand_under_the_statements(open_screen: OpenScreen) -> None:
    words = load_words("en")
    text = written(open_screen("balance_sheet"))
    for name in ("balance_proof", "cash_proof"):
        row = re.search(rf"<tr[^>]*>(?:(?!</tr>).)*{words(f'balance_sheet.{name}')}.*?</tr>", text)
        assert row is not None
        assert "0.00 ✓" in row[0]
        assert "✗" not in row[0]


@pytest.mark.parametrize(
    ("screen", "invariants"),
    [
        ("profit_and_loss", ("ST-2", "ST-4", "ST-5", "ST-7")),
        ("balance_sheet", ("ST-1", "ST-3", "ST-6", "CF-1", "CF-2", "CF-3", "CF-6")),
    ],
)
@pytest.mark.parametrize("entity", ["Group", "LH-US"])
def test_invariants_of_the_release_prove_each_statement(
    screen: str, invariants: tuple[str, ...], entity: str, open_screen: OpenScreen
) -> None:
    page = open_screen(screen, entity=entity)
    for invariant in invariants:
        row = re.search(rf"<tr><th[^>]*>{invariant} (?:(?!</tr>).)*", written(page))
        assert row is not None, invariant
        assert "✓" in row[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_management_layout_prints_ebitda_and_net_debt(
    language: str, open_screen: OpenScreen
) -> None:
    layout = load_words(language)("statements.layouts.management")
    chosen = {"lang": LANGUAGES[language], "layout": layout}
    assert "EBITDA" in written(open_screen("profit_and_loss", **chosen))
    net_debt = {"en": "Net debt", "zh": "净债务"}[language]
    assert net_debt in written(open_screen("balance_sheet", **chosen))


def test_changes_in_equity_end_with_the_balance_sheet(open_screen: OpenScreen) -> None:
    text = written(open_screen("balance_sheet", unit=load_words("en")("unit.1")))

    def last_figure(line: str) -> list[str]:
        row = re.search(rf"<th[^>]*>(?:<a[^>]*>)?{line}(?:</a>)?</th>((?:(?!</tr>).)*)", text)
        assert row is not None
        return re.findall(r"<td[^>]*>(?:<a[^>]*>)?([^<]+)", row[1])

    assert last_figure("Closing balance")[-1] == last_figure("Total equity")[2]


@pytest.mark.parametrize("screen", ["overview", *SCREENS_OF_BOOKS])
def test_less_than_twelve_months_of_books_are_told(screen: str, open_screen: OpenScreen) -> None:
    words = load_words("en")
    # The third month of the books.
    page = open_screen(screen, period="2024-01", view=words("filters.views.ltm"))
    assert not page.exception
    assert words("frame.no_twelve_months") in written(page)


def test_every_number_tells_how_it_is_made(open_screen: OpenScreen) -> None:
    page = open_screen("profit_and_loss")
    statement = Path(__file__).parents[2] / "dashboards/queries/statements/profit_and_loss.sql"
    assert statement.read_text().strip() in [code.value for code in page.code]
    assert "statements.rpt_statements" in written(page)
