"""A raster resampled onto another grid, window by window."""

from __future__ import annotations

from typing import Optional, Sequence, Tuple

import numpy as np
from osgeo import gdal

from ..errors import InputError
from . import bands as _bands
from .arrays import Array
from .calls import Dataset, GdalFailure, checked
from .grid import Grid
from .placing import transformer_options
from .resampling import RESAMPLING
from .source import RasterSource

_POSITION_ERROR = 0.05  # pixels of the grid, by which GDAL may approximate the reprojection


class WarpedSource(RasterSource):
    """Reads windows of ``grid`` from a raster that lies on another one.

    Each window is warped by GDAL straight into memory, which, unlike a warped VRT, also serves south-up and rotated
    grids, and reads no more of the raster than the window needs. Invalid pixels take no part in the resampling.

    Args:
        path, bands: see :class:`RasterSource`.
        grid: the wanted grid; it has a CRS, or the raster has none.
        resampling: a key of :data:`RESAMPLING`.

    Raises:
        InputError: the raster cannot be read, or GDAL knows no way between the two CRSs.
    """

    def __init__(self, path: str, bands: Optional[Sequence[int]], grid: Grid, resampling: str) -> None:
        super().__init__(path, bands)
        if resampling not in RESAMPLING:
            raise InputError(f"RESAMPLING is {resampling!r}; choose one of {', '.join(RESAMPLING)}.")
        self.grid = grid
        self.has_mask = True
        self.resampling = resampling
        end_values = _bands.ends(self.dtype)
        self._declared = {n: v for n, v in self._nodata_of.items() if v is not None}
        self._unified = bool(self._declared) and all(v in end_values for v in self._declared.values())
        self._numbers = [*self.bands, *(self._others_with(end_values) if self._unified else ())]
        self._subset = self._make_subset()

    def read(self, xoff: int, yoff: int, width: int, height: int) -> Tuple[Array, Array]:
        return self._read_grid(self.grid.window(xoff, yoff, width, height))

    def empty(self, xoff: int, yoff: int, width: int, height: int) -> bool:
        return False

    def _read_askew(self, xoff: int, yoff: int, size: int, degrees: float) -> Tuple[Array, Array]:
        return self._read_grid(self.grid.window(xoff, yoff, size, size).turned(degrees))

    def _read_grid(self, grid: Grid) -> Tuple[Array, Array]:
        """Any grid in the CRS of :attr:`grid`, straight from the raster."""
        try:
            target = self._warp(grid)
            window, count = (0, 0, grid.width, grid.height), len(self.bands)
            values = _bands.read(target, window, range(1, count + 1), self.dtype)
            alpha = _bands.read(target, window, [len(self._numbers) + 1], np.dtype(np.float32))
        except GdalFailure as error:
            raise InputError(
                f"{self.path} cannot be placed on the grid of the other raster ({error}); "
                "check the coordinate reference systems of both."
            ) from error
        valid = alpha[0] > 0
        if self.dtype.kind == "f":
            valid &= np.isfinite(values).all(axis=0)
        if not self._unified:
            for band, number in zip(values, self.bands):
                valid &= ~_bands.equals(band, self._nodata_of.get(number))
        values[:, ~valid] = self.nodata or 0
        return values, valid

    def close(self) -> None:
        self._subset = None
        super().close()

    def _make_subset(self) -> Dataset:
        """The bands that take part, the alpha band last, as the warper expects it."""
        numbers = [*self._numbers, *([self._alpha] if self._alpha else [])]
        try:
            subset = checked(gdal.Translate, "", self._dataset, format="VRT", bandList=numbers)
        except GdalFailure as error:
            raise InputError(f"{self.path} cannot be read ({error}); choose another file.") from error
        for position in range(1, len(self._numbers) + 1):
            if subset.GetRasterBand(position).GetColorInterpretation() == gdal.GCI_AlphaBand:
                subset.GetRasterBand(position).SetColorInterpretation(gdal.GCI_Undefined)
        if self.dtype.kind == "f" and not self._declared:
            for number in range(1, len(self._numbers) + 1):
                subset.GetRasterBand(number).SetNoDataValue(float("nan"))
        return subset

    def _warp(self, grid: Grid) -> Dataset:
        count = len(self._numbers)
        target = checked(
            gdal.GetDriverByName("MEM").Create, "", grid.width, grid.height, count + 1, _bands.gdal_type(self.dtype)
        )
        target.SetGeoTransform(grid.geotransform)
        target.SetProjection(grid.crs)
        target.GetRasterBand(count + 1).SetColorInterpretation(gdal.GCI_AlphaBand)
        if not self._unified:
            for position, number in enumerate(self._numbers, start=1):
                if number in self._declared:
                    _bands.set_nodata(target.GetRasterBand(position), self._declared[number])
        options = gdal.WarpOptions(
            dstAlpha=True,
            resampleAlg=RESAMPLING[self.resampling],
            errorThreshold=_POSITION_ERROR,
            transformerOptions=transformer_options(self._dataset),
            warpOptions=[f"UNIFIED_SRC_NODATA={'YES' if self._unified else 'NO'}", "INIT_DEST=NO_DATA"],
        )

        def warp() -> int:
            done = gdal.Warp(target, self._subset, options=options)
            return int(gdal.CE_None if done else gdal.CE_Failure)

        checked(warp)
        return target
