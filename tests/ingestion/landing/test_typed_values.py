"""Every text becomes exactly the value it says, or none."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from ingestion.landed_source import Column
from ingestion.typed_values import typed_expression
from ingestion.warehouse import open_scratch

instant = dt.datetime.fromisoformat


def typed(text: str, kind: str) -> object:
    with open_scratch() as scratch:
        sql = f"select {typed_expression(Column('value', kind), 'given')} from (select ? as given)"
        found = scratch.execute(sql, [text]).fetchone()
    assert found is not None
    value: object = found[0]
    return value


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("12.5", "money", Decimal("12.5")),
        (" -0.00 ", "money", Decimal(0)),
        (".5", "money", Decimal("0.5")),
        ("5.", "money", Decimal(5)),
        ("1.23450000", "money", Decimal("1.2345")),
        ("1e3", "money", Decimal(1000)),
        ("1E+3", "money", Decimal(1000)),
        ("0E-8", "money", Decimal(0)),
        ("999999999999999.9999", "money", Decimal("999999999999999.9999")),
        ("1e15", "money", Decimal(10**15)),
        ("1.234567", "quantity", Decimal("1.234567")),
        ("1.0", "integer", 1),
        ("1e3", "integer", 1000),
        ("2026-1-5", "date", dt.date(2026, 1, 5)),
        ("2026-01-05 00:00:00", "date", dt.date(2026, 1, 5)),
        ("0001-01-01", "date", dt.date(1, 1, 1)),
        ("9999-12-31", "date", dt.date(9999, 12, 31)),
        ("2026-03-31T23:30:00+08:00", "timestamp", instant("2026-03-31 15:30")),
        ("2026-03-31 23:30:00Z", "timestamp", instant("2026-03-31 23:30")),
        ("2026-03-31 23:30:00.123456", "timestamp", instant("2026-03-31 23:30:00.123456")),
        ("0", "boolean", False),
        ("true", "boolean", True),
        ("1.5", "double", 1.5),
        ("", "text", ""),
    ],
)
def test_a_text_in_good_form_is_its_value(text: str, kind: str, value: object) -> None:
    assert typed(text, kind) == value


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1.23456", "money"),
        ("1.00000000000000000000001", "money"),
        ("1e-30", "money"),
        ("1e-5", "money"),
        ("1.2345678", "quantity"),
        ("NaN", "money"),
        ("inf", "money"),
        ("1e400", "money"),
        ("1e20", "money"),
        ("1,5", "money"),
        ("1.000,00", "money"),
        ("1 000", "money"),
        ("1_000", "money"),
        ("0x10", "integer"),
        ("１２", "money"),
        ("(5.00)", "money"),
        ("5.00-", "money"),
        ("5万元", "money"),
        ("", "money"),
        ("1.5", "integer"),
        ("9223372036854775808", "integer"),
        ("0000-00-00", "date"),
        ("2026-02-30", "date"),
        ("12/11/10", "date"),
        ("2026-01-05junk", "date"),
        ("2026-01-05 10:00:00", "date"),
        ("infinity", "date"),
        ("epoch", "timestamp"),
        ("2026-02-30 10:00:00", "timestamp"),
        ("2026-01-01 25:00:00", "timestamp"),
        ("2", "boolean"),
        ("nan", "double"),
        ("1e400", "double"),
    ],
)
def test_a_text_that_is_not_exactly_a_value_is_none(text: str, kind: str) -> None:
    assert typed(text, kind) is None
