"""GeoTIFFs that appear whole or not at all."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import List, Mapping, Optional, Sequence, Type, Union

import numpy as np
from osgeo import gdal

from ..errors import InputError
from ..files import atomic_file
from . import bands as _bands
from .arrays import Array, DType
from .calls import Dataset, GdalFailure, checked, close
from .grid import Grid

_SIDECARS = (".aux.xml", ".ovr", ".msk")


def default_options(dtype: DType) -> List[str]:
    """Tiled DEFLATE with the predictor that suits the type; BigTIFF when it is needed."""
    predictor = 3 if dtype.kind == "f" else 2 if dtype.itemsize <= 4 else 1
    return ["TILED=YES", "COMPRESS=DEFLATE", f"PREDICTOR={predictor}", "BIGTIFF=IF_SAFER", "NUM_THREADS=ALL_CPUS"]


class RasterWriter:
    """A GeoTIFF that is written window by window; a context manager.

    It is written beside ``path`` and renamed when the block ends without an exception; otherwise nothing is left and
    an older file stays.

    Args:
        path: the GeoTIFF to make.
        grid: where its pixels lie.
        band_count: number of bands.
        dtype: NumPy dtype of the pixels.
        nodata: NoData value of every band.
        band_names: a description for each band.
        rgb: the first three bands are red, green and blue.
        creation_options: GDAL's creation options instead of :func:`default_options`.
        metadata: keys and values of the default domain.
        overviews: add averaged overviews.

    Raises:
        InputError: the file cannot be created, or cannot be completed (disk full).
    """

    def __init__(
        self,
        path: Union[str, Path],
        grid: Grid,
        band_count: int,
        dtype: Union[str, DType, Type[np.generic]],
        *,
        nodata: Optional[float] = None,
        band_names: Sequence[str] = (),
        rgb: bool = False,
        creation_options: Sequence[str] = (),
        metadata: Optional[Mapping[str, str]] = None,
        overviews: bool = False,
    ) -> None:
        self.path = Path(path)
        self.grid = grid
        self.band_count = band_count
        self.dtype = np.dtype(dtype)
        self.nodata = nodata
        self._band_names = tuple(band_names)
        self._rgb = rgb and band_count >= 3
        self._options = list(creation_options) or default_options(self.dtype)
        self._metadata = dict(metadata or {})
        self._overviews = overviews
        self._dataset: Dataset = None
        self._stack = ExitStack()

    def write(self, xoff: int, yoff: int, values: Array) -> None:
        """Write a window.

        Args:
            xoff, yoff: column and row of its first pixel.
            values: (C, height, width), convertible to the raster's dtype without a change of kind.

        Raises:
            InputError: the disk is full.
        """
        if values.ndim != 3 or values.shape[0] != self.band_count:
            raise ValueError(f"values have shape {values.shape}, not ({self.band_count}, height, width)")
        values = values.astype(self.dtype, casting="same_kind", copy=False)
        try:
            _bands.write(self._dataset, xoff, yoff, values)
        except GdalFailure as error:
            raise self._failure(error) from error

    def __enter__(self) -> RasterWriter:
        try:
            self._create(self._stack.enter_context(atomic_file(self.path)))
        except BaseException as error:
            self._dataset = None
            self._stack.__exit__(type(error), error, error.__traceback__)
            if isinstance(error, (GdalFailure, OSError)):
                raise self._failure(error) from error
            raise
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        try:
            if kind is None:
                self._finish()
            self._dataset = None
            self._stack.__exit__(kind, error, traceback)
        except (GdalFailure, OSError) as failure:
            self._dataset = None
            self._stack.__exit__(type(failure), failure, failure.__traceback__)
            raise self._failure(failure) from failure
        if kind is not None:
            return
        for suffix in _SIDECARS:
            stale = Path(f"{self.path}{suffix}")
            if stale.exists():
                os.remove(stale)

    def _create(self, partial: Path) -> None:
        options = [*self._options, *(["PHOTOMETRIC=RGB"] if self._rgb else [])]
        driver = gdal.GetDriverByName("GTiff")
        self._dataset = checked(
            driver.Create,
            str(partial),
            self.grid.width,
            self.grid.height,
            self.band_count,
            _bands.gdal_type(self.dtype),
            options,
        )
        if self.grid.georeferenced:
            checked(self._dataset.SetGeoTransform, self.grid.geotransform)
        if self.grid.crs:
            checked(self._dataset.SetProjection, self.grid.crs)
        if self._metadata:
            self._dataset.SetMetadata(self._metadata)
        for number in range(1, self.band_count + 1):
            band = self._dataset.GetRasterBand(number)
            if self.nodata is not None:
                checked(band.SetNoDataValue, float(self.nodata))
            if number <= len(self._band_names):
                band.SetDescription(self._band_names[number - 1])
            if self._rgb:
                colors = (gdal.GCI_RedBand, gdal.GCI_GreenBand, gdal.GCI_BlueBand)
                band.SetColorInterpretation(colors[number - 1] if number <= 3 else gdal.GCI_Undefined)

    def _finish(self) -> None:
        if self._overviews:
            checked(self._dataset.FlushCache, strict=True)
            factors: List[int] = []
            while max(self.grid.width, self.grid.height) / 2 ** len(factors) > 256:
                factors.append(2 ** (len(factors) + 1))
            if factors:
                checked(self._dataset.BuildOverviews, "AVERAGE", factors)
        close(self._dataset)

    def _failure(self, error: BaseException) -> InputError:
        return InputError(f"{self.path} cannot be written ({error}); check the folder and the space on its disk.")
