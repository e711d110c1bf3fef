"""What an export is asked to do."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Optional, Tuple

from ..errors import InputError
from ..rasters.resampling import RESAMPLING
from .images import FORMATS

OVERWRITE = ("refuse", "append", "replace")
GRIDS = ("target", "input", "finer")
MASK_RULES = ("intersects", "within")
ROTATIONS = ("none", "quarter_turns", "angle")
_MIN_TILE, _MAX_TILE = 32, 8192


@dataclass(frozen=True)
class ExportSettings:
    """The parameters of Export Training Chips; checked when made.

    Attributes:
        target: path of the raster that the model must produce (B).
        output: folder to make.
        input: path of the raster that the model will be given (A); may be the target itself.
        input_bands, target_bands: band numbers from 1; empty for all.
        grey_from_target: A is the Rec. 601 luma of B's first three chosen bands; ``input`` is not used.
        tile_size: height and width of a chip, 32 to 8192 pixels.
        stride: from one chip to the next, in pixels; may exceed the tile size.
        image_format: "TIFF", "PNG" or "JPEG".
        max_nodata: chips with a larger share of invalid pixels, in percent, are skipped.
        validation, test: shares of the chips in percent, together below 100.
        extent: xmin, ymin, xmax and ymax in the CRS of the target; chips lie wholly in it; empty for everywhere.
        mask: file with polygons; "" for everywhere.
        mask_layer: layer of that file; "" for the first one.
        mask_rule: keep the chips whose footprint "intersects" the polygons, or lies "within" them.
        grid: whose pixels the chips have: those of the "target", the "input", or the "finer" of both.
        cell_size: width and height of a pixel in units of that grid's CRS; 0 for those of the grid.
        resampling: how rasters are brought onto that grid where they differ: "nearest", "bilinear", "cubic",
            "cubicspline", "lanczos" or "average".
        rotations: further training chips that are turned: "none", by 90, 180 and 270 degrees ("quarter_turns"), or
            one by an "angle".
        rotation_angle: that angle in degrees, counter-clockwise.
        max_chips: take a random, spatially even sample of so many, turned ones not counted; 0 for all.
        seed: of the sample and of the split.
        overwrite: what to do when ``output`` holds chips: "refuse", "append" to them, or "replace" them.
        contact_sheet: a page (HTML) with sample pairs to make beside; none by default.

    Raises:
        InputError: a value is out of range.
    """

    target: str
    output: Path
    input: str = ""
    input_bands: Tuple[int, ...] = ()
    target_bands: Tuple[int, ...] = ()
    grey_from_target: bool = False
    tile_size: int = 256
    stride: int = 128
    image_format: str = "TIFF"
    max_nodata: float = 0.0
    validation: float = 10.0
    test: float = 0.0
    extent: Tuple[float, ...] = ()
    mask: str = ""
    mask_layer: str = ""
    mask_rule: str = "intersects"
    grid: str = "target"
    cell_size: float = 0.0
    resampling: str = "bilinear"
    rotations: str = "none"
    rotation_angle: float = 45.0
    max_chips: int = 0
    seed: int = 0
    overwrite: str = "refuse"
    contact_sheet: Optional[Path] = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "output", Path(self.output))
        object.__setattr__(self, "input_bands", tuple(self.input_bands))
        object.__setattr__(self, "target_bands", tuple(self.target_bands))
        object.__setattr__(self, "extent", tuple(float(number) for number in self.extent))
        if not self.target:
            raise InputError("TARGET is empty; choose the raster that the model must produce.")
        if not self.input and not self.grey_from_target:
            raise InputError("INPUT is empty; choose a raster or switch GREY_FROM_TARGET on.")
        _check_range("TILE_SIZE", self.tile_size, _MIN_TILE, _MAX_TILE)
        _check_range("STRIDE", self.stride, 1, 1_000_000)
        _check_range("MAX_NODATA", self.max_nodata, 0, 100)
        _check_range("VALIDATION", self.validation, 0, 90)
        _check_range("TEST", self.test, 0, 90)
        _check_range("VALIDATION and TEST together", self.validation + self.test, 0, 90)
        _check_range("MAX_CHIPS", self.max_chips, 0, 10**9 - 1)
        _check_range("SEED", self.seed, 0, 2**31 - 1)
        _check_range("CELL_SIZE", self.cell_size, 0, 1e9)
        _check_range("ROTATION_ANGLE", self.rotation_angle, -360, 360)
        self._check_extent()
        self._check_contact_sheet()
        for name, choices in (("MASK_RULE", MASK_RULES), ("GRID", GRIDS), ("ROTATIONS", ROTATIONS)):
            _check_choice(name, getattr(self, name.lower()), choices)
        _check_choice("IMAGE_FORMAT", self.image_format, tuple(FORMATS))
        _check_choice("RESAMPLING", self.resampling, tuple(RESAMPLING))
        _check_choice("OVERWRITE", self.overwrite, OVERWRITE)

    def angles(self) -> Tuple[float, ...]:
        """By how much training chips are turned besides being taken as they are, 0 to 360 degrees."""
        if self.rotations == "quarter_turns":
            return 90.0, 180.0, 270.0
        angle = self.rotation_angle % 360.0
        return (angle,) if self.rotations == "angle" and angle else ()

    def _check_extent(self) -> None:
        if not self.extent:
            return
        given = len(self.extent) == 4 and all(map(math.isfinite, self.extent))
        if not given or self.extent[0] >= self.extent[2] or self.extent[1] >= self.extent[3]:
            raise InputError(f"EXTENT {self.extent} must be xmin, ymin, xmax, ymax with xmin < xmax and ymin < ymax.")

    def _check_contact_sheet(self) -> None:
        if self.contact_sheet is None:
            return
        page, folder = Path(self.contact_sheet), self.output.absolute()
        object.__setattr__(self, "contact_sheet", page)
        if folder in page.absolute().parents or page.absolute() == folder:
            raise InputError(f"CONTACT_SHEET {page} lies in OUTPUT {self.output}; choose a place outside of it.")

    def to_json(self) -> Dict[str, Any]:
        """The parameters that shape the chips, for ``chips.json``; no paths of this machine."""
        left_out = ("target", "input", "output", "overwrite", "mask", "mask_layer", "contact_sheet")
        return {key: value for key, value in vars(self).items() if key not in left_out}


def _check_range(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise InputError(f"{name} is {value:g}; choose a value from {low:g} to {high:g}.")


def _check_choice(name: str, value: str, choices: Tuple[str, ...]) -> None:
    if value not in choices:
        raise InputError(f"{name} is {value!r}; choose one of {', '.join(choices)}.")
