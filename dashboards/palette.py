"""Colours of the notation, for light and dark screens.

**Belongs here**: one colour per meaning. A scenario is fill, never hue: actuals solid dark, prior
year solid lighter, plan outlined, forecast hatched. Green and red stand on variances alone.

**Keep out**: sizes and layout (`style.css`), the server's own theme (`.streamlit/config.toml`).
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Palette(NamedTuple):
    """Colours by meaning; every text colour has a contrast of 4.5 or more on the surface."""

    ink: str
    muted: str
    rule: str
    surface: str
    panel: str
    actual: str
    prior: str
    plan: str
    good: str
    bad: str
    accent: str


LIGHT: Final = Palette(
    ink="#1b2430",
    muted="#56606e",
    rule="#d5dae1",
    surface="#ffffff",
    panel="#f5f7f9",
    actual="#37414f",
    prior="#a9b2be",
    plan="#37414f",
    good="#1d7a3e",
    bad="#b3261e",
    accent="#1f5f99",
)

DARK: Final = Palette(
    ink="#e8ecf1",
    muted="#a6b0bd",
    rule="#3a4452",
    surface="#12171e",
    panel="#1a212a",
    actual="#c9d1db",
    prior="#66717f",
    plan="#c9d1db",
    good="#57c27d",
    bad="#ff8a80",
    accent="#7fb6ea",
)


def stylesheet_of(palette: Palette) -> str:
    """The palette as CSS variables `--lh-<meaning>`."""
    lines = "".join(f"--lh-{name}:{colour};" for name, colour in palette._asdict().items())
    return f"<style>:root{{{lines}}}</style>"
