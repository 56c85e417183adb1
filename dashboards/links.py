"""Addresses of screens with the reader's choices in them.

**Belongs here**: an address from the present one; a choice the address keeps as its code.

**Keep out**: filters kept in words (`filters`), drawing of links (`tables`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import urlencode

import streamlit as st


def link_to(screen: str, **choices: str | None) -> str:
    """Address of a screen with the present choices and these; None takes a choice away."""
    kept = {**st.query_params.to_dict(), **choices}
    return f"{screen}?{urlencode({key: value for key, value in kept.items() if value is not None})}"


def choose_code(key: str, label: str, codes: Sequence[str], words_of: Callable[[str], str]) -> str:
    """Draw one choice that the address keeps under `key` as its code; a strange code is the first.

    Unlike the filters, which keep the words of a choice, the code is the same in every language,
    so other screens can link to it.
    """
    wanted = st.query_params.get(key)
    chosen = st.selectbox(
        label, codes, index=codes.index(wanted) if wanted in codes else 0, format_func=words_of
    )
    if chosen != wanted:
        st.query_params[key] = chosen
    return chosen
