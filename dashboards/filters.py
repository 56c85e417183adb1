"""What the reader looks at: entity, period, comparison, currency, unit, language; all in the URL.

**Belongs here**: the filter widgets, their choices, and the query parameters they stand for.

**Keep out**: drawing of figures; filters of one screen alone (they stand on that screen).

A widget bound to the URL writes the *words* of its choice there, so a change of language writes
every bound choice again in the new words: the URL always opens in a fresh session.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal, NamedTuple

import streamlit as st

from dashboards.formatting import UNITS, Unit
from dashboards.release import Release
from dashboards.tiles import Value, ask
from dashboards.words import LANGUAGES, Words, load_words

GROUP: Final = "GROUP"
TREND_MONTHS: Final = 13
MILLIONS_FROM: Final = Decimal(10_000_000)

View = Literal["month", "qtd", "ytd", "ltm"]
Comparison = Literal["PL", "PY", "FC"]
CurrencyView = Literal["group", "functional"]

LAYOUTS: Final = ("ifrs", "cas", "management")
VIEWS: Final[tuple[View, ...]] = ("month", "qtd", "ytd", "ltm")
# The view as the marts name it.
PERIOD_TYPES: Final[dict[View, str]] = {
    "month": "month",
    "qtd": "quarter",
    "ytd": "ytd",
    "ltm": "ltm",
}
COMPARISONS: Final[tuple[Comparison, ...]] = ("PL", "PY", "FC")
CURRENCY_VIEWS: Final[tuple[CurrencyView, ...]] = ("group", "functional")


class Period(NamedTuple):
    """One fiscal period: its code, year, quarter and first and last day."""

    fiscal_period: str
    fiscal_year: str
    fiscal_quarter: str
    starts_date: date
    ends_date: date


class Entity(NamedTuple):
    """One legal entity one can choose: code, name, functional currency."""

    entity_code: str
    entity_name: str
    functional_currency: str


@dataclass(frozen=True)
class Filters:
    """The reader's choice, complete: the same filters on the same release give the same screen.

    Attributes:
        entity: Chosen entity; its code is `GROUP` for all of them together.
        period: Chosen period.
        periods: All periods with data, newest first.
        view: The period alone, its quarter or year to date, or the twelve months it ends.
        comparison: Scenario set against the actuals.
        currency_view: Whose currency: the group's or the entity's own.
        currency_code: ISO code of the amounts shown.
        unit: Scale of the amounts shown.
        as_of: Last business date of the release.
    """

    entity: Entity
    period: Period
    periods: tuple[Period, ...]
    view: View
    comparison: Comparison
    currency_view: CurrencyView
    currency_code: str
    unit: Unit
    as_of: date

    @property
    def window(self) -> tuple[str, str]:
        """First and last fiscal period of the chosen view."""
        return self._window_of(self.period), self.period.fiscal_period

    @property
    def prior_window(self) -> tuple[str, str]:
        """The same window one fiscal year earlier."""
        first, last = self.window
        return self._year_before(first), self._year_before(last)

    @property
    def balance_date(self) -> date:
        """The day balances are shown at: the period's end, or the as-of day if that is earlier."""
        return min(self.period.ends_date, self.as_of)

    def parameters(self, **more: Value) -> dict[str, Value]:
        """Everything a query may bind."""
        first, last = self.window
        prior_first, prior_last = self.prior_window
        codes = [period.fiscal_period for period in self.periods]
        at = codes.index(self.period.fiscal_period)
        return {
            "entity_code": self.entity.entity_code,
            "currency_view": self.currency_view,
            "period_type": PERIOD_TYPES[self.view],
            "from_period": first,
            "fiscal_period": last,
            "prior_from_period": prior_first,
            "prior_period": prior_last,
            "trend_from_period": codes[min(at + TREND_MONTHS - 1, len(codes) - 1)],
            "twelve_months_from_date": self.periods[min(at + 11, len(codes) - 1)].starts_date,
            "balance_date": self.balance_date,
            "as_of_date": self.as_of,
            **more,
        }

    def _window_of(self, period: Period) -> str:
        if self.view == "month":
            return period.fiscal_period
        if self.view == "ltm":
            codes = [other.fiscal_period for other in self.periods]
            return codes[min(codes.index(period.fiscal_period) + 11, len(codes) - 1)]
        same = [
            other.fiscal_period
            for other in self.periods
            if other.fiscal_year == period.fiscal_year
            and (self.view == "ytd" or other.fiscal_quarter == period.fiscal_quarter)
            and other.fiscal_period <= period.fiscal_period
        ]
        return min(same)

    @staticmethod
    def _year_before(fiscal_period: str) -> str:
        year, _, rest = fiscal_period.partition("-")
        return f"{int(year) - 1}-{rest}"


class NothingToShow(Exception):
    """A release must hold at least one period with figures; this one holds none."""


def choose_language() -> Words:
    """Draw the language switch and return the words of the chosen language."""
    if "lang" not in st.session_state and not st.query_params.to_dict():
        # Only a bare address follows the browser; an address with choices reproduces a view.
        locale = st.context.locale or ""
        if locale.lower().startswith("zh"):
            st.session_state["lang"] = "zh"
    _keep_in_address("lang")
    language = st.radio(
        "Language · 语言",
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        key="lang",
        horizontal=True,
        bind="query-params",
        on_change=_write_choices_again,
    )
    return load_words(language)


def choose(release: Release, words: Words) -> Filters:
    """Draw the filters and return the choice.

    Raises:
        NothingToShow: The release holds no period with figures.
    """
    periods = _periods(release)
    if not periods:
        raise NothingToShow(
            f"{release.name} holds no period up to {release.as_of}; check the sources, then "
            "run `ledgerhouse run`"
        )
    entities = _entities(release, words)
    entity = choose_one(
        "entity",
        words("filters.entity"),
        entities,
        lambda one: words("filters.group") if one.entity_code == GROUP else one.entity_code,
    )
    left, right = st.container(key="filter_pairs").columns(2, wrap=False)
    with left:
        period = choose_one(
            "period",
            words("filters.period"),
            periods,
            lambda one: one.fiscal_period,
            _last_complete(periods, release.as_of),
        )
        comparison = choose_one(
            "vs", words("filters.comparison"), COMPARISONS, lambda c: words(f"scenario.{c}")
        )
    with right:
        view = choose_one(
            "view", words("filters.view"), VIEWS, lambda v: words(f"filters.views.{v}")
        )
        unit = choose_one(
            "unit", words("filters.unit"), _units(release), lambda u: words(f"unit.{u}")
        )
    currency_view = _choose_currency(entity, release, words)
    functional = currency_view == "functional"
    return Filters(
        entity=entity,
        period=period,
        periods=tuple(periods),
        view=view,
        comparison=comparison,
        currency_view=currency_view,
        currency_code=entity.functional_currency if functional else release.presentation_currency,
        unit=UNITS[unit],
        as_of=release.as_of,
    )


def choose_one(
    key: str, label: str, options: Sequence[Any], words_of: Callable[[Any], str], index: int = 0
) -> Any:
    """Draw one choice that the URL keeps under `key` and return the chosen option."""
    _bound_keys().add(key)
    _keep_in_address(key)
    return st.selectbox(
        label, options, index=index, format_func=words_of, key=key, bind="query-params"
    )


def choose_layout(words: Words) -> str:
    """Draw the choice of statement layout and return its code."""
    with st.container(width=260):
        layout: str = choose_one(
            "layout",
            words("statements.layout"),
            LAYOUTS,
            lambda layout: words(f"statements.layouts.{layout}"),
        )
    return layout


def _bound_keys() -> set[str]:
    keys: set[str] = st.session_state.setdefault("bound_keys", set())
    return keys


def _choose_currency(entity: Entity, release: Release, words: Words) -> CurrencyView:
    codes = {
        "group": release.presentation_currency,
        "functional": entity.functional_currency,
    }
    # The group has no functional currency of its own.
    options = CURRENCY_VIEWS[:1] if entity.entity_code == GROUP else CURRENCY_VIEWS
    chosen: CurrencyView = choose_one(
        "currency",
        words("filters.currency"),
        options,
        lambda view: words(f"filters.currencies.{view}", currency=codes[view]),
    )
    return chosen


def _keep_in_address(key: str) -> None:
    """Write a choice again that the address lost to a reader faster than the browser.

    A link followed before the browser has drawn the filters leads to an address without them,
    while the session still knows the choice; one as it is by default stays out of the address.
    """
    if key in st.session_state and key not in st.query_params:
        st.session_state[key] = st.session_state[key]


def _write_choices_again() -> None:
    # The period's words are its code in every language.
    for key in sorted(_bound_keys() - {"period"}):
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]


def _periods(release: Release) -> list[Period]:
    answer = ask(release, "calendar/periods", {"as_of_date": release.as_of})
    return [Period(**row) for row in answer.rows]


def _entities(release: Release, words: Words) -> list[Entity]:
    answer = ask(release, "ledger/entities", {})
    group = Entity(GROUP, words("filters.group"), release.presentation_currency)
    return [group, *(Entity(**row) for row in answer.rows)]


def _units(release: Release) -> list[str]:
    """Codes of units, the one that suits the size of the business first."""
    largest = ask(release, "sales/largest_month", {}).rows[0]["amount_group"] or Decimal(0)
    first = "M" if largest >= MILLIONS_FROM else "k"
    return [first, *(unit for unit in UNITS if unit != first)]


def _last_complete(periods: Sequence[Period], as_of: date) -> int:
    """Position of the newest period that has ended by the as-of day (the newest one if none)."""
    return next((at for at, period in enumerate(periods) if period.ends_date <= as_of), 0)
