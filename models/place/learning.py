"""Samples of what is seen and which colours it has, from tiles of a reference and from the photo under one."""

from __future__ import annotations

from typing import Any, Callable, List, Optional, Tuple

import numpy as np
from numpy.typing import NDArray

from ..package.definition import ModelDefinition
from .codes import Codes
from .colour import KNOTS
from .evidence import Evidence, Standard
from .features import CELL, Maps, columns, width
from .fitting import prior_columns
from .planes import Planes, halved

Run = Callable[[NDArray[np.float32]], Tuple[Planes, Maps]]
"""The model: inputs (C_in, H, W) to the output (C_out, H, W) and the feature maps."""
PIXELS, SAMPLES = 16_384, 768
"""Single pixels, and cells of two pixels, of a tile."""
FIRST = 8
"""Tiles by which the columns are standardized."""
_POINTS = 4
"""Of a cell along each side, where cells are larger than two pixels."""


class Learner:
    """Gathers samples into :class:`Evidence`.

    Args:
        run: the model.
        definition: of it.
        seed: of the choice of samples.

    Attributes:
        references: what tiles of references say.
        pixels: what single pixels of these tiles say, without features.
        photo: what the photo says with the colours that references have at the same spot.
    """

    def __init__(self, run: Run, definition: ModelDefinition, seed: int = 0) -> None:
        self._run, self._sizes = run, definition.maps
        self.codes, self._bands = Codes(definition), len(definition.input_bands)
        self._generator = np.random.default_rng(seed)
        self._features = width(self._bands, definition.maps)
        self._standard: Optional[Standard] = None
        self._waiting: List[Tuple[Evidence, int, Any, Any, Any]] = []
        self.references, self.photo = self._evidence(), self._evidence()
        self.pixels = Evidence(0, self._bands * KNOTS, self.codes.count)

    @property
    def standard(self) -> Optional[Standard]:
        """Of the features."""
        return self._standard

    def add_reference(
        self,
        inputs: NDArray[np.float32],
        target: NDArray[np.float32],
        valid: NDArray[np.bool_],
        block: int,
        samples: int = SAMPLES,
    ) -> None:
        """Count in a tile of a reference.

        Args:
            inputs: (C_in, H, W).
            target: (C_out, H, W).
            valid: (H, W).
            block: where it lies.
            samples: at most.
        """
        code = self.codes.encode(target)
        self._add_pixels(self.codes.unit(inputs)[:, valid], code[:, valid], block)
        colours = halved(code)
        self._add(self.references, inputs, colours, _whole(valid), 1, block, samples)

    def add_photo(
        self, inputs: NDArray[np.float32], colours: Planes, known: NDArray[np.bool_], step: int, block: int
    ) -> None:
        """Count in a window of the photo.

        Args:
            inputs: (C_in, H, W).
            colours: code (K, h, w) of the references in cells of ``step`` pixels.
            known: (h, w) where they show ground and the photo has data.
            step: pixels, at least 2.
            block: where it lies.
        """
        self._add(self.photo, inputs, colours, known, step // CELL, block, SAMPLES)

    def _add_pixels(self, unit: NDArray[np.float32], code: NDArray[np.float32], block: int) -> None:
        """Count in single pixels, (C_in, N) and (K, N), or some of them."""
        some = self._generator.permutation(unit.shape[1])[:PIXELS]
        nothing = np.zeros((len(some), 0), np.float32)
        hats = prior_columns(unit[:, some], np.zeros((0, len(some)), np.float32))
        self.pixels.add(block, nothing, hats, code[:, some].T)

    def _add(
        self,
        evidence: Evidence,
        inputs: NDArray[np.float32],
        colours: Planes,
        known: NDArray[np.bool_],
        step: int,
        block: int,
        samples: int,
    ) -> None:
        rows, at = np.nonzero(known)
        if not len(rows):
            return
        chosen = np.sort(self._generator.permutation(len(rows))[:samples])
        rows, at = rows[chosen], at[chosen]
        output, maps = self._run(inputs)
        unit, code = halved(self.codes.unit(inputs)), halved(self.codes.encode(output))
        inner_rows, inner_at = _points(rows, at, step, (unit.shape[1], unit.shape[2]))
        shape = (len(rows), -1)
        features = _mean_of_points(columns(unit, maps, self._sizes, inner_rows, inner_at), shape)
        priors = _mean_of_points(prior_columns(unit[:, inner_rows, inner_at], code[:, inner_rows, inner_at]), shape)
        self._waiting.append((evidence, block, features, priors, colours[:, rows, at].T))
        if self._standard is not None or len(self._waiting) >= FIRST:
            self.finish()

    def finish(self) -> None:
        """Count in what has been waiting for others to be standardized with."""
        if self._standard is None and self._waiting:
            self._standard = Standard(np.concatenate([features for _, _, features, *_ in self._waiting]))
        for evidence, block, features, *rest in self._waiting:
            if self._standard is not None:
                evidence.add(block, self._standard(features), *rest)
        self._waiting.clear()

    def _evidence(self) -> Evidence:
        return Evidence(self._features, self._bands * KNOTS + self.codes.count, self.codes.count)


def _whole(valid: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Cells of two pixels that are valid in all of them."""
    return np.asarray(halved(valid[None].astype(np.float32))[0] > 0.99)


def _points(
    rows: NDArray[np.int64], at: NDArray[np.int64], step: int, shape: Tuple[int, int]
) -> Tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Cells of two pixels within larger ones of ``step`` of them, those of one after the other."""
    within = np.unique(np.linspace(0, step - 1, min(step, _POINTS)).astype(np.int64))
    down, across = np.meshgrid(within, within, indexing="ij")
    inner_rows, inner_at = rows[:, None] * step + down.ravel(), at[:, None] * step + across.ravel()
    return np.minimum(inner_rows, shape[0] - 1).ravel(), np.minimum(inner_at, shape[1] - 1).ravel()


def _mean_of_points(table: NDArray[np.float32], shape: Tuple[int, int]) -> NDArray[np.float32]:
    return np.asarray(table.reshape(shape[0], -1, table.shape[1]).mean(axis=1), np.float32)
