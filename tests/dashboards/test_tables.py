from __future__ import annotations

from decimal import Decimal

from dashboards.cards import Card, card_html
from dashboards.tables import Cell, Column, share_of, table_html, words_column

HOSTILE = '<img src=x onerror="alert(1)">&"\''


def test_values_never_become_markup() -> None:
    html = table_html(
        HOSTILE,
        [
            words_column(HOSTILE, lambda row: row["name"]),
            Column("x", lambda row: Cell(row["name"])),
        ],
        [{"name": HOSTILE}],
    )
    assert "<img" not in html
    assert html.count("&lt;img") == 5


def test_a_card_escapes_what_it_says() -> None:
    card = Card(HOSTILE, HOSTILE, HOSTILE, "", [Decimal(1), None, Decimal(-1)], HOSTILE)
    assert "<img" not in card_html(card)


def test_a_table_can_be_reached_and_named_without_eyes() -> None:
    html = table_html("Ageing", [words_column("Customer", lambda _row: "A")], [{}])
    assert 'tabindex="0" role="region" aria-label="Ageing"' in html
    assert "<caption>Ageing</caption>" in html
    assert '<th scope="col" class="lh-text">Customer</th>' in html
    assert '<th scope="row"' in html


def test_bars_keep_their_scale_and_their_side() -> None:
    assert share_of(Decimal(-5), Decimal(10)) == -0.5
    assert share_of(Decimal(50), Decimal(10)) == 1.0
    assert share_of(None, Decimal(10)) is None
    assert share_of(Decimal(5), Decimal(0)) is None
    left = table_html("t", [Column("d", lambda _row: Cell("", "bad", -0.5))] * 2, [{}])
    assert '<i class="lh-bad" style="width:50.0%"></i></span><span></span>' in left
