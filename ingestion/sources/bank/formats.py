"""Recognises a bank file by its content and hands it to the parser of its format.

**Belongs here**: marks of each format, encodings of text formats, checks on the bytes themselves.

**Keep out**: parsing (one module a format), file names: banks and people name files as they like.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from ingestion.sources.bank.bai2 import parse_bai2
from ingestion.sources.bank.camt import parse_camt
from ingestion.sources.bank.csv_profile import profile_named
from ingestion.sources.bank.csv_statements import parse_csv
from ingestion.sources.bank.csv_tables import matching_profile
from ingestion.sources.bank.mt940 import parse_mt940
from ingestion.sources.bank.ofx import decode_ofx, parse_ofx
from ingestion.sources.bank.refusals import (
    DoctypeForbidden,
    EmptyFile,
    EncodingWrong,
    FormatUnknown,
    NulByte,
    Truncated,
)
from ingestion.sources.bank.statement import ParsedStatement

_HEAD_BYTES: Final = 4000
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_MT940: Final = re.compile(rb"^:20:.*\r?\n(?::21:.*\r?\n)?:25:", re.MULTILINE)
_BAI2: Final = re.compile(rb"\A\s*01,[^\r\n]*\r?\n\s*02,")
_OFX: Final = re.compile(rb"OFXHEADER|<OFX>")
_XML: Final = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<")


class FileSettings(NamedTuple):
    """What the settings say about a file where its content does not.

    profile: Name of a CSV profile; None finds it by the header.
    account, currency: For exports that name none.
    encoding: Of MT940 and BAI2 files; UTF-8, which ASCII is part of, unless named.
    """

    profile: str | None = None
    account: str = ""
    currency: str = ""
    encoding: str = "utf-8-sig"


def parse_bank_file(
    content: bytes,
    settings: FileSettings = FileSettings(),  # noqa: B008 (immutable)
) -> list[ParsedStatement]:
    """Read every statement of a file, whatever its format.

    Args:
        content: The file's bytes.
        settings: What is known about the file beside its content.

    Returns:
        At least one statement, in file order; not yet judged (`checks.check_statement`).

    Raises:
        BankFileRefused: the subclass named after the rule that is broken.
        ProfileUnknown: the settings name a profile that does not exist.
    """
    if not content.strip():
        raise EmptyFile
    if content[:2] not in _UTF16 and (place := content.find(b"\0")) >= 0:
        raise NulByte(content.count(b"\n", 0, place) + 1)
    if settings.profile:
        return _parse_csv(content, settings, settings.profile)
    head = content[:_HEAD_BYTES]
    if _OFX.search(head):
        return parse_ofx(decode_ofx(content))
    if _XML.match(head) or content[:2] in _UTF16:
        if b"<!DOCTYPE" in content:
            raise DoctypeForbidden
        return parse_camt(content)
    if _MT940.search(head):
        return parse_mt940(_decode(content, settings.encoding))
    if _BAI2.match(head):
        return parse_bai2(_decode(content, settings.encoding))
    if head.lstrip().startswith(b":20:"):
        raise Truncated("MT940", "field 25")
    profile, nearest = matching_profile(content)
    if profile is None:
        raise FormatUnknown(nearest)
    return _parse_csv(content, settings, profile.name)


def _parse_csv(content: bytes, settings: FileSettings, profile: str) -> list[ParsedStatement]:
    return parse_csv(
        content, profile_named(profile), account=settings.account, currency=settings.currency
    )


def _decode(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise EncodingWrong([encoding], f"byte {error.start}") from error
