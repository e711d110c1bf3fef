"""Looks at references with the eyes of old film, whose tones are nothing like those of today's cameras.

Where photo and reference show the same ground and hardly anything agrees, neither tones nor the share of each kind of
ground can be taken over: the reference is made clear of haze, its grey gets the tones of the photo, and rare colours
count more, so that the few meadows of a town tell what the meadows before it looked like.
"""

from __future__ import annotations

from dataclasses import replace
from typing import List, Sequence

import numpy as np
from numpy.typing import NDArray

from .codes import LEVELS, Codes
from .photo import Pair
from .planes import Planes
from .reference import ReferenceTile
from .same_spot import Tones, tones_of

LIKENESS = 0.15
"""Less than that of any two air photos of one place and different years that were looked at (0.23 to 0.67)."""
TONES_APART = 0.4
"""Largest difference of the cumulative distributions (Kolmogorov and Smirnov), 0 to 1."""
MOST_GAIN = 1.6
_DARK = 0.005
_HAZE = 0.9
_BIN = 6.0
_BINS = 32
_EVEN = -0.5
_RAREST = 2e-4
_ALL = 0.97


def is_film(tones: Tones, pairs: Sequence[Pair]) -> bool:
    """Whether photo and reference differ as film and today's cameras do."""
    if tones.likeness >= LIKENESS:
        return False
    photo = np.sort(np.concatenate([pair.photo[0][pair.valid] for pair in pairs]))
    reference = np.sort(np.concatenate([pair.reference[0][pair.valid] for pair in pairs]))
    levels = np.arange(int(LEVELS) + 1)
    ranks = [np.searchsorted(values, levels) / len(values) for values in (photo, reference)]
    return bool(np.abs(ranks[0] - ranks[1]).max() > TONES_APART)


def through_film(tiles: Sequence[ReferenceTile], pairs: Sequence[Pair], codes: Codes) -> List[ReferenceTile]:
    """Tiles of references as the film would have seen them, of which so much is valid that rare colours are not rare.

    Args:
        tiles: of references.
        pairs: of photo and references.
        codes: of the model, which keeps the lightness.
    """
    shown = np.concatenate([tile.target[:, tile.valid] for tile in tiles], axis=1)
    haze = np.quantile(shown, _DARK, axis=1).astype(np.float32)[:, None, None] * np.float32(_HAZE)
    clear = [codes.cleared(tile.target, haze) for tile in tiles]
    seen = [codes.cleared(pair.shown, haze) for pair in pairs]
    reference = np.concatenate([codes.grey(each)[pair.valid] for each, pair in zip(seen, pairs)])
    tones = tones_of(np.concatenate([pair.photo[0][pair.valid] for pair in pairs]), reference)
    share = _counted([codes.encode(each)[:, tile.valid] for each, tile in zip(clear, tiles)])
    chance, result = np.random.default_rng(0), []
    for tile, target in zip(tiles, clear):
        grey = np.interp(codes.grey(target), *tones).astype(np.float32)
        cells = share[_bin(codes.encode(target))][::2, ::2]
        kept = np.kron(chance.random(cells.shape) < cells, np.ones((2, 2), bool))[: grey.shape[0], : grey.shape[1]]
        result.append(replace(tile, inputs=codes.of_grey(grey)[None], target=target, valid=tile.valid & kept))
    return result


def _counted(colours: Sequence[NDArray[np.float32]]) -> NDArray[np.float64]:
    """The share to keep of each bin of colour."""
    every = _bin(np.concatenate(colours, axis=1))
    counts = np.bincount(every, minlength=_BINS * _BINS) / max(every.size, 1)
    weight = (counts + _RAREST) ** _EVEN
    return np.asarray(np.minimum(1.0, weight / np.quantile(weight[every], _ALL)))


def _bin(colours: Planes) -> NDArray[np.int64]:
    rows, columns = (np.clip(plane / _BIN + _BINS / 2, 0, _BINS - 1).astype(np.int64) for plane in colours)
    return np.asarray(rows * _BINS + columns)
