"""Band statistics over the valid pixels of many chips, computed in one pass and mergeable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, Mapping, Optional, Sequence, Tuple

import numpy as np

from ..rasters.arrays import Array


@dataclass(frozen=True)
class BandStatistics:
    """What the valid pixels of one band look like; ``std`` is the population standard deviation.

    A band without a single valid pixel has 0 everywhere.
    """

    name: str
    dtype: str
    minimum: float
    maximum: float
    mean: float
    std: float

    def to_json(self) -> Dict[str, Any]:
        """The fields as JSON values."""
        return dict(vars(self))

    @staticmethod
    def from_json(values: Mapping[str, Any]) -> BandStatistics:
        """The inverse of :meth:`to_json`.

        Raises:
            KeyError, TypeError, ValueError: a field is missing or not of its type.
        """
        return BandStatistics(
            str(values["name"]),
            np.dtype(values["dtype"]).name,
            *(float(values[key]) for key in ("minimum", "maximum", "mean", "std")),
        )


class RunningStatistics:
    """Minimum, maximum, mean and sum of squared deviations of each band, over any number of chips.

    Parts are merged by the pairwise formula of Chan, Golub and LeVeque (1979), so that the result does not lose
    digits however many pixels come in, and parts that were computed side by side can be added.

    Args:
        bands: number of bands.
    """

    def __init__(self, bands: int) -> None:
        self.count = 0
        self.minimum = np.full(bands, np.inf)
        self.maximum = np.full(bands, -np.inf)
        self.mean = np.zeros(bands)
        self.m2 = np.zeros(bands)

    @staticmethod
    def of(values: Array, valid: Optional[Array] = None) -> RunningStatistics:
        """The statistics of one chip.

        Args:
            values: (C, H, W), any real dtype.
            valid: (H, W) bool; None when every pixel is valid.
        """
        part = RunningStatistics(values.shape[0])
        all_valid = valid is None or bool(valid.all())
        for band, pixels in enumerate(values):
            chosen = pixels.ravel() if all_valid else pixels[valid]
            part.count = chosen.size
            if not chosen.size:
                break
            exact = chosen.astype(np.float64)
            mean = exact.mean()
            exact -= mean
            part.minimum[band], part.maximum[band] = chosen.min(), chosen.max()
            part.mean[band], part.m2[band] = mean, exact @ exact
        return part

    def merge(self, other: RunningStatistics) -> None:
        """Take in the pixels that ``other`` has seen."""
        total = self.count + other.count
        if not other.count:
            return
        delta = other.mean - self.mean
        self.m2 += other.m2 + delta**2 * (self.count * other.count / total)
        self.mean += delta * (other.count / total)
        self.minimum = np.minimum(self.minimum, other.minimum)
        self.maximum = np.maximum(self.maximum, other.maximum)
        self.count = total

    def bands(self, names: Sequence[str], dtype: str) -> Tuple[BandStatistics, ...]:
        """One :class:`BandStatistics` a band.

        Args:
            names: a name for each band.
            dtype: NumPy name of the pixels' type.
        """
        if not self.count:
            return tuple(BandStatistics(name, dtype, 0.0, 0.0, 0.0, 0.0) for name in names)
        std = np.sqrt(self.m2 / self.count)
        return tuple(
            BandStatistics(name, dtype, float(low), float(high), float(mean), float(spread))
            for name, low, high, mean, spread in zip(names, self.minimum, self.maximum, self.mean, std)
        )
