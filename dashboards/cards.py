"""One key figure as a card: name and unit, value, variance, thirteen months as columns.

**Belongs here**: the card's HTML.

**Keep out**: which figures a screen shows (the screen), formats (`formatting`).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from html import escape
from typing import NamedTuple

import streamlit as st

from dashboards.tables import Tone


class Card(NamedTuple):
    """What a card says.

    Attributes:
        name: The figure and its unit.
        value: The figure in words.
        variance: The variance in words, with its sign.
        tone: Whether the variance is good or bad.
        trend: The last months, oldest first; None is a gap.
        trend_words: What the trend shows, for people who hear the screen.
    """

    name: str
    value: str
    variance: str
    tone: Tone
    trend: Sequence[Decimal | None]
    trend_words: str


def card_html(card: Card) -> str:
    """A card as HTML."""
    return (
        f'<div class="lh-card"><div class="lh-name">{escape(card.name)}</div>'
        f'<div class="lh-value">{escape(card.value)}</div>'
        f'<div class="lh-delta lh-{card.tone or "quiet"}">{escape(card.variance)}</div>'
        f"{_trend_html(card)}</div>"
    )


def draw_card(card: Card) -> None:
    """Draw a card on the screen."""
    st.html(card_html(card))


def _trend_html(card: Card) -> str:
    values = [value for value in card.trend if value is not None]
    if not values:
        return ""
    top, bottom = max(Decimal(0), *values), min(Decimal(0), *values)
    span = (top - bottom) or Decimal(1)
    columns = "".join(_column_html(value, top, bottom, span) for value in card.trend)
    return (
        f'<div class="lh-spark" role="img" aria-label="{escape(card.trend_words)}">{columns}</div>'
    )


def _column_html(value: Decimal | None, top: Decimal, bottom: Decimal, span: Decimal) -> str:
    if value is None:
        return "<span></span>"
    above = (top - max(value, Decimal(0))) / span * 100
    height = abs(value) / span * 100
    below = (min(value, Decimal(0)) - bottom) / span * 100
    return (
        f'<span><b style="height:{above:.1f}%"></b><i style="height:{height:.1f}%"></i>'
        f'<b style="height:{below:.1f}%"></b></span>'
    )
