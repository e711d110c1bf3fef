"""What Classify Pixels is asked to do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Optional, Sequence, Tuple

from ..errors import InputError
from ..package.definition import ModelDefinition
from ..package.starter import STARTER_PACKAGE, model_path
from .session import DEVICES, ENGINES, PRECISIONS
from .tiling import BLENDINGS, best_tile

TONES = ("none", "model_statistics")
DATA_TYPES = ("model", "uint8", "uint16", "int16", "float32")
OUTPUT_FORMATS = ("geotiff", "cog")
AUTOMATIC_OVERLAP = 8
CONTEXT_OVERLAP = 32
LARGEST_TILE = 560
LARGEST_GROWTH = 4
"""Automatic tiles are at most this many times as high as those of the training, or :data:`LARGEST_TILE`;
benchmarks/classify.md has the figures."""


@dataclass(frozen=True)
class ClassifySettings:
    """What to translate and how.

    Attributes:
        input: the raster (any name that GDAL opens).
        model: a ``.dlpk``, the ``.emd`` of an unpacked one, or an ``.onnx`` (see docs/package.md); ``starter`` for the
            model that comes with the plugin.
        output: the GeoTIFF to write.
        input_bands: numbers (from 1) or names of the bands to give to the model; empty for those that have the names
            of the model's bands, or the first ones where no such names are found.
        extent: xmin, ymin, xmax, ymax in the raster's CRS; the output covers the pixels that it touches. Empty for
            the whole raster.
        mask: polygon layer (any name that OGR opens) outside of which the output is NoData; empty for none.
        mask_layer: name of the layer in ``mask``, empty for the first one.
        tile_size: pixels, 0 for automatic: the size, from the model's own to about 560, that covers the raster with
            the fewest pixels.
        overlap: length in pixels of the ramp that blends neighbouring tiles, -1 for automatic.
        blending: shape of that ramp, ``linear`` or ``hann``.
        batch_size: tiles a batch, 0 for automatic.
        device: ``automatic``, ``cpu`` or ``gpu``.
        threads: CPU threads, 0 for all.
        engine: ``automatic``, ``onnxruntime``, ``openvino`` or ``torch``. Automatic is onnxruntime, unless the raster
            is large and an engine that is faster with bfloat16 on this processor is installed.
        precision: ``automatic``, ``float32`` or ``bfloat16`` (half the bits, off by a fraction of a grey level on
            average); onnxruntime always computes with float32.
        test_time_augmentation: mean over the eight flips and turns of each tile; takes eight times as long.
        resume: go on where an interrupted run of the same job over a large raster stopped.
        match_tone: ``none``, or ``model_statistics`` to fit the input's tones to those of the training chips.
        uncertainty: add a band with the spread of those eight, in units of the target; implies them.
        match_cell_size: resample the raster to the cell size that the model was trained on, and the result back to
            the raster's own grid.
        data_type: of the output, ``model`` for what the model was trained to make, or ``uint8``, ``uint16``,
            ``int16``, ``float32``; values are rounded and clipped to its range.
        output_format: ``geotiff`` (tiled), or ``cog`` for a cloud optimized one.
        creation_options: GDAL's creation options for that format, ``KEY=VALUE``.
        overviews: add overviews, so that the output is drawn quickly; a cloud optimized GeoTIFF always has them.
        scheduler: address of a Dask scheduler, such as ``tcp://server:8786``, whose workers share the work; they must
            reach the raster and the model by the same paths. Empty for this machine alone.
        reference: colour rasters of the same kind of country, from which the colours of the place are taken: any CRS,
            cell size and date, over the raster or beside it. Empty for the model's own colours.
        known_colours: point layer (any name that OGR opens) with the colours of some places of the raster, in fields
            red, green, blue, or colour; empty for none.
        known_colours_layer: name of the layer in ``known_colours``, empty for the first one.
        adapted_model: a ``.dlpk`` to write: the model with the colours of the place.
    """

    input: str
    model: Path
    output: Path
    input_bands: Tuple[str, ...] = ()
    extent: Tuple[float, ...] = ()
    mask: str = ""
    mask_layer: str = ""
    tile_size: int = 0
    overlap: int = -1
    blending: str = "linear"
    batch_size: int = 0
    device: str = "automatic"
    threads: int = 0
    engine: str = "automatic"
    precision: str = "automatic"
    test_time_augmentation: bool = False
    uncertainty: bool = False
    match_tone: str = "none"
    resume: bool = True
    match_cell_size: bool = False
    data_type: str = "model"
    output_format: str = "geotiff"
    creation_options: Tuple[str, ...] = ()
    overviews: bool = True
    scheduler: str = ""
    reference: Tuple[str, ...] = ()
    known_colours: str = ""
    known_colours_layer: str = ""
    adapted_model: Optional[Path] = None

    @property
    def of_the_place(self) -> bool:
        """Whether the model is given the colours of the place."""
        return bool(self.reference or self.known_colours)

    def __post_init__(self) -> None:
        if not self.input:
            raise InputError("INPUT is empty; choose the raster to translate.")
        if self.tile_size < 0 or self.batch_size < 0 or self.threads < 0:
            raise InputError("TILE_SIZE, BATCH_SIZE and THREADS must not be negative (0 means automatic).")
        if self.overlap < -1:
            raise InputError(f"OVERLAP {self.overlap} must not be negative (-1 means automatic).")
        for name, value, choices in (
            ("MATCH_TONE", self.match_tone, TONES),
            ("DEVICE", self.device, DEVICES),
            ("ENGINE", self.engine, ENGINES),
            ("PRECISION", self.precision, PRECISIONS),
            ("BLENDING", self.blending, BLENDINGS),
            ("DATA_TYPE", self.data_type, DATA_TYPES),
            ("OUTPUT_FORMAT", self.output_format, OUTPUT_FORMATS),
        ):
            if value not in choices:
                raise InputError(f"{name} {value!r} must be one of {', '.join(choices)}.")
        if self.scheduler and not re.fullmatch(r"(\w+://)?[^\s/]+:\d+", self.scheduler):
            raise InputError(f"SCHEDULER {self.scheduler!r} must be an address such as tcp://server:8786.")
        if self.scheduler and self.of_the_place:
            raise InputError(
                "SCHEDULER cannot be used together with REFERENCE or KNOWN_COLOURS; make an ADAPTED_MODEL on this "
                "machine first, with a small EXTENT, and run that one on the cluster."
            )
        object.__setattr__(self, "model", model_path(self.model))
        if self.adapted_model is not None:
            _check_adapted(self)
        object.__setattr__(self, "input_bands", tuple(str(band) for band in self.input_bands))
        if self.output.suffix.lower() not in (".tif", ".tiff"):
            raise InputError(f"OUTPUT {self.output} must be a GeoTIFF; give it a name that ends in .tif.")
        if Path(self.input).exists() and self.output.exists() and Path(self.input).samefile(self.output):
            raise InputError(f"OUTPUT {self.output} is the input raster itself; choose another name.")


def _check_adapted(settings: ClassifySettings) -> None:
    if not settings.of_the_place:
        raise InputError("ADAPTED_MODEL needs a REFERENCE or KNOWN_COLOURS; give one, or leave it empty.")
    path = settings.adapted_model
    if path is not None and path.suffix.lower() != ".dlpk":
        raise InputError(f"ADAPTED_MODEL {path} must be a model package; give it a name that ends in .dlpk.")
    for name, other in (("MODEL itself", settings.model), ("the model that comes with the plugin", STARTER_PACKAGE)):
        if path is not None and path.exists() and other.exists() and path.samefile(other):
            raise InputError(f"ADAPTED_MODEL {path} is {name}, which would be lost; give it another name.")


def tile_size(settings: ClassifySettings, definition: ModelDefinition, length: int) -> int:
    """The size of the tiles along an axis of ``length`` pixels, in pixels.

    Raises:
        InputError: the network cannot work on tiles of the size that was asked for.
    """
    if not settings.tile_size:
        return best_tile(length, overlap(settings, definition, definition.tile_size), _sizes(definition))
    size = settings.tile_size
    if definition.fixed_size and size != definition.tile_size:
        raise InputError(
            f"TILE_SIZE {size} cannot be used: the model takes tiles of {definition.tile_size} px only; set it to 0."
        )
    if size % definition.size_multiple:
        raise InputError(
            f"TILE_SIZE {size} must be a multiple of {definition.size_multiple} for this model; "
            f"its own is {definition.tile_size}."
        )
    return size


def overlap(settings: ClassifySettings, definition: ModelDefinition, tile: int) -> int:
    """Length of the blending ramp between tiles of ``tile`` pixels.

    A network that looks far around each place sees less beyond the edge of a tile, where neighbours then differ more.
    """
    automatic = CONTEXT_OVERLAP if definition.architecture.get("context") else AUTOMATIC_OVERLAP
    return min(automatic if settings.overlap < 0 else settings.overlap, tile // 2)


def _sizes(definition: ModelDefinition) -> Sequence[int]:
    """Sizes of tiles that the model takes and that automatic chooses from."""
    own = definition.tile_size
    largest = own if definition.fixed_size else max(own, min(LARGEST_TILE, LARGEST_GROWTH * own))
    return range(own, largest + 1, definition.size_multiple)
