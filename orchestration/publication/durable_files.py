"""File operations that survive a power cut: fsync, then rename, then fsync of the folder.

**Belongs here**: replacing a small file atomically, making a large one durable, hashing it.

**Keep out**: what the files mean.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Final

_CHUNK: Final = 4 * 1024 * 1024
READ_ONLY_MODE: Final = 0o444


def sync(path: Path) -> None:
    """Force a file, or a folder's entries, to disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_text(path: Path, text: str, *, mode: int = 0o644) -> None:
    """Replace the content of `path` atomically and durably.

    A reader sees the old or the new text, never a part, whenever the machine stops.
    """
    unfinished = path.with_name(f"{path.name}.unfinished")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    unfinished.chmod(mode)
    unfinished.replace(path)
    sync(path.parent)


def rename(source: Path, target: Path) -> None:
    """Make a finished file durable, read-only and known under its final name."""
    sync(source)
    source.chmod(READ_ONLY_MODE)
    source.rename(target)
    sync(target.parent)


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
