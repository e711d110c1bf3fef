"""Classify Pixels: a raster in, a translated raster on the same grid out, streamed tile by tile."""

from __future__ import annotations

import shutil
import time
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Tuple, Union

from ..errors import Cancelled, InputError
from ..feedback import Feedback, FeedbackSlice
from ..files import check_replaceable, hidden_beside, only_one
from ..package.archive import OpenPackage, open_package
from ..package.definition import ModelDefinition
from ..rasters.calls import small_block_cache
from ..rasters.source import RasterSource
from .area import Area
from .band_choice import choose_bands
from .cell_size import MatchedArea, Restoration, open_area
from .cluster import ClusterRun
from .engines import open_session
from .journal import journal_folder
from .output import TranslatedRaster, output_dtype, output_names
from .settings import ClassifySettings
from .streaming import Streaming
from .suitability import check_suitability
from .tone import tone_match

_MOST_COMPRESSION = 1000
__all__ = ["ClassifyResult", "ClassifySettings", "classify_pixels"]


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
    try:
        run, source = _translated(settings, feedback)
    except Cancelled as error:
        raise _stopped(settings.output) from error
    seconds = time.monotonic() - begun
    size = source.grid.width * source.grid.height / 1e6
    feedback.info(
        f"{run.tiles} tiles of {run.tile} px in {seconds:.1f} s ({size / max(seconds, 1e-9):.2f} million pixels a "
        f"second); {run.empty} tiles without data were not computed."
    )
    return ClassifyResult(
        settings.output, source.grid.width, source.grid.height, run.tiles, run.empty, seconds
    )


def _translated(settings: ClassifySettings, feedback: Feedback) -> Tuple[Union[Streaming, ClusterRun], Area]:
    """Write the output; the pass that was made, and over what."""
    with open_package(settings.model, at_once=False) as package:
        definition = package.definition
        bands = choose_bands(settings, definition, feedback)
        with Area(settings.input, bands, settings.extent, settings.mask, settings.mask_layer) as source:
            _check_output(settings, definition, source)
            check_suitability(settings, definition, source, feedback)
            with only_one(settings.output), open_area(settings, definition, bands) as matched:
                if isinstance(matched, MatchedArea):
                    run = _at_the_models_cells(settings, package, source, matched, feedback)
                else:
                    run = _run(settings, package, source, feedback)
                return run, source


def _stopped(output: Path) -> Cancelled:
    """What a cancel leaves, in words."""
    for folder in map(journal_folder, (output, _at_cells(output))):
        if folder.is_dir():
            return Cancelled(
                f"Cancelled; the same job goes on from here when it is run again. Delete {folder} to free the space."
            )
    return Cancelled(f"Cancelled; nothing was written to {output}.")


def _at_cells(output: Path) -> Path:
    """The file for the result at the model's cells."""
    return hidden_beside(output, ".cells.tif")


def _run(
    settings: ClassifySettings, package: OpenPackage, source: Area, feedback: Feedback
) -> Union[Streaming, ClusterRun]:
    """Make the pass over the raster, by this machine or by a cluster."""
    with ExitStack() as stack:
        run = _pass(settings, package, source, feedback, stack)
        run.write()
    return run


def _pass(
    settings: ClassifySettings, package: OpenPackage, source: Area, feedback: Feedback, stack: ExitStack
) -> Union[Streaming, ClusterRun]:
    """The pass, which may leave open in ``stack`` what it needs."""
    if settings.scheduler:
        return ClusterRun(settings, package.definition, source, feedback)
    pixels = source.grid.width * source.grid.height
    session = open_session(package, settings, pixels, feedback)
    if not settings.of_the_place:
        return Streaming(settings, package.definition, source, session, feedback)
    from ..place.adapt import Adapter

    adapted = Adapter(settings, package, source, session, FeedbackSlice(feedback, 0.0, 0.2)).adapt()
    stack.enter_context(adapted.spots)
    rest = FeedbackSlice(feedback, 0.2, 1.0)
    return Streaming(settings, package.definition, source, adapted.session, rest, adapted.spots or None)


def _at_the_models_cells(
    settings: ClassifySettings, package: OpenPackage, fine: Area, coarse: MatchedArea, feedback: Feedback
) -> Union[Streaming, ClusterRun]:
    """Translate the raster resampled to the model's cells into a file beside the output, and bring that back."""
    definition = package.definition
    feedback.info(
        f"The raster is resampled to the model's cells, {coarse.ratio[0]:.3g} times as wide and {coarse.ratio[1]:.3g} "
        f"times as high ({coarse.grid.width} x {coarse.grid.height}), and the result back."
    )
    result = _at_cells(settings.output)
    plain = replace(
        settings, output=result, data_type="float32", output_format="geotiff", creation_options=(), overviews=False
    )
    writer = TranslatedRaster(settings, definition, fine, output_names(settings, definition), feedback)
    try:
        run = _run(plain, package, coarse, FeedbackSlice(feedback, 0.0, 0.9))
        tone = tone_match(settings, definition, coarse)
        with small_block_cache(), RasterSource(str(result)) as source, writer:
            Restoration(fine, coarse, source, definition, tone).write(writer, FeedbackSlice(feedback, 0.9, 1.0))
    finally:
        if result.exists():
            result.unlink()
    return run


def _check_output(settings: ClassifySettings, definition: ModelDefinition, source: Area) -> None:
    """Refuse to write into what is being read, under whatever name (a link, the source of a VRT, a subdataset), and to
    begin what cannot be written at its end."""
    output, grid = settings.output, source.grid
    if output.exists() and any(Path(name).exists() and output.samefile(name) for name in source.files):
        raise InputError(f"OUTPUT {output} is part of the input raster {settings.input}; choose another name.")
    check_replaceable(output)
    bands, dtype = len(output_names(settings, definition)), output_dtype(settings, definition)
    if grid.width * grid.height * bands * dtype.itemsize > _MOST_COMPRESSION * shutil.disk_usage(output.parent).free:
        raise InputError(
            f"The result for {settings.input} would have {grid.width} x {grid.height} pixels, far more than the disk "
            f"of OUTPUT {output} has room for; choose an EXTENT or another disk."
        )
