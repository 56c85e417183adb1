"""The script behind every screen: language, release, filters, navigation, then the chosen screen.

**Belongs here**: the order in which a page comes about.

**Keep out**: what a screen shows (`screens/`), HTTP (`server`).

Run alone: `streamlit run dashboards/server.py` (with security headers) or this file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, get_args

import streamlit as st

from dashboards import frame
from dashboards.filters import NothingToShow, choose, choose_language
from dashboards.palette import DARK, LIGHT, Palette, stylesheet_of
from dashboards.release import Release, ReleaseUnreadable, current_release
from dashboards.words import Words

SCREENS: Final = Path(__file__).with_name("screens")
STYLE: Final = Path(__file__).with_name("style.css")
ICONS: Final = {
    "overview": ":material/dashboard:",
    "profit_and_loss": ":material/receipt_long:",
    "balance_sheet": ":material/account_balance:",
    "trace": ":material/manage_search:",
    "sales": ":material/storefront:",
    "receivables": ":material/request_quote:",
    "forecast": ":material/insights:",
    "close": ":material/lock_clock:",
    "quality": ":material/fact_check:",
}


def main() -> None:
    """Draw one page."""
    st.set_page_config(
        page_title="Ledgerhouse", page_icon=":material/account_balance:", layout="wide"
    )
    palette = DARK if st.context.theme.type == "dark" else LIGHT
    st.html(stylesheet_of(palette))
    st.html(STYLE)
    with st.sidebar:
        words = choose_language()
    try:
        release = current_release()
    except ReleaseUnreadable as unreadable:
        frame.draw_refusal(words, "unreadable", str(unreadable))
        return
    if release is None:
        frame.draw_first_run(words)
        return
    _draw_screen(release, words, palette)


def _draw_screen(release: Release, words: Words, palette: Palette) -> None:
    try:
        with st.sidebar:
            filters = choose(release, words)
    except NothingToShow as nothing:
        frame.draw_refusal(words, "nothing", str(nothing))
        return
    frame.begin(frame.Frame(release, words, filters, palette))
    st.navigation(
        [
            st.Page(
                SCREENS / f"{name}.py",
                title=words(f"{name}.title"),
                icon=ICONS[name],
                default=name == "overview",
            )
            for name in get_args(frame.ScreenName)
        ],
        expanded=True,
    ).run()


main()
