"""Classify Pixels: a raster in, a translated raster on the same grid out, streamed tile by tile."""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterator, List, Optional, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from ..feedback import Feedback
from ..package.archive import open_package
from ..package.definition import ModelDefinition
from ..rasters.writer import RasterWriter
from .area import Area
from .augmentation import translate_all_ways
from .blending import PanelBlender
from .session import DEVICES, Session
from .tiling import Span, panels, spans
from .tone import ToneMatch, raster_quantiles

PANEL_TILES = 32
TONES = ("none", "model_statistics")
Tile = Tuple[Span, NDArray[np.float32], NDArray[np.bool_]]


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


@dataclass(frozen=True)
class ClassifyResult:
    """What was done: the raster, its size, tiles that were run, tiles without data, and the seconds it took."""

    output: Path
    width: int
    height: int
    tiles: int
    empty_tiles: int
    seconds: float


def classify_pixels(settings: ClassifySettings, feedback: Feedback) -> ClassifyResult:
    """Translate a raster with a model package.

    Memory does not grow with the raster but for one blending ramp over its height. The output has the grid of the
    input; pixels that are invalid in the input are NoData.

    Raises:
        InputError: the raster does not fit the model or cannot be read.
        PackageError: the package is damaged, unsafe or unknown.
        Cancelled: the user stopped; no output is left.
    """
    begun = time.monotonic()
    with open_package(settings.model) as package:
        definition = package.definition
        bands = settings.input_bands or tuple(range(1, len(definition.input_bands) + 1))
        with Area(settings.input, bands, settings.extent, settings.mask, settings.mask_layer) as source:
            _check(settings, definition, source, feedback)
            session = Session(package.onnx, settings.device, settings.threads, feedback)
            if session.channels != (len(definition.input_bands), len(definition.output_bands)):
                raise InputError(f"The ONNX model in {settings.model} does not have the bands that its EMD names.")
            run = _Run(settings, definition, source, session, feedback)
            run.write()
    seconds = time.monotonic() - begun
    size = source.grid.width * source.grid.height / 1e6
    feedback.info(
        f"{run.tiles} tiles of {run.tile} px in {seconds:.1f} s ({size / max(seconds, 1e-9):.2f} million pixels a "
        f"second); {run.empty} tiles without data were not computed."
    )
    return ClassifyResult(
        settings.output, source.grid.width, source.grid.height, run.tiles, run.empty, seconds
    )


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


def output_nodata(source: Area, definition: ModelDefinition) -> Optional[float]:
    """NoData value of the output: the input's where the output's data type can hold it.

    None when the input has no invalid pixels by declaration.
    """
    if not source.has_mask:
        return None
    dtype = np.dtype(definition.output_dtype)
    if source.nodata is not None and float(np.array(source.nodata).astype(dtype)) == source.nodata:
        return source.nodata
    if dtype.kind == "f":
        return float("nan")
    return float(np.iinfo(dtype).min)


def to_raster_values(
    values: NDArray[np.float32], valid: NDArray[np.bool_], dtype: np.dtype[Any], nodata: Optional[float]
) -> NDArray[np.generic]:
    """Round and clip to ``dtype`` and put NoData where ``valid`` is False.

    A valid pixel that equals NoData by chance is moved by one step, so that it stays valid.

    Args:
        values: (C, h, w).
        valid: (h, w).
    """
    if dtype.kind == "f":
        result = values.astype(dtype)
    else:
        limits = np.iinfo(dtype)
        result = np.clip(np.rint(values.astype(np.float64)), limits.min, limits.max).astype(dtype)
    if nodata is not None:
        if not np.isnan(nodata):
            result[result == nodata] = _step_from(nodata, dtype)
        result[:, ~valid] = nodata
    return result


def _step_from(value: float, dtype: np.dtype[Any]) -> float:
    if dtype.kind == "f":
        return float(np.nextafter(dtype.type(value), dtype.type(np.inf)))
    return value + 1 if value < np.iinfo(dtype).max else value - 1


class _Run:
    """One pass over one raster."""

    def __init__(
        self,
        settings: ClassifySettings,
        definition: ModelDefinition,
        source: Area,
        session: Session,
        feedback: Feedback,
    ) -> None:
        self._settings, self._definition = settings, definition
        self._source, self._session, self._feedback = source, session, feedback
        self.tile = tile_size(settings, definition)
        self._rows = spans(source.grid.height, self.tile, min(settings.overlap, self.tile // 2))
        self._columns = spans(source.grid.width, self.tile, min(settings.overlap, self.tile // 2))
        self._batch = settings.batch_size or 4
        self._total = len(self._rows) * len(self._columns)
        self._tone = _tone_match(settings, definition, source) if settings.match_tone != "none" else None
        self._names = [band.name for band in definition.output_bands]
        if settings.uncertainty:
            self._names.append("Uncertainty")
        self.tiles = self.empty = 0

    def write(self) -> None:
        """Run every tile and write the raster."""
        definition, source = self._definition, self._source
        with RasterWriter(
            self._settings.output,
            source.grid,
            len(self._names),
            np.dtype(definition.output_dtype),
            nodata=output_nodata(source, definition),
            band_names=self._names,
            rgb=definition.is_colour,
            metadata={
                "IMAGE_TRANSLATION_MODEL": definition.name,
                "IMAGE_TRANSLATION_MODEL_TYPE": definition.model_type,
                "IMAGE_TRANSLATION_MODEL_SHA256": definition.files.get(f"{definition.name}.onnx", ""),
            },
            overviews=True,
        ) as writer, ThreadPoolExecutor(1) as reading, ThreadPoolExecutor(1) as writing:
            left: Optional[NDArray[np.float32]] = None
            for columns in panels(self._columns, PANEL_TILES):
                blender = PanelBlender(columns, len(self._names), source.grid.height, left)
                self._panel(columns, blender, writer, reading, writing)
                left = blender.right

    def _panel(
        self,
        columns: Sequence[Span],
        blender: PanelBlender,
        writer: RasterWriter,
        reading: ThreadPoolExecutor,
        writing: ThreadPoolExecutor,
    ) -> None:
        written: Optional[Future[None]] = None
        last = -1
        for index, tiles in self._read_ahead(columns, reading):
            if index != last:
                blender.begin(self._rows[index])
                last = index
            self._translate(tiles, blender)
            self._feedback.check()
            if tiles[-1][0] is columns[-1]:
                values, valid = blender.finish()
                if written is not None:
                    written.result()
                written = writing.submit(self._write, writer, blender.x0, self._rows[index].start, values, valid)
        if written is not None:
            written.result()

    def _read_ahead(
        self, columns: Sequence[Span], reading: ThreadPoolExecutor
    ) -> Iterator[Tuple[int, List[Tile]]]:
        """Batches of tiles, row by row; the next batch is read while the model works on this one."""
        jobs = [
            (index, columns[first : first + self._batch])
            for index in range(len(self._rows))
            for first in range(0, len(columns), self._batch)
        ]
        following = reading.submit(self._read, *jobs[0])
        for number, (index, _) in enumerate(jobs):
            tiles = following.result()
            if number + 1 < len(jobs):
                following = reading.submit(self._read, *jobs[number + 1])
            yield index, tiles

    def _read(self, index: int, columns: Sequence[Span]) -> List[Tile]:
        return [(column, *self._read_tile(self._rows[index], column)) for column in columns]

    def _read_tile(self, row: Span, column: Span) -> Tuple[NDArray[np.float32], NDArray[np.bool_]]:
        grid = self._source.grid
        height, width = min(self.tile, grid.height), min(self.tile, grid.width)
        values, valid = self._source.read(column.position, row.position, width, height)
        result = values.astype(np.float32)
        if self._tone is not None:
            result = self._tone(result)
        if valid.any() and not valid.all():
            result[:, ~valid] = result[:, valid].mean(axis=1)[:, None]
        if (height, width) != (self.tile, self.tile):
            missing = ((0, self.tile - height), (0, self.tile - width))
            result = np.pad(result, ((0, 0), *missing), mode="symmetric")
            valid = np.pad(valid, missing)
        return result, valid

    def _translate(self, tiles: List[Tile], blender: PanelBlender) -> None:
        filled = [tile for tile in tiles if tile[2].any()]
        if filled:
            outputs = self._outputs(np.stack([values for _, values, _ in filled]))
            for (column, _, valid), output in zip(filled, outputs):
                blender.add(column, output, valid)
        self.tiles += len(filled)
        self.empty += len(tiles) - len(filled)
        done = self.tiles + self.empty
        self._feedback.progress(done / self._total, f"tile {done} of {self._total}")

    def _outputs(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        if not (self._settings.test_time_augmentation or self._settings.uncertainty):
            return self._session.run(batch)
        mean, spread = translate_all_ways(self._session.run, batch)
        return np.concatenate([mean, spread], axis=1) if self._settings.uncertainty else mean

    def _write(
        self, writer: RasterWriter, x: int, y: int, values: NDArray[np.float32], valid: NDArray[np.bool_]
    ) -> None:
        dtype = np.dtype(self._definition.output_dtype)
        writer.write(x, y, to_raster_values(values, valid, dtype, output_nodata(self._source, self._definition)))


def _check(
    settings: ClassifySettings, definition: ModelDefinition, source: Area, feedback: Feedback
) -> None:
    """Refuse what cannot work; warn of what probably looks wrong."""
    wanted = len(definition.input_bands)
    if len(source.bands) != wanted:
        raise InputError(
            f"The model {definition.name} needs {wanted} band(s) and INPUT_BANDS names {len(source.bands)}; "
            f"choose {wanted}."
        )
    trained = definition.input_bands[0].dtype
    if source.dtype != np.dtype(trained):
        feedback.warning(
            f"{settings.input} holds {source.dtype} values and the model was trained on {trained}; "
            "colours may be wrong unless the value ranges agree."
        )
    ratio = max(
        max(mine / theirs, theirs / mine)
        for mine, theirs in zip(source.grid.cell_size, definition.cell_size)
        if mine > 0 and theirs > 0
    ) if _comparable(source, definition) else 1.0
    if ratio > 1.5:
        feedback.warning(
            f"The cell size of {settings.input} is {source.grid.cell_size[0]:.4g} and the model was trained at "
            f"{definition.cell_size[0]:.4g}; resample the raster to that cell size for better results."
        )


def _tone_match(settings: ClassifySettings, definition: ModelDefinition, source: Area) -> ToneMatch:
    if not definition.input_quantiles:
        raise InputError(
            f"The model {definition.name} does not say which tones it was trained on; set MATCH_TONE to none or train "
            "the model again."
        )
    levels = len(definition.input_quantiles[0])
    return ToneMatch(raster_quantiles(source, levels), definition.input_quantiles)


def _comparable(source: Area, definition: ModelDefinition) -> bool:
    """Cell sizes are compared only where both rasters have a CRS (a scan without one counts in pixels)."""
    return bool(source.grid.crs and definition.crs) and min(definition.cell_size) > 0
