"""One independent random generator for each concept of the demo company.

**Belongs here:** spawning generators so that a change in one concept leaves the others alone.
**Keep out:** any drawing.
"""

from __future__ import annotations

import zlib

import numpy as np


def stream(seed: int, concept: str) -> np.random.Generator:
    """Give the generator of one concept: the same seed and concept always give the same draws."""
    key = zlib.crc32(concept.encode("ascii"))
    return np.random.default_rng(np.random.SeedSequence(entropy=seed, spawn_key=(key,)))
