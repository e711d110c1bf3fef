"""What Classify Pixels is asked to do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Tuple

from ..errors import InputError
from ..package.definition import ModelDefinition
from .session import DEVICES

TONES = ("none", "model_statistics")


@dataclass(frozen=True)
class ClassifySettings:
    """What to translate and how.

    Attributes:
        input: the raster (any name that GDAL opens).
        model: a ``.dlpk``, or the ``.emd`` of an unpacked one.
        output: the GeoTIFF to write.
        input_bands: numbers of the bands to give to the model, from 1; empty for the first ones that it needs.
        extent: xmin, ymin, xmax, ymax in the raster's CRS; the output covers the pixels that it touches. Empty for
            the whole raster.
        mask: polygon layer (any name that OGR opens) outside of which the output is NoData; empty for none.
        mask_layer: name of the layer in ``mask``, empty for the first one.
        tile_size: pixels, 0 for the model's own.
        overlap: length in pixels of the ramp that blends neighbouring tiles.
        batch_size: tiles a batch, 0 for automatic.
        device: ``automatic``, ``cpu`` or ``gpu``.
        threads: CPU threads, 0 for all.
        test_time_augmentation: mean over the eight flips and turns of each tile; takes eight times as long.
        resume: go on where an interrupted run of the same job over a large raster stopped.
        match_tone: ``none``, or ``model_statistics`` to fit the input's tones to those of the training chips.
        uncertainty: add a band with the spread of those eight, in units of the target; implies them.
    """

    input: str
    model: Path
    output: Path
    input_bands: Tuple[int, ...] = ()
    extent: Tuple[float, ...] = ()
    mask: str = ""
    mask_layer: str = ""
    tile_size: int = 0
    overlap: int = 32
    batch_size: int = 0
    device: str = "automatic"
    threads: int = 0
    test_time_augmentation: bool = False
    uncertainty: bool = False
    match_tone: str = "none"
    resume: bool = True

    def __post_init__(self) -> None:
        if not self.input:
            raise InputError("INPUT is empty; choose the raster to translate.")
        if self.tile_size < 0 or self.batch_size < 0 or self.threads < 0:
            raise InputError("TILE_SIZE, BATCH_SIZE and THREADS must not be negative (0 means automatic).")
        if self.overlap < 0:
            raise InputError(f"OVERLAP {self.overlap} must not be negative; 32 pixels suit most models.")
        if self.match_tone not in TONES:
            raise InputError(f"MATCH_TONE {self.match_tone!r} must be one of {', '.join(TONES)}.")
        if self.device not in DEVICES:
            raise InputError(f"DEVICE {self.device!r} must be one of {', '.join(DEVICES)}.")
        if self.output.suffix.lower() not in (".tif", ".tiff"):
            raise InputError(f"OUTPUT {self.output} must be a GeoTIFF; give it a name that ends in .tif.")
        if Path(self.input).exists() and self.output.exists() and Path(self.input).samefile(self.output):
            raise InputError(f"OUTPUT {self.output} is the input raster itself; choose another name.")


def tile_size(settings: ClassifySettings, definition: ModelDefinition) -> int:
    """The tile size to use, in pixels.

    Raises:
        InputError: the network cannot work on tiles of the size that was asked for.
    """
    size = settings.tile_size or definition.tile_size
    if size % definition.size_multiple:
        raise InputError(
            f"TILE_SIZE {size} must be a multiple of {definition.size_multiple} for this model; "
            f"its own is {definition.tile_size}."
        )
    return size
