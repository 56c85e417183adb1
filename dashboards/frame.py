"""The frame around every screen: title, release badge, export, and how each number is made.

**Belongs here**: what all screens share: who, what and unit, when and scenario; the state of the
release; tiles with their notes; the page shown before there is a release.

**Keep out**: the figures of a screen (`screens/`), filters (`filters`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from typing import Final, Literal

import streamlit as st

from dashboards.export import Sheet, comma_separated, workbook
from dashboards.filters import GROUP, TREND_MONTHS, Filters
from dashboards.formatting import date_words, instant_words, month_words
from dashboards.palette import Palette
from dashboards.release import Release
from dashboards.tiles import Answer, Source, Value, ask, query_text, sources_of
from dashboards.words import Words

_KEY: Final = "frame"

ScreenName = Literal[
    "overview",
    "profit_and_loss",
    "balance_sheet",
    "trace",
    "sales",
    "receivables",
    "forecast",
    "close",
    "quality",
]


class Frame:
    """What a screen works with: release, words, filters, palette, and its tiles.

    One is made per run of the script; a screen takes it with `current()`.
    """

    def __init__(self, release: Release, words: Words, filters: Filters, palette: Palette) -> None:
        self.release = release
        self.words = words
        self.filters = filters
        self.palette = palette
        self._sheets: list[Sheet] = []
        self._screen = ""

    @property
    def who(self) -> str:
        """The chosen entity in words."""
        entity = self.filters.entity
        return self.words("filters.group") if entity.entity_code == GROUP else entity.entity_name

    @property
    def unit_words(self) -> str:
        """Currency and scale, such as `CNY m`."""
        unit = self.words(f"unit_after_currency.{self.filters.unit.code}")
        return f"{self.filters.currency_code} {unit}".strip()

    @property
    def when(self) -> str:
        """The chosen window in words, such as `Oct 2026, year to date`."""
        month = month_words(self.filters.period.fiscal_period, self.words.language)
        return self.words(f"frame.when.{self.filters.view}", month=month)

    @property
    def versus(self) -> str:
        """The comparison in words, such as `AC against PL`."""
        return self.words(
            "frame.versus", comparison=self.words(f"scenario.{self.filters.comparison}")
        )

    @property
    def versus_and_unit(self) -> str:
        """Subtitle of a bridge: unit, window, comparison."""
        return " · ".join((self.unit_words, self.when, self.versus))

    @property
    def at_end(self) -> str:
        """Unit and the end of the chosen period, for balances."""
        month = month_words(self.filters.period.fiscal_period, self.words.language)
        return f"{self.unit_words} · {self.words('frame.at_end', month=month)}"

    @property
    def trend_periods(self) -> tuple[str, ...]:
        """Fiscal periods of the trend up to the chosen one, oldest first."""
        chosen = self.filters.period.fiscal_period
        past = [p.fiscal_period for p in self.filters.periods if p.fiscal_period <= chosen]
        return tuple(reversed(past[:TREND_MONTHS]))

    @property
    def as_of_words(self) -> str:
        """The release's as-of day in words."""
        day = date_words(self.filters.as_of, self.words.language)
        return self.words("frame.badge.as_of", day=day)

    @property
    def balance_day_words(self) -> str:
        """The day balances are shown at, in words."""
        day = date_words(self.filters.balance_date, self.words.language)
        return self.words("frame.badge.as_of", day=day)

    def group_unit_and(self, more: str) -> str:
        """Subtitle of a tile that shows group currency whatever the currency chosen."""
        unit = self.words(f"unit_after_currency.{self.filters.unit.code}")
        currency = f"{self.release.presentation_currency} {unit}".strip()
        return f"{currency} · {more}" if more else currency

    def ask(self, query: str, **more: Value) -> Answer:
        """Run a tile's query with the reader's filters."""
        return ask(self.release, query, self.filters.parameters(**more))

    @contextmanager
    def screen(
        self, name: ScreenName, *, money: bool = True, compares: bool = True
    ) -> Iterator[None]:
        """Title on top, export at the end; the screen's tiles go between.

        Args:
            name: The screen; its words stand in `wording/*/<name>.yml`.
            money: Whether the subtitle names entity, currency, unit and window.
            compares: Whether it names the comparison too.
        """
        self._screen = name
        title = self.words(f"{name}.title")
        if money:
            compared = (self.versus,) if compares else ()
            subtitle = " · ".join((self.who, self.unit_words, self.when, *compared))
        else:
            subtitle = self.words(f"{name}.subtitle")
        st.html(f'<div class="lh-head"><h1>{escape(title)}</h1><p>{escape(subtitle)}</p></div>')
        bar = st.container(horizontal=True, vertical_alignment="center", gap="small")
        with bar:
            self._draw_badge()
        yield
        with bar:
            self._draw_export(title, subtitle)

    @contextmanager
    def tile(
        self, name: str, *answers: Answer, subtitle: str | None = None, fills: bool = False
    ) -> Iterator[None]:
        """A bordered tile with its title, and the note on how its numbers are made.

        Args:
            name: Key of the tile's words: `<screen>.<name>.title` and `.made`.
            answers: The answers drawn in it, for the note and the export.
            subtitle: Unit and scenario where they differ from the screen's.
            fills: Whether it grows to the height of its neighbour.
        """
        title = self.words(f"{self._screen}.{name}.title")
        with st.container(border=True, height="stretch" if fills else "content"):
            below = f'<p class="lh-tile-sub">{escape(subtitle)}</p>' if subtitle else ""
            st.html(f'<h2 class="lh-tile-title">{escape(title)}</h2>{below}')
            yield
            self._draw_note(name, title, answers)
        self._sheets += [
            Sheet(title if at == 0 else f"{title} {at + 1}", answer)
            for at, answer in enumerate(answers)
        ]

    def say(self, key: str, **values: object) -> None:
        """A plain sentence where a chart would be empty."""
        st.html(f'<p class="lh-quiet">{escape(self.words(key, **values))}</p>')

    def say_no_statement(self) -> None:
        """Why there is no statement: no ledger, or too few months of one."""
        months = self.ask("statements/profit_and_loss_months", layout="ifrs")
        self.say("frame.no_twelve_months" if months.rows else "frame.no_ledger")

    def _draw_badge(self) -> None:
        release, words = self.release, self.words
        facts = [
            words("frame.badge.release", number=release.number),
            words("frame.badge.as_of", day=date_words(release.as_of, words.language)),
            words(
                "frame.badge.invariants",
                passed=release.invariants_passed,
                total=release.invariants_total,
            ),
        ]
        alarm = ""
        if release.is_failing:
            alarm = words("frame.badge.failing", count=release.invariants_failed)
        elif release.is_stale():
            published = instant_words(release.created_at, words.language)
            alarm = words("frame.badge.stale", published=published)
        mark, tone = ("▲", " lh-alarm") if alarm else ("✓", "")
        opening = f'<div class="lh-badge{tone}" role="status"><b aria-hidden="true">{mark}</b>'
        spans = "".join(f"<span>{escape(fact)}</span>" for fact in facts if fact)
        alarm_html = f"<b>{escape(alarm)}</b>" if alarm else ""
        st.html(f"{opening}{spans}{alarm_html}</div>", width="content")

    def _draw_export(self, title: str, subtitle: str) -> None:
        sheets, words, release = tuple(self._sheets), self.words, self.release
        if not sheets:
            return
        about = (
            (words("frame.export.screen"), title),
            (words("frame.export.view"), subtitle),
            (words("frame.export.release"), release.name),
            (words("frame.export.as_of"), release.as_of.isoformat()),
            (words("frame.export.content_hash"), release.content_hash),
        )
        st.download_button(
            words("frame.export.workbook"),
            data=lambda: workbook(sheets, about),
            file_name=f"{self._screen}_{self.filters.period.fiscal_period}_{release.name}.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            icon=":material/download:",
            on_click="ignore",
            key=f"{self._screen}_workbook",
        )

    def _draw_note(self, name: str, title: str, answers: tuple[Answer, ...]) -> None:
        words = self.words
        with st.popover(
            words("frame.note.open"), type="tertiary", icon=":material/info:", key=f"note_{name}"
        ):
            st.html(
                f'<h3 class="lh-tile-title">{escape(title)}</h3>'
                f"<p>{escape(words(f'{self._screen}.{name}.made'))}</p>"
            )
            for at, answer in enumerate(answers):
                st.html(_lineage_html(words, sources_of(self.release, answer.query)))
                st.html(f'<p class="lh-quiet">dashboards/queries/{escape(answer.query)}.sql</p>')
                st.code(query_text(answer.query), language="sql", wrap_lines=True)
                st.download_button(
                    words("frame.export.csv"),
                    data=_later(answer),
                    file_name=f"{answer.query.replace('/', '_')}.csv",
                    mime="text/csv",
                    on_click="ignore",
                    key=f"csv_{name}_{at}",
                )


def _later(answer: Answer) -> Callable[[], bytes]:
    return lambda: comma_separated(answer)


def _lineage_html(words: Words, sources: tuple[Source, ...]) -> str:
    items = "".join(
        f"<li><code>{escape(s.table)}</code> · "
        f"{escape(words('frame.note.rows', count=f'{s.row_count:,}'))}"
        f"{' · ' + escape(s.comment) if s.comment else ''}</li>"
        for s in sources
    )
    return f"<p>{escape(words('frame.note.lineage'))}</p><ul>{items}</ul>"


def begin(frame: Frame) -> None:
    """Hand the frame to the screen that runs next."""
    st.session_state[_KEY] = frame


def current() -> Frame:
    """The frame of this run; called by a screen."""
    frame: Frame = st.session_state[_KEY]
    return frame


def draw_first_run(words: Words) -> None:
    """The page before the first publication: what to type, and what happens then."""
    st.html(
        f'<div class="lh-head"><h1>{escape(words("first_run.title"))}</h1>'
        f"<p>{escape(words('first_run.text'))}</p></div>"
    )
    st.code("ledgerhouse run", language="bash")
    st.html(f'<p class="lh-quiet">{escape(words("first_run.after"))}</p>')


def draw_refusal(words: Words, key: str, reason: str) -> None:
    """A page that says why nothing can be shown and what to do."""
    st.html(
        f'<div class="lh-head"><h1>{escape(words(f"{key}.title"))}</h1>'
        f"<p>{escape(words(f'{key}.text'))}</p></div>"
    )
    st.code(reason, language=None, wrap_lines=True)
