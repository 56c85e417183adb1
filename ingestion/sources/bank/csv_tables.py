"""Decodes banks' CSV exports strictly and finds the header a profile asks for.

**Belongs here**: encodings, the split at the header, which profile fits a file.

**Keep out**: what the cells mean (`csv_statements`).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from ingestion.sources.bank.csv_profile import CsvProfile, load_profiles
from ingestion.sources.bank.refusals import (
    EncodingMixed,
    EncodingWrong,
    HeaderWrong,
    Malformed,
)

_HEADER_SEARCH_LINES: Final = 40
_CJK: Final = range(0x4E00, 0xA000)
_LEAST_CHARACTERS: Final = 2
# Wallets pad quoted numbers with a tab behind the quote, so that spreadsheets keep them as text.
_PADDING: Final = re.compile(r'"[\t ]+(?=[,;\r\n])')


class CsvTable(NamedTuple):
    """A decoded file split at its header.

    preamble: The text above the header. rows: Line number and cells of what stands below it.
    """

    preamble: str
    rows: list[tuple[int, list[str]]]


def matching_profile(content: bytes) -> tuple[CsvProfile | None, str | None]:
    """Find the profile whose header stands in the file.

    Returns:
        The profile, or None and the name of the nearest with what it misses.
    """
    nearest: tuple[int, str] | None = None
    for profile in load_profiles().values():
        for text in _decodings(content, profile):
            missing = _missing_names(text, profile)
            if not missing:
                return profile, None
            rank = len(missing) * 2 - len(profile.header)
            if rank < 0 and (nearest is None or rank < nearest[0]):
                nearest = (rank, f"{profile.name}, missing {', '.join(missing)}")
    return None, nearest[1] if nearest else None


def read_table(content: bytes, profile: CsvProfile) -> CsvTable:
    """Decode a file and split it at its header.

    Raises:
        EncodingWrong, EncodingMixed: a byte or a cell is not in the profile's encodings.
        HeaderWrong: no line is the profile's header.
        Malformed: a quote is never closed.
    """
    return _split_at_header(_decode(content, profile), profile)


def _decodings(content: bytes, profile: CsvProfile) -> Iterator[str]:
    for encoding in profile.encodings:
        try:
            yield content.decode(encoding)
        except UnicodeDecodeError:
            continue


def _decode(content: bytes, profile: CsvProfile) -> str:
    for encoding in profile.encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding.startswith("gb"):
            _refuse_utf8_cells(content, encoding, profile.delimiter)
        return text
    raise EncodingWrong(profile.encodings, f"profile {profile.name}")


def _refuse_utf8_cells(content: bytes, encoding: str, delimiter: str) -> None:
    """GB18030 decodes nearly any bytes: Chinese in UTF-8 would silently become other Chinese."""
    for number, raw in enumerate(content.split(b"\n"), start=1):
        if raw.isascii():
            continue
        for cell in raw.split(delimiter.encode()):
            if not cell.isascii() and _is_utf8(cell, encoding):
                raise EncodingMixed(number, "UTF-8", encoding)


def _is_utf8(cell: bytes, encoding: str) -> bool:
    try:
        text = cell.decode("utf-8")
    except UnicodeDecodeError:
        return False
    if sum(ord(one) in _CJK for one in text) < _LEAST_CHARACTERS:
        return False
    try:
        # A few pairs of everyday characters are valid in both; misread UTF-8 is never everyday.
        cell.decode(encoding).encode("gb2312")
    except UnicodeError:
        return True
    return False


def _cells(line: str, profile: CsvProfile) -> list[str]:
    row = next(csv.reader([line], delimiter=profile.delimiter), [])
    return [cell.strip() for cell in row]


def _missing_names(text: str, profile: CsvProfile) -> list[str]:
    """Return what the best line of the file's head lacks of the header; nothing if it is there."""
    best = list(profile.header)
    for line in text.splitlines()[:_HEADER_SEARCH_LINES]:
        cells = _cells(line, profile)
        if _is_header(cells, profile):
            return []
        missing = [name for name in profile.header if name not in cells]
        if len(missing) < len(best) or (not missing and best == list(profile.header)):
            best = missing or ["the order of its columns"]
    return best


def _is_header(cells: list[str], profile: CsvProfile) -> bool:
    size = len(profile.header)
    return tuple(cells[:size]) == profile.header and not any(cells[size:])


def _split_at_header(text: str, profile: CsvProfile) -> CsvTable:
    lines = text.splitlines(keepends=True)
    for place, line in enumerate(lines[:_HEADER_SEARCH_LINES]):
        if not _is_header(_cells(line, profile), profile):
            continue
        reader = csv.reader(
            io.StringIO(_PADDING.sub('"', "".join(lines[place + 1 :])), newline=""),
            delimiter=profile.delimiter,
            strict=True,
        )
        rows = []
        begin = place + 2
        try:
            for cells in reader:
                rows.append((begin, cells))
                begin = place + 2 + reader.line_num
        except csv.Error as error:
            raise Malformed("CSV", f"line {begin}: {error}") from error
        return CsvTable("".join(lines[:place]), rows)
    raise HeaderWrong(profile.name, _missing_names(text, profile))
