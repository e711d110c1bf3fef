"""Which chips to cut, and in which order to read them."""

from __future__ import annotations

from typing import Iterator, List, Optional, Tuple

import numpy as np

from ..errors import InputError
from ..feedback import Feedback
from ..rasters.arrays import Array
from ..rasters.source import Window
from .pair import RasterPair

_BLOCK_BYTES = 32 << 20
_MOST_PLACES = 20_000_000


def positions(area: Window, tile_size: int, stride: int) -> Tuple[Array, Array]:
    """First column and row of every chip that fits into ``area``, row by row, at multiples of the stride.

    Raises:
        InputError: not a single chip fits, or far too many do.
    """
    left, top, width, height = area
    if tile_size > min(width, height):
        raise InputError(
            f"TILE_SIZE {tile_size} does not fit into the {width} x {height} pixels that the rasters (and EXTENT) "
            "share; choose a smaller tile or a larger area."
        )
    columns = np.arange(left, left + width - tile_size + 1, stride)
    rows = np.arange(top, top + height - tile_size + 1, stride)
    if len(columns) * len(rows) > _MOST_PLACES:
        raise InputError(
            f"STRIDE {stride} gives {len(columns) * len(rows):,} chips, which is too many; "
            "choose a larger STRIDE or CELL_SIZE, or a smaller EXTENT."
        )
    every_row, every_column = np.meshgrid(rows, columns, indexing="ij")
    return every_column.ravel(), every_row.ravel()


def sample(columns: Array, rows: Array, count: int, generator: np.random.Generator) -> Array:
    """Indices of ``count`` chips, ascending, random but evenly spread.

    The chips are put in Morton order (https://en.wikipedia.org/wiki/Z-order_curve), in which neighbours stay close,
    and one is drawn from each of ``count`` equal stretches of it.
    """
    if count >= len(columns):
        return np.arange(len(columns))
    order = np.argsort(_morton(columns, rows), kind="stable")
    edges = np.linspace(0, len(columns), count + 1).astype(int)
    return np.sort(order[generator.integers(edges[:-1], edges[1:])])


def blocks(
    columns: Array, rows: Array, tile_size: int, bytes_per_pixel: int, width: int, angles: Optional[Array] = None
) -> List[Array]:
    """Groups of chips whose common window fits into a fixed amount of memory, whatever the raster's size.

    Args:
        columns, rows: (N,) first pixels of the chips.
        tile_size: in pixels.
        bytes_per_pixel: of both rasters together.
        width: of the raster; the groups are as wide as they can be, since many files are stored in rows.
        angles: (N,) by how many degrees the chips are turned; those that lie askew hold pixels of their own.

    Returns:
        Arrays of chip indices, each chip in one of them.
    """
    pixels = max(_BLOCK_BYTES // bytes_per_pixel, tile_size**2)
    across = min(width, pixels // tile_size)
    down = pixels // across
    steps = across - tile_size + 1, down - tile_size + 1
    block_columns = (columns - columns.min()) // steps[0]
    block_rows = (rows - rows.min()) // steps[1]
    keys = block_rows * (int(block_columns.max()) + 1) + block_columns
    if angles is not None:
        keys = 2 * keys + (angles % 90.0 != 0.0)
    order = np.argsort(keys, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(keys[order])) + 1)
    if angles is None:
        return groups
    most = max(1, pixels // tile_size**2)
    return [part for group in groups for part in (_pieces(group, most) if angles[group[0]] % 90.0 else [group])]


def read_chips(
    pair: RasterPair, columns: Array, rows: Array, tile_size: int, group: Array, angles: Optional[Array] = None
) -> Iterator[Tuple[int, Array, Array, Array]]:
    """The chips of one block: index, a, b, valid, as views into one window where they lie close together.

    Args:
        pair: the rasters.
        columns, rows: (N,) first pixels of all chips.
        tile_size: in pixels.
        group: indices of the block's chips, from :func:`blocks`.
        angles: (N,) by how many degrees the chips are turned; None when none is.
    """
    if angles is not None and angles[group[0]] % 90.0:
        for index in group.tolist():
            place = int(columns[index]), int(rows[index]), tile_size, float(angles[index])
            yield (index, *pair.read_turned(*place))
        return
    left, top = int(columns[group].min()), int(rows[group].min())
    width = int(columns[group].max()) - left + tile_size
    height = int(rows[group].max()) - top + tile_size
    sparse = len(group) * tile_size**2 < width * height // 2
    if not sparse:
        a, b, valid = pair.read(left, top, width, height)
    for index in group.tolist():
        x, y = int(columns[index]), int(rows[index])
        if sparse:
            chip = pair.read(x, y, tile_size, tile_size)
        else:
            part = slice(y - top, y - top + tile_size), slice(x - left, x - left + tile_size)
            chip = a[(slice(None), *part)], b[(slice(None), *part)], valid[part]
        quarters = 0 if angles is None else int(angles[index] // 90.0)
        yield (index, *(np.rot90(image, quarters, axes=(-2, -1)) for image in chip)) if quarters else (index, *chip)


def nodata_shares(
    pair: RasterPair,
    columns: Array,
    rows: Array,
    tile_size: int,
    feedback: Feedback,
    angles: Optional[Array] = None,
) -> Array:
    """(N,) share (0 to 1) of pixels of each chip that are invalid in A or B."""
    shares = np.zeros(len(columns))
    if not pair.has_mask or not len(columns):
        return shares
    done = 0
    bytes_per_pixel = pair.a.bytes_per_pixel + pair.b.bytes_per_pixel
    for group in blocks(columns, rows, tile_size, bytes_per_pixel, pair.area[2], angles):
        feedback.check()
        for index, _, _, valid in read_chips(pair, columns, rows, tile_size, group, angles):
            shares[index] = 1.0 - np.count_nonzero(valid) / valid.size
            done += 1
            if done % 256 == 0:
                feedback.check()
        feedback.progress(done / len(columns), f"Looking for NoData: {done:,} of {len(columns):,} chips")
    return shares


def _pieces(group: Array, most: int) -> List[Array]:
    return [group[start : start + most] for start in range(0, len(group), most)]


def _morton(columns: Array, rows: Array) -> Array:
    """Bits of column and row, interleaved."""
    code = np.zeros(len(columns), dtype=np.int64)
    for bit in range(31):
        code |= ((columns >> bit) & 1) << (2 * bit)
        code |= ((rows >> bit) & 1) << (2 * bit + 1)
    return code
