"""Chip image files: TIFF, PNG and JPEG with georeference and mask."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, NamedTuple, Optional, Sequence, Tuple

from osgeo import gdal

from ..errors import InputError
from ..rasters.arrays import Array, DType
from ..rasters.calls import checked, close
from ..rasters.grid import Grid
from ..rasters.source import RasterSource
from .encoders import fits_in_memory, in_memory, png, png_rows, predictor, sidecar, tiff
from .jpeg_strips import JPEG_QUALITY, jpegs
from .strips import DEFLATE_LEVEL, TiffTemplate, deflated, differences, interleaved


@dataclass(frozen=True)
class ImageFormat:
    """A format that chips can be written in.

    Attributes:
        name: the value of the parameter IMAGE_FORMAT.
        suffix: of the image files.
        world_suffix: of the world files beside them.
        dtypes: the pixel types that it holds; empty for all.
    """

    name: str
    suffix: str
    world_suffix: str
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
    "TIFF": ImageFormat("TIFF", ".tif", ".tfw"),
    "PNG": ImageFormat("PNG", ".png", ".pgw", ("uint8", "uint16")),
    "JPEG": ImageFormat("JPEG", ".jpg", ".jgw", ("uint8",)),
}


class Chip(NamedTuple):
    """An image to be written.

    Attributes:
        path: its file.
        values: (C, H, W); they come back bit for bit from TIFF and PNG.
        valid: (H, W) bool, kept as GDAL mask band (inside a TIFF or JPEG, beside a PNG); None when all are.
        grid: where it lies.
    """

    path: Path
    values: Array
    valid: Optional[Array]
    grid: Grid


class ImageWriter:
    """Writes the chips of one domain; one object serves many threads.

    Args:
        image_format: the format.
        dtype: type of the pixels.
        band_names: a description for each band.
        nodata: NoData tag of TIFF chips. PNG has no tag that means the same, and in JPEG the value would drift.
    """

    def __init__(
        self, image_format: ImageFormat, dtype: DType, band_names: Tuple[str, ...], nodata: Optional[float]
    ) -> None:
        self.image_format, self.dtype, self.band_names, self.nodata = image_format, dtype, band_names, nodata
        self._templates: Dict[Tuple[object, ...], Optional[TiffTemplate]] = {}

    def write(self, chips: Sequence[Chip]) -> List[Array]:
        """Write some chips of one size, with their masks and the files that place them.

        Returns:
            (C, H, W) each: the pixels that come back from the files.

        Raises:
            GdalFailure, OSError: the disk is full, for one.
        """
        together = [index for index, chip in enumerate(chips) if self._is_plain(chip)]
        held = dict(zip(together, self._write_together([chips[index] for index in together])))
        for index, chip in enumerate(chips):
            if index not in held:
                held[index] = self._write_alone(chip)
        for chip in chips:
            if chip.grid.georeferenced:
                world = chip.path.with_suffix(self.image_format.world_suffix)
                world.write_text(world_file(chip.grid), encoding="ascii")
        return [held[index] for index in range(len(chips))]

    def _is_plain(self, chip: Chip) -> bool:
        """Whether the chip can be encoded together with others."""
        if chip.valid is not None or not fits_in_memory(chip.values):
            return False
        return self.image_format.name != "TIFF" or predictor(self.dtype) == 2

    def _write_together(self, chips: Sequence[Chip]) -> List[Array]:
        values = [chip.values for chip in chips]
        if not chips:
            return []
        if self.image_format.name == "TIFF":
            for chip, strip in zip(chips, deflated([differences(interleaved(each)) for each in values])):
                template = self._template(chip)
                if template is None:
                    self._write_alone(chip)
                else:
                    chip.path.write_bytes(template.file(strip, chip.grid))
            return values
        if self.image_format.name == "PNG":
            files = [png(each, data) for each, data in zip(values, deflated([png_rows(each) for each in values]))]
        else:
            encoded = jpegs(values)
            files, values = [data for data, _ in encoded], [pixels for _, pixels in encoded]
        for chip, data in zip(chips, files):
            chip.path.write_bytes(data)
            _place(chip)
        return values

    def _template(self, chip: Chip) -> Optional[TiffTemplate]:
        """What surrounds the pixels of all chips that lie the same way round."""
        key = (chip.values.shape, *chip.grid.geotransform[1:3], *chip.grid.geotransform[4:])
        if key not in self._templates:
            whole = tiff(chip.values, None, chip.grid, self.nodata, self.band_names)
            self._templates[key] = TiffTemplate.of(whole)
        return self._templates[key]

    def _write_alone(self, chip: Chip) -> Array:
        path, values, valid, grid = chip
        if self.image_format.name == "TIFF":
            large = not fits_in_memory(values)
            data = tiff(values, valid, grid, self.nodata, self.band_names, str(path) if large else "")
            if not large:
                path.write_bytes(data)
            return values
        self._copy(path, values, valid, grid)
        return read_image(path, nodata=False)[0] if self.image_format.name == "JPEG" else values

    def _copy(self, path: Path, values: Array, valid: Optional[Array], grid: Grid) -> None:
        """Let GDAL's own driver write a PNG or JPEG, which also knows where a mask goes."""
        memory = in_memory(values, valid, grid)
        option = f"QUALITY={JPEG_QUALITY}" if self.image_format.name == "JPEG" else f"ZLEVEL={DEFLATE_LEVEL}"
        copy = checked(gdal.GetDriverByName(self.image_format.name).CreateCopy, str(path), memory, 0, [option])
        close(copy)
        del copy


def _place(chip: Chip) -> None:
    """Write the file from which GDAL knows where a PNG or JPEG lies."""
    if chip.grid.georeferenced:
        chip.path.with_name(f"{chip.path.name}.aux.xml").write_text(sidecar(chip.grid), encoding="utf-8")


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
    with RasterSource(str(path), nodata=nodata, image=True) as source:
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
            if not all(map(math.isfinite, (a, d, b, e, x, y))):
                return None
            return x - (a + b) / 2, a, b, y - (d + e) / 2, d, e
    return None
