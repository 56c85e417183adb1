"""Reads folders into which people deliver files again and again, and knows what each one holds.

**Belongs here**: archiving before parsing, refusing one file without losing the others, and which
rows are still alive when files are corrected, refused or taken away.

**Keep out**: formats (`tabular_files` and the sources) and loading.

A corrected file supersedes what was delivered under its name: rows it no longer holds are deleted.
A file that is refused or taken away deletes nothing; what it held last stays. To withdraw the rows
of a file, deliver it with its header alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, Generic, NamedTuple, TypeVar

import pyarrow as pa

from ingestion.landed_source import ExtractContext
from ingestion.tabular_files import FileRefused, UnknownFileType

Content = TypeVar("Content")
Key = tuple[str, ...]

READ_SUFFIXES: Final = (".csv", ".xlsx")
# Spreadsheets we do not read: refused by name, so that nobody believes them landed.
_REFUSED_SUFFIXES: Final = (".xls", ".xlsm", ".xlsb", ".ods")


class DeliveryFolderMissing(FileNotFoundError):
    """The folder named in the settings exists."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"The folder {folder} does not exist. Correct `folder` in the settings.")


class Delivery(NamedTuple, Generic[Content]):
    """One file that was read whole."""

    path: Path
    content: Content


def delivered_paths(folder: Path, pattern: str = "*") -> list[Path]:
    """Return the spreadsheets and CSV files of a folder by name, editors' lock files left out.

    Raises:
        DeliveryFolderMissing: there is no such folder.
    """
    if not folder.is_dir():
        raise DeliveryFolderMissing(folder)
    return [
        path
        for path in sorted(folder.glob(pattern))
        if path.suffix.lower() in READ_SUFFIXES + _REFUSED_SUFFIXES
        and not path.name.startswith(("~$", "."))
    ]


def read_deliveries(
    paths: Sequence[Path],
    context: ExtractContext,
    parse: Callable[[Path], Content],
) -> list[Delivery[Content]]:
    """Archive and parse files; one that is refused is noted and the others are read.

    Args:
        paths: The files.
        context: Keeps the raw files and notes what became of each.
        parse: Reads one file whole or raises FileRefused.

    Returns:
        One delivery per file that was read.
    """
    deliveries = []
    for path in paths:
        context.archive.keep(path)
        try:
            if path.suffix.lower() not in READ_SUFFIXES:
                raise UnknownFileType(path)
            content = parse(path)
        except FileRefused as refusal:
            context.archive.refuse(path, str(refusal))
            continue
        deliveries.append(Delivery(path, content))
    return deliveries


def keys_alive(
    context: ExtractContext, cursor: str, read: Mapping[str, set[Key]], columns: Sequence[str]
) -> pa.Table:
    """Tell which keys are alive: those read now, and those of files refused or taken away since.

    Args:
        context: Holds what each file held last, under the cursor, and takes what it holds now.
        cursor: Name of the cursor.
        read: Keys by name of the files read now.
        columns: Names of the key columns.

    Returns:
        One row per key, in order.
    """
    known: dict[str, list[list[str]]] = json.loads(context.cursors.get(cursor, "{}"))
    now = known | {name: [list(key) for key in sorted(keys)] for name, keys in read.items()}
    context.new_cursors[cursor] = json.dumps(now, ensure_ascii=False, sort_keys=True)
    alive = sorted({tuple(key) for keys in now.values() for key in keys})
    return pa.table(
        {
            name: pa.array([key[place] for key in alive], pa.string())
            for place, name in enumerate(columns)
        }
    )
