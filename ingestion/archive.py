"""Raw files by content: kept before they are parsed, so that any warehouse can be rebuilt.

**Belongs here**: copying a file in under its sha256, finding it again.

**Keep out**: parsing; which files belong to a source.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

_CHUNK_BYTES: Final = 1 << 20


class Archive:
    """The raw files of one source: `<root>/<source>/<sha256>.<ext>`."""

    def __init__(self, root: Path, source_name: str) -> None:
        """Keep files of `source_name` below `root`."""
        self._folder = root / source_name

    def keep(self, path: Path) -> str:
        """Copy the file into the archive and return its sha256; a file kept before costs a read.

        The copy is durable and whole before it bears its name, so a kill leaves no half file.
        """
        digest = sha256_of(path)
        kept = self.place_of(digest, path.suffix)
        if not kept.exists():
            self._folder.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=self._folder, delete=False) as copy:
                with path.open("rb") as original:
                    shutil.copyfileobj(original, copy, _CHUNK_BYTES)
                copy.flush()
                os.fsync(copy.fileno())
            Path(copy.name).replace(kept)
        return digest

    def place_of(self, digest: str, suffix: str) -> Path:
        """Return where a file with that content and suffix is kept."""
        return self._folder / f"{digest}{suffix.lower()}"


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file's content, as hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
