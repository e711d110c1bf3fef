"""What an export is asked to do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Tuple

from ..errors import InputError
from ..rasters.warp import RESAMPLING
from .images import FORMATS

OVERWRITE = ("refuse", "replace")
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
        resampling: how A is brought onto the grid of B where they differ.
        max_chips: take a random, spatially even sample of so many; 0 for all.
        seed: of the sample and of the split.
        overwrite: what to do when ``output`` exists: "refuse", or "replace" a chip folder.

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
    resampling: str = "bilinear"
    max_chips: int = 0
    seed: int = 0
    overwrite: str = "refuse"

    def __post_init__(self) -> None:
        object.__setattr__(self, "output", Path(self.output))
        object.__setattr__(self, "input_bands", tuple(self.input_bands))
        object.__setattr__(self, "target_bands", tuple(self.target_bands))
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
        _check_choice("IMAGE_FORMAT", self.image_format, tuple(FORMATS))
        _check_choice("RESAMPLING", self.resampling, tuple(RESAMPLING))
        _check_choice("OVERWRITE", self.overwrite, OVERWRITE)

    def to_json(self) -> Dict[str, Any]:
        """The parameters that shape the chips, for ``chips.json``; no paths of this machine."""
        left_out = ("target", "input", "output", "overwrite")
        return {key: value for key, value in vars(self).items() if key not in left_out}


def _check_range(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise InputError(f"{name} is {value:g}; choose a value from {low:g} to {high:g}.")


def _check_choice(name: str, value: str, choices: Tuple[str, ...]) -> None:
    if value not in choices:
        raise InputError(f"{name} is {value!r}; choose one of {', '.join(choices)}.")
