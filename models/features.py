"""A letter as counts of hashed features: what scikit-learn's ``HashingVectorizer`` counts, by NumPy alone.

A reader asks the guesser once for a letter. Loading scikit-learn and SciPy for that took more memory than all
the rest of reading a text layer, so only training uses them; ``tests/models`` holds that both count alike.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

# Features are hashed into so many buckets: no vocabulary to ship, and none of a letter's words in the file.
BUCKETS = 2**13
# Words, and pairs of words.
WORD_RUNS = (1, 2)
# Runs of letters inside a word with a blank before and behind it.
LETTER_RUNS = (4, 5)

# What scikit-learn takes for a word.
_WORD = re.compile(r"\b\w\w+\b")
_BLANK = 0x20
_FIRST_BEYOND_ASCII = 0x80


def counts(text: str) -> NDArray[np.float64]:
    """How often each feature of a prepared text occurs, words first: shape (2 * BUCKETS,)."""
    words = _WORD.findall(text)
    pairs = [f"{first} {second}" for first, second in itertools.pairwise(words)]
    return np.concatenate([_counted(hashes_of([*words, *pairs])), _counted(_letter_runs(text))])


def _counted(hashes: NDArray[np.uint32]) -> NDArray[np.float64]:
    # Hashes are signed there, and the bucket is that of the absolute value.
    buckets = np.abs(hashes.view(np.int32).astype(np.int64)) % BUCKETS
    return np.bincount(buckets, minlength=BUCKETS).astype(np.float64)


def _letter_runs(text: str) -> NDArray[np.uint32]:
    """The hashes of all runs of letters; a word too short for a run counts as one, whole."""
    padded = f" {' '.join(text.split())} "
    letters = np.frombuffer(padded.encode("utf-32-le"), np.uint32)
    found = [
        _runs_of(padded, letters, length, whole=length < LETTER_RUNS[0])
        for length in range(3, LETTER_RUNS[1] + 1)
    ]
    return np.concatenate(found)


def _runs_of(padded: str, letters: NDArray[np.uint32], length: int, *, whole: bool) -> NDArray[np.uint32]:
    """The hashes of the runs of one length that cross no blank; ``whole``: of those that are a whole word."""
    if len(letters) < length:
        return np.zeros(0, np.uint32)
    windows = np.lib.stride_tricks.sliding_window_view(letters, length)
    fits = (windows[:, 1:-1] != _BLANK).all(axis=1)
    if whole:
        fits &= (windows[:, 0] == _BLANK) & (windows[:, -1] == _BLANK)
    plain = (windows < _FIRST_BEYOND_ASCII).all(axis=1)
    quick = windows[fits & plain].astype(np.uint8)
    rest = [padded[at : at + length] for at in np.flatnonzero(fits & ~plain).tolist()]
    lengths = np.full(len(quick), length)
    return np.concatenate([_murmur3(quick, lengths), hashes_of(rest)])


def hashes_of(tokens: Sequence[str]) -> NDArray[np.uint32]:
    """The MurmurHash3 of each token, shape (n,)."""
    encoded = [token.encode("utf-8") for token in tokens]
    if not encoded:
        return np.zeros(0, np.uint32)
    lengths = np.array([len(token) for token in encoded])
    width = int(lengths.max())
    padded = b"".join([token.ljust(width, b"\0") for token in encoded])
    return _murmur3(np.frombuffer(padded, np.uint8).reshape(-1, width), lengths)


def _murmur3(rows: NDArray[np.uint8], lengths: NDArray[np.int_]) -> NDArray[np.uint32]:
    """MurmurHash3 (x86, 32 bits, seed 0; Appleby, public domain) of each row.

    Parameters
    ----------
    rows
        Bytes, shape (n, width), zeros behind a row's end.
    lengths
        Shape (n,).

    """
    blocks = -(-rows.shape[1] // 4)
    filled = np.zeros((len(rows), 4 * blocks), np.uint8)
    filled[:, : rows.shape[1]] = rows
    parts = filled.view("<u4").astype(np.uint32)
    hashes = np.zeros(len(rows), np.uint32)
    for at in range(blocks):
        part = parts[:, at] * np.uint32(0xCC9E2D51)
        part = ((part << np.uint32(15)) | (part >> np.uint32(17))) * np.uint32(0x1B873593)
        mixed = hashes ^ part
        turned = ((mixed << np.uint32(13)) | (mixed >> np.uint32(19))) * np.uint32(5) + np.uint32(0xE6546B64)
        # A part of fewer than four bytes comes last and is only laid over; zeros behind it change nothing.
        left = lengths - 4 * at
        hashes = np.where(left >= 4, turned, np.where(left > 0, mixed, hashes))
    hashes ^= lengths.astype(np.uint32)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        hashes = (hashes ^ (hashes >> np.uint32(shift))) * np.uint32(factor)
    return hashes ^ (hashes >> np.uint32(16))
