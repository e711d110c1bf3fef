"""The figures by which a result is judged: what each block has, and what all of them have together.

A further figure is an entry of :data:`FIGURES` and a line in :func:`measure`; report, table and outputs follow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, List, Mapping, Optional, Tuple

import numpy as np
from numpy.typing import NDArray

from ..training.metrics import Mask, Raster, Sums, all_metrics, error_sums, pooled_metrics

LEAST_SHARE = 0.25
"""A block with a smaller share of valid pixels counts in what is pooled, not in means and spread over the blocks."""
PERCENTILES = (5, 25, 50, 75, 95)


@dataclass(frozen=True)
class Figure:
    """A figure of merit.

    Attributes:
        key: its name in tables and outputs.
        title: its name for people.
        digits: decimals that people are shown.
        higher_is_better: which way it points.
        pooled: whether the figure of the whole is that of all pixels together; else the mean over the blocks.
        by_band: whether each band has its own as well.
    """

    key: str
    title: str
    digits: int
    higher_is_better: bool
    pooled: bool = False
    by_band: bool = True


FIGURES = (
    Figure("psnr", "PSNR", 2, True),
    Figure("ssim", "SSIM", 4, True),
    Figure("mae", "MAE", 3, False, pooled=True),
    Figure("rmse", "RMSE", 3, False, pooled=True),
    Figure("r2", "R²", 4, True, pooled=True),
    Figure("angular_error", "Angular error", 2, False, by_band=False),
)


@dataclass(frozen=True)
class BlockFigures:
    """A method on a block.

    Attributes:
        values: figures by name.
        sums: (bands, 5), see ``metrics.error_sums``.
    """

    values: Mapping[str, float]
    sums: Sums


def measure(output: Raster, truth: Raster, data_range: float, valid: Mask = None) -> BlockFigures:
    """Every figure of one block, NaN where it has none.

    Args:
        output, truth: (C, H, W) in the unit of the truth.
        data_range: the span of values that PSNR and SSIM refer to.
        valid: (H, W) bool, None for all.
    """
    sums = error_sums(output, truth, valid)
    return BlockFigures({**all_metrics(output, truth, data_range, valid), **pooled_metrics(sums)}, sums)


@dataclass(frozen=True)
class Spread:
    """Of a figure over blocks.

    Attributes:
        count: of the blocks that have it.
        mean: over them.
        error: standard error of that mean, as if blocks were independent; NaN for fewer than two.
        percentiles: the :data:`PERCENTILES`.
    """

    count: int
    mean: float
    error: float
    percentiles: Tuple[float, ...]

    @staticmethod
    def of(values: NDArray[np.float64]) -> Optional[Spread]:
        """None where no value is finite."""
        values = values[np.isfinite(values)]
        if not len(values):
            return None
        error = float(values.std(ddof=1) / np.sqrt(len(values))) if len(values) > 1 else float("nan")
        return Spread(len(values), float(values.mean()), error, tuple(map(float, np.percentile(values, PERCENTILES))))


@dataclass(frozen=True)
class MethodFigures:
    """A method on all blocks.

    Attributes:
        blocks: one a block.
        counted: whether means and spread take a block in; the same for every method.
    """

    blocks: Tuple[BlockFigures, ...]
    counted: NDArray[np.bool_]

    def of_blocks(self, key: str) -> NDArray[np.float64]:
        """A figure of each block, NaN where it has none or is not counted."""
        values = np.array([block.values.get(key, np.nan) for block in self.blocks])
        return np.where(self.counted, values, np.nan)

    def spread(self, key: str) -> Optional[Spread]:
        """Of a figure over the counted blocks."""
        return Spread.of(self.of_blocks(key))

    def total(self) -> Dict[str, float]:
        """Figures of the whole by name; those that cannot be had are left out."""
        figures = pooled_metrics(np.sum([block.sums for block in self.blocks], axis=0))
        for key in self.blocks[0].values:
            spread = None if key in figures else self.spread(key)
            if spread is not None:
                figures[key] = spread.mean
        return {key: value for key, value in figures.items() if np.isfinite(value)}

    def gain(self, other: MethodFigures, key: str) -> Optional[Spread]:
        """How much larger a figure is than another method's, block by block."""
        return Spread.of(self.of_blocks(key) - other.of_blocks(key))


def counted_blocks(valid_pixels: List[int], pixels: List[int]) -> NDArray[np.bool_]:
    """Blocks with enough valid pixels to count by themselves; all of them where none has."""
    enough = np.array(valid_pixels) >= LEAST_SHARE * np.array(pixels)
    return enough if enough.any() else np.ones(len(enough), bool)
