"""The grid that both rasters of a pair are brought onto."""

from __future__ import annotations

import math
from typing import Optional

import numpy as np

from ..errors import InputError
from ..rasters.crs import same_crs, transform_points
from ..rasters.grid import Grid
from ..rasters.source import Window

_EDGE_POINTS = 65


def common_grid(target: Grid, given: Optional[Grid], choice: str, cell_size: float) -> Grid:
    """The grid of the chips.

    Args:
        target: grid of the target raster.
        given: grid of the input raster, None when the input is made from the target.
        choice: "target", "input", or "finer" for the one with the smaller pixels.
        cell_size: of its pixels in units of its CRS; 0 for what they are.

    Raises:
        InputError: the cell size cannot be had.
    """
    grid = target
    if given is not None and (choice == "input" or (choice == "finer" and pixel_ratio(given, target) < 0.999)):
        grid = given
    if not cell_size or all(abs(size / cell_size - 1) < 1e-6 for size in grid.cell_size):
        return grid
    if not grid.crs:
        raise InputError(
            "CELL_SIZE needs rasters with a coordinate reference system; assign one to them, or leave CELL_SIZE 0."
        )
    return grid.with_cells(cell_size)


def pixel_ratio(own: Grid, grid: Grid) -> float:
    """Width of a pixel in the middle of ``own``, in pixels of ``grid``; 1 when it cannot be known."""
    if bool(own.crs) != bool(grid.crs):
        return 1.0
    x, y = own.to_map(own.width / 2 + np.array([0.0, 1.0, 0.0]), own.height / 2 + np.array([0.0, 0.0, 1.0]))
    if not same_crs(own.crs, grid.crs):
        x, y = transform_points(own.crs, grid.crs, x, y)
    columns, rows = grid.to_pixel(x, y)
    across, down = columns[1:] - columns[0], rows[1:] - rows[0]
    area = abs(float(across[0] * down[1] - across[1] * down[0]))
    return math.sqrt(area) if math.isfinite(area) and area else 1.0


def overlap(own: Grid, grid: Grid, path: str) -> Window:
    """The smallest window of ``grid`` that holds all of it that ``own`` covers.

    Args:
        own: the other raster's grid.
        grid: the grid whose window is wanted; both have a CRS, or neither has.
        path: the other raster, for the message.

    Raises:
        InputError: the two do not overlap.
    """
    along = np.linspace(0.0, 1.0, _EDGE_POINTS)
    across, down = (part.ravel() for part in np.meshgrid(along * own.width, along * own.height))
    x, y = own.to_map(across, down)
    if not same_crs(own.crs, grid.crs):
        x, y = transform_points(own.crs, grid.crs, x, y)
    columns, rows = grid.to_pixel(x, y)
    finite = np.isfinite(columns) & np.isfinite(rows)
    slack = 1e-3  # pixels; rounding must not add an empty row or column
    if finite.any():
        left = max(0, math.floor(float(columns[finite].min()) + slack))
        top = max(0, math.floor(float(rows[finite].min()) + slack))
        right = min(grid.width, math.ceil(float(columns[finite].max()) - slack))
        bottom = min(grid.height, math.ceil(float(rows[finite].max()) - slack))
        if right > left and bottom > top:
            return left, top, right - left, bottom - top
    raise InputError(
        f"{path} and the other raster do not overlap; choose rasters of the same place, "
        "or check their coordinate reference systems."
    )


def common_window(one: Window, two: Window, message: str) -> Window:
    """What two windows share.

    Raises:
        InputError: with ``message``, when that is nothing.
    """
    left, top = max(one[0], two[0]), max(one[1], two[1])
    right, bottom = min(one[0] + one[2], two[0] + two[2]), min(one[1] + one[3], two[1] + two[3])
    if right <= left or bottom <= top:
        raise InputError(message)
    return left, top, right - left, bottom - top
