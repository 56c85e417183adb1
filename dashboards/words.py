"""Every string on screen, in the reader's language, from the catalogues under `wording/`.

**Belongs here**: loading catalogues, looking words up, words for codes that come from the data.

**Keep out**: the words themselves (YAML), number and date formats (`formatting`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

WORDING: Final = Path(__file__).with_name("wording")
LANGUAGES: Final[Mapping[str, str]] = {"en": "English", "zh": "中文"}


class WordingMissing(Exception):
    """Every key stands in both catalogues; this one does not."""


class Words:
    """The catalogue of one language, keyed `<file>.<key>`."""

    def __init__(self, language: str, catalogue: Mapping[str, str]) -> None:
        self.language = language
        self._catalogue = catalogue

    def __call__(self, key: str, **values: object) -> str:
        """The words of a key with `{placeholders}` filled.

        Raises:
            WordingMissing: The catalogue lacks the key.
        """
        try:
            text = self._catalogue[key]
        except KeyError:
            raise WordingMissing(f"wording/{self.language} lacks {key!r}; add it") from None
        return text.format(**values) if values else text

    def code(self, group: str, code: str | None) -> str:
        """Words for a code from the data, or the code itself where a source made it up.

        Args:
            group: Key prefix such as `codes.bucket`.
            code: The code in the row.
        """
        if not code:
            return ""
        key = code.strip().lower().replace(" ", "_")
        return self._catalogue.get(f"{group}.{key}", code.replace("_", " "))

    def named(self, row: Mapping[str, Any], column: str) -> str:
        """A name from the data in this language: `<column>_zh` where there is one."""
        chinese = row.get(f"{column}_zh") if self.language == "zh" else None
        return str(chinese or row[column] or "")


@cache
def load_catalogue(language: str) -> Mapping[str, str]:
    """All keys of one language, `<file>.<key>` → words."""
    catalogue: dict[str, str] = {}
    for file in sorted((WORDING / language).glob("*.yml")):
        _flatten(file.stem, yaml.safe_load(file.read_text(encoding="utf-8")) or {}, catalogue)
    return catalogue


def load_words(language: str) -> Words:
    """Words in a language of `LANGUAGES`."""
    return Words(language, load_catalogue(language))


def _flatten(prefix: str, branch: Mapping[str, Any], into: dict[str, str]) -> None:
    for key, value in branch.items():
        name = f"{prefix}.{key}"
        if isinstance(value, Mapping):
            _flatten(name, value, into)
        else:
            into[name] = str(value)
