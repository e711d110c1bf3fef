"""What is judged, block by block: the interface, and rasters as its source."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Iterator, List, Optional, Protocol, Sequence, Tuple, TypeVar

import numpy as np

from ..errors import InputError
from ..rasters.arrays import Array, DType
from ..rasters.grid import Grid
from ..rasters.source import Window

_AUTOMATIC_BLOCK, _LEAST_AUTOMATIC, _AUTOMATIC_COUNT = 256, 32, 16
_FITTING_BLOCKS = 256
_MOST_BLOCKS = 1_000_000
SAMPLED_BLOCKS = 64
Item = TypeVar("Item")


@dataclass(frozen=True)
class Sample:
    """A block as it is judged.

    Attributes:
        input: (Ca, H, W), None where no input is known.
        output, truth: (Cb, H, W).
        valid: (H, W) bool, where all of them have data.
    """

    input: Optional[Array]
    output: Array
    truth: Array
    valid: Array


@dataclass(frozen=True)
class Block:
    """A block.

    Attributes:
        name: for people and tables.
        fold: 0 or 1; the curve that is judged on it is fitted on :meth:`Pairs.fitting` of this fold.
        window: column, row, width and height in pixels, None for a chip.
        place: row and column among the blocks, None for a chip.
    """

    name: str
    fold: int = 0
    window: Optional[Window] = None
    place: Optional[Tuple[int, int]] = None


class Pairs(ABC):
    """Blocks of input, output and truth.

    Attributes:
        blocks: all that may be judged.
        truth_dtype: type of the truth, and of a method that is rounded to it.
        input_dtype: type of the input, None without one.
        band_names: of the truth.
        input_count: number of input bands, 0 without input.
        curve_words: in a sentence, what the fitted curve was fitted on.
    """

    blocks: Sequence[Block]
    truth_dtype: DType
    input_dtype: Optional[DType]
    band_names: Tuple[str, ...]
    input_count: int
    curve_words: str

    @abstractmethod
    def read(self, index: int) -> Sample:
        """Block ``index``."""

    @abstractmethod
    def fitting(self, fold: int) -> Iterator[Tuple[Array, Array, Array]]:
        """Input, truth and valid of pieces that hold no pixel of a block of ``fold``; nothing without an input."""

    @abstractmethod
    def truths(self) -> Iterator[Tuple[Array, Array]]:
        """Truth and valid of some blocks, evenly spread over all."""


class Layer(Protocol):
    """What is read of a raster: an :class:`~..inference.area.Area`, or a part of one."""

    dtype: DType
    bands: Tuple[int, ...]

    def read(self, xoff: int, yoff: int, width: int, height: int) -> Tuple[Array, Array]:
        """Values (C, height, width) and valid (height, width) of a window."""


class Result(Layer, Protocol):
    """The one whose grid the others share."""

    grid: Grid


class RasterPairs(Pairs):
    """A result against the truth in square blocks; neighbouring blocks are of different folds, as on a chessboard.

    Args:
        result: what is judged; its grid is that of the blocks.
        truth: of as many bands, read by the same columns and rows.
        before: the input, read likewise; None when it is not known.
        band_names: of the truth.
        block_size: wanted side in pixels, 0 for automatic; blocks are as near to it as divides the raster evenly.

    Attributes:
        block_size: as wanted, or as chosen.
        shape: number of rows and columns of blocks.
        result_dtype: type of the result.

    Raises:
        InputError: there would be too many blocks.
    """

    curve_words = (
        "the truth of neighbouring blocks, never of the block on which it is judged; a raster to be translated has no "
        "such truth, so that this curve is a harder opponent than one from other imagery"
    )

    def __init__(
        self,
        result: Result,
        truth: Layer,
        before: Optional[Layer],
        band_names: Tuple[str, ...],
        block_size: int = 0,
    ) -> None:
        self._result, self._truth, self._before = result, truth, before
        width, height = result.grid.width, result.grid.height
        self.block_size = block_size or _automatic_block(width, height)
        count = _count(height, self.block_size) * _count(width, self.block_size)
        if count > _MOST_BLOCKS:
            raise InputError(
                f"{width} x {height} pixels in blocks of {self.block_size} are {count:,} blocks, which is too many for "
                "a report; choose an EXTENT or larger blocks."
            )
        rows, columns = _spans(height, self.block_size), _spans(width, self.block_size)
        self.shape = len(rows), len(columns)
        self.blocks = [
            Block(f"row {i + 1}, column {j + 1}", (i + j) % 2, (x, y, across, down), (i, j))
            for i, (y, down) in enumerate(rows)
            for j, (x, across) in enumerate(columns)
        ]
        self.truth_dtype, self.result_dtype, self.band_names = truth.dtype, result.dtype, band_names
        self.input_dtype = before.dtype if before else None
        self.input_count = len(before.bands) if before else 0

    def read(self, index: int) -> Sample:
        window = self._window(index)
        output, valid = self._result.read(*window)
        values, truth, both = self._read_pair(window)
        return Sample(values, output, truth, valid & both)

    def fitting(self, fold: int) -> Iterator[Tuple[Array, Array, Array]]:
        others = [index for index, block in enumerate(self.blocks) if block.fold != fold]
        for index in evenly(others if self._before else [], _FITTING_BLOCKS):
            values, truth, both = self._read_pair(self._window(index))
            if values is not None and both.any():
                yield values, truth, both & self._result.read(*self._window(index))[1]

    def truths(self) -> Iterator[Tuple[Array, Array]]:
        for index in evenly(range(len(self.blocks)), SAMPLED_BLOCKS):
            truth, valid = self._truth.read(*self._window(index))
            yield truth, valid & self._result.read(*self._window(index))[1]

    def _window(self, index: int) -> Window:
        window = self.blocks[index].window
        return window or (0, 0, 0, 0)

    def _read_pair(self, window: Window) -> Tuple[Optional[Array], Array, Array]:
        truth, valid = self._truth.read(*window)
        if self._before is None:
            return None, truth, valid
        values, own = self._before.read(*window)
        return values, truth, valid & own


def _automatic_block(width: int, height: int) -> int:
    fitting = int((width * height / _AUTOMATIC_COUNT) ** 0.5)
    return max(_LEAST_AUTOMATIC, min(_AUTOMATIC_BLOCK, fitting))


def _count(length: int, size: int) -> int:
    """Number of parts of an axis."""
    return max(1, round(length / size))


def _spans(length: int, size: int) -> List[Tuple[int, int]]:
    """First pixel and length of even parts of an axis, each about ``size`` pixels."""
    edges = np.linspace(0, length, _count(length, size) + 1).round().astype(int)
    return [(int(start), int(end - start)) for start, end in zip(edges, edges[1:])]


def evenly(items: Sequence[Item], most: int) -> Sequence[Item]:
    """At most ``most`` of them, evenly spread."""
    if len(items) <= most:
        return items
    return [items[i] for i in np.linspace(0, len(items) - 1, most).round().astype(int)]
