"""How much memory a build of touched documents gets."""

from __future__ import annotations

import duckdb
import pytest

from orchestration.touched_documents import memory_for


@pytest.mark.parametrize(
    ("allowed", "touched_share", "told"),
    [
        ("64 GiB", 0.001, "4096 MiB"),  # a sixteenth
        ("64 GiB", 0.25, "49152 MiB"),  # three times the share that is touched
        ("8 GiB", 0.001, "1024 MiB"),  # what any build needs
        ("512 MiB", 0.3, "512 MiB"),  # never more than there is
    ],
)
def test_a_build_of_few_documents_keeps_little_in_memory(
    allowed: str, touched_share: float, told: str
) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"set memory_limit = '{allowed}'")
        given = memory_for(connection, touched_share)
        connection.execute(f"set memory_limit = '{given}'")  # it is an engine's setting
    assert given == told
