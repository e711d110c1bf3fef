"""Windows of a raster with a valid mask, whatever the way in which the raster says where it has no data."""

from __future__ import annotations

from types import TracebackType
from typing import List, Optional, Sequence, Tuple, Type

import numpy as np

from ..errors import InputError
from ..net import reading_itself
from . import bands as _bands
from .arrays import Array, DType
from .calls import Dataset, GdalFailure
from .crs import same_crs
from .grid import Grid
from .image_files import open_image
from .palettes import expanded
from .placing import pixel_grid, view

Window = Tuple[int, int, int, int]
"""Column, row, width and height in pixels."""


class RasterSource:
    """A raster opened for reading; a context manager.

    A pixel is valid when its alpha and its mask band are not 0, none of its values is NaN or infinite, and it is
    not NoData. It is NoData when any of the chosen bands holds its NoData value, with one exception: where the
    NoData value is an end of an unsigned type (0, or 255 for uint8), which dark or bright pixels reach in single
    bands too, all bands of the raster that have one must hold it.

    Args:
        path: what GDAL opens: a file, a subdataset, a ``/vsi`` path.
        bands: band numbers, from 1; None or empty for all that are not alpha. An alpha band asked for is data. The
            only band of a raster of numbers of colours stands for all that its colours have, see :func:`expanded`.
        nodata: False to trust alpha and mask bands only.
        image: whether ``path`` is an image of a folder that may be a stranger's, see :func:`open_image`.
        overview: number of the file's overview that is read in place of its pixels, from 0; -1 for the pixels.

    Attributes:
        path: as given.
        grid: where the pixels lie that :meth:`read` returns.
        view: the grid on which QGIS shows the pixels where they lie on none, see :func:`open_raster`; else None.
        file_grid: where the file lies: :attr:`view`, or the grid of its pixels; not that of :func:`on_grid`.
        bands: the band numbers.
        files: what on disk it is made of, as far as GDAL tells.
        band_names: description, colour or number of each.
        band_labels: all that each may be called: description and colour, as far as the file has them.
        dtype: type of the pixels (the common one, should the bands differ).
        nodata: NoData value of the first chosen band, None without one.
        scaling: scale, offset and unit of the bands, of which :meth:`read` gives the stored values; None without.
        paletted: whether the file holds numbers of colours in a table, of which the colours are read.
        overviews: width in pixels of each overview of the file.
        has_mask: whether there may be invalid pixels (NoData, alpha, mask band, floating point).
        resampling: how pixels are brought onto another grid, where they must be; a key of :data:`RESAMPLING`.

    Raises:
        InputError: the raster cannot be opened or lacks a band.
    """

    resampling = "bilinear"

    @reading_itself
    def __init__(
        self,
        path: str,
        bands: Optional[Sequence[int]] = None,
        *,
        nodata: bool = True,
        image: bool = False,
        overview: int = -1,
    ) -> None:
        self.path = str(path)
        self._dataset: Dataset = open_image(self.path) if image else _bands.open_dataset(self.path, overview)
        self.files: Tuple[str, ...] = tuple(self._dataset.GetFileList() or ())
        colors = None if image else expanded(self.path, self._dataset, bands)
        self.paletted = colors is not None
        if colors is not None:
            self._dataset, bands = colors, None if tuple(bands or ()) == (1,) else bands
        _bands.check_blocks(self.path, self._dataset)
        every, self._alpha = _bands.data_bands(self._dataset, bands)
        self.bands: Tuple[int, ...] = _bands.chosen(self.path, every, bands)
        self.grid, self.view = self._placed(image)
        self.file_grid = self.view or self.grid
        self._size = (self.grid.width, self.grid.height)
        self.band_names: Tuple[str, ...] = tuple(_bands.name(self._dataset, number) for number in self.bands)
        self.band_labels = tuple(_bands.labels(self._dataset, number) for number in self.bands)
        self.dtype: DType = _bands.common_dtype(self.path, self._dataset, self.bands)
        self._nodata_of = {n: _bands.nodata_value(self._dataset, n, self.dtype) for n in every if nodata}
        self.nodata: Optional[float] = self._nodata_of.get(self.bands[0])
        self.scaling = _bands.scaling(self._dataset, self.bands)
        self._masked = _bands.masked(self._dataset, self.bands)
        self.overviews: Tuple[int, ...] = _bands.overview_widths(self._dataset)
        self.has_mask: bool = bool(
            self._alpha
            or self._masked
            or self.dtype.kind == "f"
            or any(self._nodata_of.get(number) is not None for number in self.bands)
        )

    def _placed(self, image: bool) -> Tuple[Grid, Optional[Grid]]:
        """Where the pixels lie, and where QGIS shows them if that is elsewhere."""
        try:
            return pixel_grid(self._dataset), None if image else view(self._dataset)
        except InputError as error:
            raise InputError(f"{self.path}: {error}") from error

    def read(self, xoff: int, yoff: int, width: int, height: int) -> Tuple[Array, Array]:
        """A window; pixels outside the raster are 0 (or NoData) and not valid.

        Returns:
            values (C, height, width) in :attr:`dtype`, and valid (height, width), bool.

        Raises:
            InputError: the file is damaged.
        """
        left, top = max(xoff, 0), max(yoff, 0)
        right, bottom = min(xoff + width, self._size[0]), min(yoff + height, self._size[1])
        if (left, top, right, bottom) == (xoff, yoff, xoff + width, yoff + height):
            return self._read_inside((xoff, yoff, width, height))
        values = np.full((len(self.bands), height, width), self.nodata or 0, dtype=self.dtype)
        valid = np.zeros((height, width), dtype=bool)
        if right > left and bottom > top:
            rows, columns = slice(top - yoff, bottom - yoff), slice(left - xoff, right - xoff)
            inside = self._read_inside((left, top, right - left, bottom - top))
            values[:, rows, columns], valid[rows, columns] = inside
        return values, valid

    def empty(self, xoff: int, yoff: int, width: int, height: int) -> bool:
        """Whether the file tells, without being read, that no pixel of a window is valid: it holds no block of it."""
        left, top = max(xoff, 0), max(yoff, 0)
        right, bottom = min(xoff + width, self._size[0]), min(yoff + height, self._size[1])
        if right <= left or bottom <= top:
            return True
        declared = [number for number, nodata in self._nodata_of.items() if nodata is not None]
        telling = declared if set(declared) & set(self.bands) else []
        if self._alpha and not declared:
            telling = [self._alpha]
        window = (left, top, right - left, bottom - top)
        return bool(telling) and all(_bands.never_written(self._dataset.GetRasterBand(n), window) for n in telling)

    def read_turned(self, xoff: int, yoff: int, size: int, degrees: float) -> Tuple[Array, Array]:
        """A square window turned about its centre, so that its picture is turned counter-clockwise.

        Quarter turns are exact; pixels at other angles are resampled once, from the raster itself.

        Returns:
            values (C, size, size) and valid (size, size), as :meth:`read` gives them.

        Raises:
            InputError: the file is damaged.
        """
        if degrees % 90.0:
            return self._read_askew(xoff, yoff, size, degrees)
        quarters = int(degrees // 90.0)
        values, valid = self.read(xoff, yoff, size, size)
        return np.rot90(values, quarters, axes=(1, 2)), np.rot90(valid, quarters)

    def _read_askew(self, xoff: int, yoff: int, size: int, degrees: float) -> Tuple[Array, Array]:
        from .turning import resample, surrounding

        left, top, width = surrounding(xoff, yoff, size, degrees)
        values, valid = self.read(left, top, width, width)
        try:
            return resample(values, valid, size, degrees, self.resampling, self.nodata or 0)
        except GdalFailure as error:
            raise InputError(f"{self.path} cannot be turned ({error}); switch ROTATIONS off.") from error

    @reading_itself
    def _read_inside(self, window: Window) -> Tuple[Array, Array]:
        """Values and valid mask of a window that lies wholly in the raster."""
        try:
            values = _bands.read(self._dataset, window, self.bands, self.dtype)
            valid = np.ones(values.shape[1:], dtype=bool)
            if self._alpha:
                alpha = _bands.read(self._dataset, window, [self._alpha], np.dtype(np.float32))
                valid &= alpha[0] > 0
            for number in self._masked:
                valid &= _bands.read_mask(self._dataset, window, number)
            if self.dtype.kind == "f":
                valid &= np.isfinite(values).all(axis=0)
            self._clear_nodata(window, values, valid)
        except GdalFailure as error:
            raise InputError(
                f"{self.path} cannot be read at column {window[0]}, row {window[1]} ({error}); "
                "the file may be damaged or incomplete."
            ) from error
        return values, valid

    def _clear_nodata(self, window: Window, values: Array, valid: Array) -> None:
        """Set ``valid`` to False where the pixels are NoData."""
        ends = _bands.ends(self.dtype)
        at_the_end: List[Array] = []
        for band, number in zip(values, self.bands):
            nodata = self._nodata_of.get(number)
            if nodata is None:
                continue
            if nodata in ends:
                at_the_end.append(_bands.equals(band, nodata))
            else:
                valid &= ~_bands.equals(band, nodata)
        if not at_the_end:
            return
        invalid = np.logical_and.reduce(at_the_end)
        for number in self._others_with(ends):
            if not invalid.any():
                return
            other = _bands.read(self._dataset, window, [number], self.dtype)[0]
            invalid &= _bands.equals(other, self._nodata_of[number])
        valid &= ~invalid

    def _others_with(self, ends: Sequence[float]) -> List[int]:
        """Bands besides the chosen ones whose NoData value is an end of the type."""
        return [n for n, nodata in self._nodata_of.items() if n not in self.bands and nodata in ends]

    def close(self) -> None:
        """Let go of the file."""
        self._dataset = None

    def __enter__(self) -> RasterSource:
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        self.close()


class _ShiftedSource(RasterSource):
    """A raster whose pixels coincide with those of another grid, read by that grid's columns and rows."""

    def __init__(
        self, path: str, bands: Optional[Sequence[int]], grid: Grid, offset: Tuple[int, int], resampling: str
    ) -> None:
        super().__init__(path, bands)
        self.resampling = resampling
        self.grid = grid
        self._offset = offset
        covers = offset[0] >= 0 and offset[1] >= 0
        covers &= offset[0] + grid.width <= self._size[0] and offset[1] + grid.height <= self._size[1]
        self.has_mask = self.has_mask or not covers

    def read(self, xoff: int, yoff: int, width: int, height: int) -> Tuple[Array, Array]:
        return super().read(xoff + self._offset[0], yoff + self._offset[1], width, height)

    def empty(self, xoff: int, yoff: int, width: int, height: int) -> bool:
        return super().empty(xoff + self._offset[0], yoff + self._offset[1], width, height)


def open_raster(path: str, bands: Optional[Sequence[int]] = None) -> RasterSource:
    """Open a raster where QGIS shows it.

    One that is placed by ground control points in no regular way, or by RPC, is resampled (cubic) onto the grid that
    QGIS shows it on; all others give their own pixels.

    Args:
        path, bands: see :class:`RasterSource`.

    Raises:
        InputError: the raster cannot be opened or lacks a band.
    """
    source = RasterSource(path, bands)
    if source.view is None:
        return source
    source.close()
    from .warp import WarpedSource

    return WarpedSource(path, bands, source.view, "cubic")


def on_grid(path: str, grid: Grid, bands: Optional[Sequence[int]] = None, resampling: str = "bilinear") -> RasterSource:
    """Open a raster so that its windows are those of ``grid``.

    Where the pixels coincide they come through bit for bit; otherwise they are warped on the fly. Pixels of the grid
    that the raster does not cover are not valid. A raster without CRS is taken to lie on the grid when it has its
    size, and its geotransform or none.

    Args:
        path: see :class:`RasterSource`.
        grid: the wanted grid.
        bands: see :class:`RasterSource`.
        resampling: "nearest", "bilinear", "cubic", "cubicspline", "lanczos" or "average".

    Raises:
        InputError: the raster cannot be read or cannot be placed on the grid.
    """
    with RasterSource(path, bands) as source:
        own, regular = source.file_grid, source.view is None
    offset = alignment(path, own, grid)
    if offset is not None and regular:
        return _ShiftedSource(path, bands, grid, offset, resampling)
    from .warp import WarpedSource

    return WarpedSource(path, bands, grid, resampling)


def alignment(path: str, own: Grid, grid: Grid) -> Optional[Tuple[int, int]]:
    """Column and row of ``grid``'s first pixel in the raster ``path``; None when it must be warped.

    Args:
        path: the raster, for the message.
        own: its grid.
        grid: the wanted grid.

    Raises:
        InputError: a CRS is missing and the grids differ.
    """
    offset = own.offset_of(grid)
    if own.crs and grid.crs:
        return offset if same_crs(own.crs, grid.crs) else None
    same_size = (own.width, own.height) == (grid.width, grid.height)
    if same_size and (offset == (0, 0) or not own.georeferenced or not grid.georeferenced):
        return 0, 0
    lacking = f"{path} has" if not own.crs else f"The grid that {path} shall be placed on has"
    raise InputError(
        f"{lacking} no coordinate reference system, and the two grids differ ({own.width} x {own.height} and "
        f"{grid.width} x {grid.height} pixels); assign one, or use rasters of the same size and position."
    )
