"""Chip image files: TIFF, PNG and JPEG with georeference and mask."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import List, Optional, Tuple

from osgeo import gdal

from ..errors import InputError
from ..rasters import bands as _bands
from ..rasters.arrays import Array, DType
from ..rasters.calls import Dataset, checked, close
from ..rasters.grid import Grid
from ..rasters.source import RasterSource


@dataclass(frozen=True)
class ImageFormat:
    """A format that chips can be written in.

    Attributes:
        name: the value of the parameter IMAGE_FORMAT.
        driver: GDAL's name of it.
        suffix: of the image files.
        world_suffix: of the world files beside them.
        options: GDAL's creation options.
        dtypes: the pixel types that it holds; empty for all.
    """

    name: str
    driver: str
    suffix: str
    world_suffix: str
    options: Tuple[str, ...]
    dtypes: Tuple[str, ...] = ()

    def check(self, domain: str, bands: int, dtype: DType) -> None:
        """Raise :class:`InputError` when chips of this kind do not fit in.

        Args:
            domain: the parameter that names the raster, for the message.
            bands: number of bands.
            dtype: type of the pixels.
        """
        if not self.dtypes:
            return
        if bands not in (1, 3):
            raise InputError(
                f"{self.name} chips hold 1 or 3 bands and {domain} has {bands}; choose the TIFF format or fewer bands."
            )
        if dtype.name not in self.dtypes:
            raise InputError(
                f"{self.name} chips hold {' or '.join(self.dtypes)} values and {domain} has {dtype.name}; "
                "choose the TIFF format."
            )


FORMATS = {
    "TIFF": ImageFormat("TIFF", "GTiff", ".tif", ".tfw", ("COMPRESS=DEFLATE", "ZLEVEL=1")),
    "PNG": ImageFormat("PNG", "PNG", ".png", ".pgw", ("ZLEVEL=1",), ("uint8", "uint16")),
    "JPEG": ImageFormat("JPEG", "JPEG", ".jpg", ".jgw", ("QUALITY=95",), ("uint8",)),
}
SUFFIXES = (".tif", ".tiff", ".png", ".jpg", ".jpeg")
"""Of the chips that can be read, in lower case."""


@dataclass(frozen=True)
class ImageWriter:
    """Writes the chips of one domain; one object serves many threads.

    Attributes:
        image_format: the format.
        dtype: type of the pixels.
        band_names: a description for each band.
        nodata: NoData tag of TIFF chips. PNG has no tag that means the same, and in JPEG the value would drift.
    """

    image_format: ImageFormat
    dtype: DType
    band_names: Tuple[str, ...]
    nodata: Optional[float]

    def write(self, path: Path, values: Array, valid: Optional[Array], grid: Grid) -> None:
        """Write a chip, its mask and its world file.

        Args:
            path: the image file.
            values: (C, H, W); they come back bit for bit from TIFF and PNG.
            valid: (H, W) bool, kept as GDAL mask band (inside a TIFF or JPEG, beside a PNG); None when all are.
            grid: where the chip lies.

        Raises:
            GdalFailure, OSError: the disk is full, for one.
        """
        memory = self._in_memory(values, valid, grid)
        driver = gdal.GetDriverByName(self.image_format.driver)
        _keep_masks_inside()
        copy = checked(driver.CreateCopy, str(path), memory, 0, self._options())
        close(copy)
        del copy
        if grid.georeferenced:
            world = path.with_suffix(self.image_format.world_suffix)
            world.write_text(world_file(grid), encoding="ascii")

    def _in_memory(self, values: Array, valid: Optional[Array], grid: Grid) -> Dataset:
        count, height, width = values.shape
        create = gdal.GetDriverByName("MEM").Create
        memory = checked(create, "", width, height, count, _bands.gdal_type(self.dtype))
        if grid.georeferenced:
            checked(memory.SetGeoTransform, grid.geotransform)
        if grid.crs:
            checked(memory.SetProjection, grid.crs)
        _bands.write(memory, 0, 0, values)
        if valid is not None:
            checked(memory.CreateMaskBand, gdal.GMF_PER_DATASET)
            mask = valid.astype("uint8") * 255
            checked(memory.GetRasterBand(1).GetMaskBand().WriteRaster, 0, 0, width, height, mask.tobytes())
        if count == 3:
            for number, color in enumerate((gdal.GCI_RedBand, gdal.GCI_GreenBand, gdal.GCI_BlueBand), start=1):
                memory.GetRasterBand(number).SetColorInterpretation(color)
        if self.image_format.name == "TIFF":
            for number, name in enumerate(self.band_names, start=1):
                band = memory.GetRasterBand(number)
                band.SetDescription(name)
                if self.nodata is not None:
                    checked(band.SetNoDataValue, self.nodata)
        return memory

    def _options(self) -> List[str]:
        options = list(self.image_format.options)
        if self.image_format.name == "TIFF" and self.dtype.itemsize <= 4:
            options.append(f"PREDICTOR={3 if self.dtype.kind == 'f' else 2}")
        return options


def read_image(path: Path, nodata: bool) -> Tuple[Array, Array, Grid]:
    """Read a chip.

    Args:
        path: the image file.
        nodata: whether its NoData tag counts; in chips of this plugin the mask band alone does, because a value that
            is valid in one band may equal the tag.

    Returns:
        values (C, H, W), valid (H, W) bool, and where it lies.

    Raises:
        InputError: the file is missing or damaged.
    """
    with RasterSource(str(path), nodata=nodata) as source:
        values, valid = source.read(0, 0, source.grid.width, source.grid.height)
        return values, valid, source.grid


def world_file(grid: Grid) -> str:
    """The six lines of a world file: the affine terms and the centre of the first pixel."""
    x0, a, b, y0, d, e = grid.geotransform
    numbers = (a, d, b, e, x0 + (a + b) / 2, y0 + (d + e) / 2)
    return "".join(f"{number!r}\n" for number in numbers)


def read_world_file(path: Path) -> Optional[Tuple[float, ...]]:
    """The geotransform that a chip's world file states; None when there is none that can be read."""
    for suffix in (f"{path.suffix[:2]}{path.suffix[-1]}w", f"{path.suffix}w", ".wld"):
        world = path.with_suffix(suffix)
        if world.is_file():
            try:
                a, d, b, e, x, y = (float(word) for word in world.read_text(encoding="ascii").split()[:6])
            except ValueError:
                return None
            return x - (a + b) / 2, a, b, y - (d + e) / 2, d, e
    return None


def _keep_masks_inside() -> None:
    """Mask bands go into the TIFF itself; GDAL's own default before 3.9 is a file beside it."""
    gdal.SetThreadLocalConfigOption("GDAL_TIFF_INTERNAL_MASK", "YES")
