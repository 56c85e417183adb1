"""Keeps a raw copy of every file by its content hash, so that any warehouse can be rebuilt.

**Belongs here**: `archive/<source>/<sha256>.<extension>` and what became of a file in this run.

**Keep out**: parsing; which files were landed in earlier runs (`raw_landing.landed_files`).
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from typing import Final, NamedTuple

_CHUNK: Final = 1 << 20


class KeptFile(NamedTuple):
    """A file kept in this run; `refusal` is empty unless the source refused the file."""

    sha256: str
    file_name: str
    byte_count: int
    refusal: str = ""


class Archive:
    """The archive folder of one source during one run."""

    def __init__(self, folder: Path) -> None:
        """Use `folder` (`archive/<source>`), which is made when the first file is kept."""
        self._folder = folder
        self._kept: dict[str, KeptFile] = {}

    @property
    def kept(self) -> tuple[KeptFile, ...]:
        """Every file kept or refused in this run, in order."""
        return tuple(self._kept.values())

    def keep(self, path: Path) -> str:
        """Copy a file into the archive unless its content is there already.

        The copy is complete before it bears its name, so a killed run leaves no half file.

        Returns:
            The sha256 of the content, in hex.
        """
        sha256 = sha256_of(path)
        target = self._folder / f"{sha256}{path.suffix.lower()}"
        if not target.exists():
            self._folder.mkdir(parents=True, exist_ok=True)
            partial = target.with_name(f"{target.name}.{os.getpid()}.partial")
            shutil.copyfile(path, partial)
            with partial.open("rb+") as copied:
                os.fsync(copied.fileno())
            partial.replace(target)
        self._kept.setdefault(sha256, KeptFile(sha256, path.name, path.stat().st_size))
        return sha256

    def refuse(self, path: Path, reason: str) -> str:
        """Keep a file that cannot be landed, and say why; the next run tries it again.

        Args:
            path: The file.
            reason: The broken rule and its remedy, for a person.

        Returns:
            The sha256 of the content, in hex.
        """
        sha256 = self.keep(path)
        self._kept[sha256] = self._kept[sha256]._replace(refusal=reason)
        return sha256


def sha256_of(path: Path) -> str:
    """The sha256 of a file's content, in hex."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
