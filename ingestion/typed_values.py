r"""Turns staged text into the contract's types, exactly or not at all.

**Belongs here**: one SQL expression per type, and what counts as no value.

**Keep out**: rules on whole rows (`validation`).

DuckDB's own casts are too kind for money: `'1.23456'` becomes 1.2346, `'1_000'` a thousand,
`'0x10'` sixteen, `'12/11/10'` a day of the year 12, and an offset is cut off a timestamp. So the
form of a text is checked first, and a number is accepted only if the type holds it exactly.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from ingestion.landed_source import Column

_DECIMAL: Final = re.compile(r"DECIMAL\((\d+),\s*(\d+)\)")
_NUMBER: Final = r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?\s*"
_EXPONENT: Final = r"\s*[+-]?(\d+\.?\d*|\.\d+)[eE][+-]?\d{1,3}\s*"
_WHOLE: Final = r"\s*[+-]?\d+(\.0*)?\s*"
_DAY: Final = r"\d{4}-\d{1,2}-\d{1,2}"
_DATE: Final = r"\s*\d{4}-\d{1,2}-\d{1,2}([ T]0?0:00(:00(\.0+)?)?\s*(Z|[+-]00(:?00)?)?)?\s*"
_TIMESTAMP: Final = r"\s*\d{4}-\d{1,2}-\d{1,2}([ T]\d{1,2}:\d{2}.*)?\s*"
_HAS_ZONE: Final = r"(Z|[+-]\d{2}(:?\d{2})?|[A-Za-z]+/[A-Za-z_]+|UTC)\s*$"


def typed_expression(column: Column, text: str) -> str:
    """The DuckDB expression that turns a text into the column's type, or null.

    Args:
        column: The contract's column.
        text: SQL of the staged text.
    """
    sql_type = column.sql_type
    if found := _DECIMAL.fullmatch(sql_type):
        return _decimal(text, int(found[1]), int(found[2]))
    if sql_type in _EXPRESSIONS:
        return _EXPRESSIONS[sql_type](text)
    return f"try_cast({text} as {sql_type})"


def exact_amount(text: str, sql_type: str) -> str:
    """The DuckDB expression for a text's amount in a total, 0 where it is no number.

    Digits beyond the type's are kept, so that a refused 1.23456 counts as what it is.

    Args:
        text: SQL of the text.
        sql_type: Of the column it was meant for.
    """
    found = _DECIMAL.fullmatch(sql_type)
    narrow = _decimal(text, 38, int(found[2]) if found else 0)
    return f"coalesce(try_cast({narrow} as decimal(38,10)), try_cast({text} as decimal(38,10)), 0)"


def is_blank(column: Column, text: str) -> str:
    """Whether a staged text means "no value": null, or nothing but blanks outside a text column."""
    if column.sql_type == "VARCHAR":
        return f"{text} is null"
    return f"({text} is null or trim({text}) = '')"


def _decimal(text: str, precision: int, scale: int) -> str:
    target = f"decimal({precision},{scale})"
    plain = rf"\s*[+-]?(\d+(\.\d{{0,{scale}}}0*)?|\.\d{{1,{scale}}}0*)\s*"
    if scale == 0:
        plain = r"\s*[+-]?\d+(\.0*)?\s*"
    # Text → 64-bit decimal takes 0.04 s a million, → 128-bit 8 s: wide only where it must be.
    narrow = f"cast(try_cast({text} as decimal(18,{scale})) as {target})"
    wide = f"try_cast({text} as decimal(38,20))"
    return (
        f"case when regexp_full_match({text}, '{plain}') "
        f"then coalesce({narrow}, try_cast({text} as {target})) "
        f"when length({text}) <= 26 and regexp_full_match({text}, '{_EXPONENT}') "
        f"and {wide} = try_cast({wide} as {target}) "
        f"and ({wide} <> 0 or try_cast({text} as double) = 0) "
        f"then try_cast({wide} as {target}) end"
    )


def _whole_number(text: str) -> str:
    amount = f"try_cast({text} as decimal(38,10))"
    return (
        f"case when regexp_full_match({text}, '{_WHOLE}') then try_cast({text} as bigint) "
        f"when regexp_full_match({text}, '{_EXPONENT}') and {amount} % 1 = 0 "
        f"then try_cast({amount} as bigint) end"
    )


def _date(text: str) -> str:
    # What may follow the day is midnight only.
    return (
        f"case when regexp_full_match({text}, '{_DATE}') "
        f"then try_cast(regexp_extract({text}, '{_DAY}') as date) end"
    )


def _timestamp(text: str) -> str:
    # A cast to `timestamp` would drop the offset; the one to `timestamptz` minds it.
    return (
        f"case when regexp_full_match({text}, '{_TIMESTAMP}') then "
        f"case when regexp_matches({text}, '{_HAS_ZONE}') "
        f"then try_cast(try_cast({text} as timestamptz) as timestamp) "
        f"else try_cast({text} as timestamp) end end"
    )


def _double(text: str) -> str:
    return (
        f"case when regexp_full_match({text}, '{_NUMBER}') "
        f"and isfinite(try_cast({text} as double)) then try_cast({text} as double) end"
    )


_EXPRESSIONS: Final[Mapping[str, Callable[[str], str]]] = {
    "VARCHAR": str,
    "BIGINT": _whole_number,
    "DATE": _date,
    "TIMESTAMP": _timestamp,
    "DOUBLE": _double,
}
