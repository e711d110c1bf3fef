"""GeoTIFFs, plain or cloud optimized, that appear whole or not at all."""

from __future__ import annotations

import shutil
from contextlib import ExitStack, suppress
from pathlib import Path
from traceback import clear_frames
from types import TracebackType
from typing import Mapping, NoReturn, Optional, Sequence, Type, Union

import numpy as np
from osgeo import gdal

from ..errors import InputError
from ..feedback import Feedback
from ..files import atomic_file, scratch_folder
from . import bands as _bands
from .arrays import Array, DType
from .calls import Dataset, GdalFailure, checked, close, drop, option, quiet, small_block_cache
from .creation_options import cog_options, gtiff_options, lossy, working_options
from .grid import Grid
from .overviews import Overviews, is_valid

_FULL = 1 << 18
SPARSE_PIXELS = 1 << 28
"""A raster of more pixels leaves out the blocks that have no data."""


class RasterWriter:
    """A GeoTIFF that is written window by window; a context manager.

    It is written beside ``path`` and renamed when the block ends without an exception; otherwise nothing is left and
    an older file stays.

    Args:
        path: the GeoTIFF to make.
        grid: where its pixels lie.
        band_count: number of bands.
        dtype: NumPy dtype of the pixels.
        nodata: NoData value of every band. Where the values are compressed with loss, in which it would get lost, the
            pixels whose first band has it are left out of a mask band instead.
        band_names: a description for each band.
        rgb: the first three bands are red, green and blue.
        creation_options: GDAL's creation options (``KEY=VALUE``) that take the place of the usual ones.
        metadata: keys and values of the default domain.
        overviews: add averaged overviews.
        cog: make a cloud optimized GeoTIFF, which always has overviews. It is made at the end, from a plain one
            beside it.
        scaling: scale, offset and unit of the first ``scaled_bands`` bands, None for none.
        feedback: is asked whether to stop while overviews are made.

    Raises:
        InputError: the file cannot be created, or cannot be completed (disk full).
        Cancelled: the user stopped; nothing is left.
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
        cog: bool = False,
        scaling: Optional[_bands.Scaling] = None,
        scaled_bands: int = 0,
        feedback: Optional[Feedback] = None,
    ) -> None:
        self.path = self._partial = self._working = Path(path)
        self.grid = grid
        self.band_count = band_count
        self.dtype = np.dtype(dtype)
        self.nodata = nodata
        self._band_names = tuple(band_names)
        self._rgb = rgb and band_count >= 3
        sparse = grid.width * grid.height > SPARSE_PIXELS
        self._options = (
            cog_options(creation_options, sparse) if cog else gtiff_options(self.dtype, creation_options, sparse)
        )
        self._masked = nodata is not None and lossy(self._options)
        self._metadata = dict(metadata or {})
        self._with_overviews, self._cog = overviews or cog, cog
        self._overviews: Optional[Overviews] = None
        self._scaling = {number: scaling for number in range(1, scaled_bands + 1) if scaling}
        self._feedback = feedback or Feedback()
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
            if self._overviews is not None:
                self._overviews.add(xoff, yoff, values)
            if self._masked:
                valid = is_valid(values[0], self.nodata)
                _bands.write_mask(self._dataset.GetRasterBand(1), xoff, yoff, valid)
                values = _bands.filled(values, valid)
            _bands.write(self._dataset, xoff, yoff, values)
        except GdalFailure as error:
            raise self._failure(error) from error

    def set_statistics(self, number: int, minimum: float, maximum: float, mean: float, std: float) -> None:
        """Store the statistics of a band over its valid pixels, where every GIS looks for them.

        Args:
            number: of the band, from 1.
        """
        values = {"MINIMUM": minimum, "MAXIMUM": maximum, "MEAN": mean, "STDDEV": std}
        for key, value in values.items():
            self._dataset.GetRasterBand(number).SetMetadataItem(f"STATISTICS_{key}", f"{value:.15g}")

    def __enter__(self) -> RasterWriter:
        try:
            self._partial = self._stack.enter_context(atomic_file(self.path, precious=True))
            self._working = self._partial
            if self._cog:
                self._working = self._stack.enter_context(scratch_folder(self.path)) / "plain.tif"
            self._create(self._working)
        except BaseException as error:
            self._abandon(error)
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
        except BaseException as failure:
            self._abandon(failure)
        self._drop(error)
        try:
            self._stack.__exit__(kind, error, traceback)
        except OSError as failure:
            raise self._failure(failure) from failure

    def _abandon(self, error: BaseException) -> NoReturn:
        """Remove what there is of the file, and raise."""
        failure = self._failure(error)
        self._drop(error)
        self._stack.__exit__(type(error), error, error.__traceback__)
        if isinstance(error, GdalFailure):
            self._feedback.check()
        if isinstance(error, (GdalFailure, OSError)):
            raise failure from error
        raise error

    def _drop(self, error: Optional[BaseException] = None) -> None:
        """Let go of an unfinished file; whatever GDAL has to say about that is of no interest any more.

        Before GDAL 3.8 its last reference closes it, and the frames that ``error`` went through have some: Windows
        removes no open file.
        """
        with quiet(raising=False):
            if self._dataset is not None:
                drop(self._dataset)
            while error is not None:
                clear_frames(error.__traceback__)
                error = error.__cause__
            self._dataset = self._overviews = None

    def _create(self, path: Path) -> None:
        options = working_options(self.dtype) if self._cog else list(self._options)
        if self._rgb and not any(each.startswith("PHOTOMETRIC=") for each in options):
            options.append("PHOTOMETRIC=RGB")
        self._dataset = checked(
            gdal.GetDriverByName("GTiff").Create,
            str(path),
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
            if self.nodata is not None and not self._masked:
                _bands.set_nodata(band, self.nodata)
            if number <= len(self._band_names):
                band.SetDescription(self._band_names[number - 1])
            if number in self._scaling:
                scale, offset, unit = self._scaling[number]
                checked(band.SetScale, scale)
                checked(band.SetOffset, offset)
                checked(band.SetUnitType, unit)
            if self._rgb:
                colors = (gdal.GCI_RedBand, gdal.GCI_GreenBand, gdal.GCI_BlueBand)
                band.SetColorInterpretation(colors[number - 1] if number <= 3 else gdal.GCI_Undefined)
        if self._masked:
            with option("GDAL_TIFF_INTERNAL_MASK", "YES"):
                checked(self._dataset.CreateMaskBand, gdal.GMF_PER_DATASET)
        if self._with_overviews:
            self._overviews = Overviews(self._dataset, self.dtype, self.nodata, self._masked)

    def _finish(self) -> None:
        with small_block_cache():
            if self._overviews is not None:
                self._overviews.finish(self._feedback.check)
                self._overviews = None
            close(self._dataset)
            self._dataset = None
            if self._cog:
                self._optimize()

    def _optimize(self) -> None:
        """Copy the plain GeoTIFF in the order of a cloud optimized one (https://gdal.org/drivers/raster/cog.html)."""
        plain = checked(gdal.Open, str(self._working))
        copy = checked(
            gdal.GetDriverByName("COG").CreateCopy,
            str(self._partial),
            plain,
            0,
            self._options,
            callback=lambda fraction, message, data: int(not self._feedback.is_cancelled()),
        )
        close(copy)

    def _failure(self, error: BaseException) -> InputError:
        text = str(getattr(error, "strerror", None) or error)
        for temporary, name in ((str(self._working), str(self.path)), (self._partial.name, self.path.name)):
            text = text.replace(temporary, name)
        with suppress(OSError):  # the folder has gone
            if shutil.disk_usage(self.path.parent).free < _FULL:
                text = "the disk is full"  # of which GDAL tells in many ways, or not at all
        return InputError(f"{self.path} cannot be written ({text}); check the folder and the space on its disk.")
