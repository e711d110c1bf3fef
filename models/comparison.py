"""A page on which one picture is swiped over another: the imagery before and after its translation."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template
from typing import Mapping, Tuple

import numpy as np

from .chips.jpeg_strips import jpegs
from .errors import InputError
from .evaluation.judging import COPY, CURVE, MODEL, Judgement, judge
from .evaluation.rasters import Layers, open_pairs
from .evaluation.report import figures_table
from .evaluation.scale import scale_of
from .feedback import Feedback, FeedbackSlice
from .files import atomic_file
from .inference.area import pixel_window
from .pages import data_uri
from .rasters.arrays import Array
from .rasters.calls import GdalFailure
from .rasters.rescaling import footprint, rescale
from .rasters.source import RasterSource, Window, on_grid, open_raster

_TEMPLATE = Path(__file__).resolve().parents[1] / "resources" / "report" / "comparison.html"
_PIECE = 4_000_000
_PERCENTILES = (2, 98)
_TITLES = {MODEL: "After", COPY: "Before", CURVE: "Fitted curve"}


@dataclass(frozen=True)
class ComparisonSettings:
    """What to compare.

    Attributes:
        before: the raster on the left, any that GDAL opens.
        after: the raster on the right, of the same ground; what is shown lies on its grid.
        output: the HTML page.
        before_bands: one for grey or three for red, green and blue; empty for the first ones.
        after_bands: likewise.
        extent: xmin, ymin, xmax, ymax in the CRS of the raster after; empty for all of it.
        size: longer side of the pictures in pixels, at most; smaller rasters are shown as they are.
        truth: a raster of what is right; figures of both against it stand below the pictures. Empty for none.
        truth_bands: numbers of its bands, empty for all, or for as many as the raster after has.
    """

    before: str
    after: str
    output: Path
    before_bands: Tuple[int, ...] = ()
    after_bands: Tuple[int, ...] = ()
    extent: Tuple[float, ...] = ()
    size: int = 1600
    truth: str = ""
    truth_bands: Tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not self.before or not self.after:
            raise InputError("BEFORE and AFTER must both name a raster.")
        if not 64 <= self.size <= 8192:
            raise InputError(f"SIZE is {self.size}; choose a number of pixels from 64 to 8192.")
        for name, bands in (("BEFORE_BANDS", self.before_bands), ("AFTER_BANDS", self.after_bands)):
            if len(bands) not in (0, 1, 3):
                raise InputError(f"{name} has {len(bands)} bands; choose one, or three for red, green and blue.")


@dataclass(frozen=True)
class Comparison:
    """What was written and found.

    Attributes:
        output: the page.
        figures: with a truth, by method (``model`` for the raster after, ``copy`` for the one before where it is of the
            truth's kind, ``fitted_curve``) and name; else empty.
    """

    output: Path
    figures: Mapping[str, Mapping[str, float]]


def compare_images(settings: ComparisonSettings, feedback: Feedback) -> Comparison:
    """Write the page, which holds both pictures and needs no other file.

    8-bit values are shown as they are, others stretched from their 2nd to their 98th percentile; white is NoData.

    Args:
        settings: what to compare.
        feedback: progress and the question whether to stop.

    Raises:
        InputError: a raster cannot be read, they do not lie on the same ground, or the page cannot be written.
        Cancelled: the user stopped it.
    """
    shares = (0.25, 0.5) if settings.truth else (0.5, 1.0)
    with open_raster(settings.after, settings.after_bands) as after:
        window = pixel_window(after.grid, settings.extent) if settings.extent else (0, 0, *_size(after))
        second = _picture(after, window, settings.size, FeedbackSlice(feedback, 0.0, shares[0]))
        with on_grid(settings.before, after.grid, settings.before_bands) as before:
            first = _picture(before, window, settings.size, FeedbackSlice(feedback, *shares))
    judgement = _judged(settings, FeedbackSlice(feedback, shares[1], 1.0)) if settings.truth else None
    page = Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        before=escape(Path(settings.before).name),
        after=escape(Path(settings.after).name),
        width=second.shape[2],
        height=second.shape[1],
        before_picture=_data_uri(first, settings.before),
        after_picture=_data_uri(second, settings.after),
        figures="" if judgement is None else _section(settings, judgement),
    )
    try:
        with atomic_file(settings.output) as partial:
            partial.write_text(page, encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"The page {settings.output} cannot be written ({error.strerror or error}); choose another file."
        ) from error
    return Comparison(settings.output, {} if judgement is None else judgement.totals())


def _judged(settings: ComparisonSettings, feedback: Feedback) -> Judgement:
    """The figures of both rasters against the truth."""
    layers = Layers(
        settings.after,
        settings.truth,
        settings.before,
        settings.after_bands,
        settings.truth_bands,
        settings.before_bands,
    )
    with open_pairs(layers, settings.extent) as opened:
        return judge(opened.pairs, scale_of(opened.pairs), feedback)


def _section(settings: ComparisonSettings, judgement: Judgement) -> str:
    """The table of the figures, with what they are, as it stands below the pictures."""
    count, name = len(judgement.blocks), escape(Path(settings.truth).name)
    curve = "The curve goes from before to truth and was fitted on other blocks than those on which it is judged."
    return (
        f"<h2>Against the truth: {name}</h2>{figures_table(judgement, _TITLES)}"
        '<p class="lead">PSNR (dB), SSIM and R²: higher is better; MAE, RMSE (units of the truth) and angular error '
        f"(degrees): lower is better. Over {count} block{'s' if count != 1 else ''}; after ± stands the standard error "
        f"of the mean over them. PSNR and SSIM refer to a range of {judgement.data_range:g}. "
        f"{curve if CURVE in judgement.methods else ''}</p>"
    )


def _size(source: RasterSource) -> Tuple[int, int]:
    return source.grid.width, source.grid.height


def _picture(source: RasterSource, window: Window, size: int, feedback: Feedback) -> Array:
    """(1 or 3, H, W) uint8, as it is shown.

    Raises:
        InputError: the raster has no pixel in the window.
    """
    values, valid = _reduced(source, window, size, feedback)
    if not valid.any():
        raise InputError(f"{source.path} has no pixels in the area that is compared; choose rasters of one place.")
    values = values[: 3 if len(values) >= 3 else 1]
    if source.dtype != np.uint8:
        for band in values:
            low, high = np.percentile(band[valid], _PERCENTILES)
            band -= low
            band *= 255.0 / (high - low if high > low else 1.0)
    return np.where(valid, np.rint(np.clip(values, 0.0, 255.0)), 255.0).astype(np.uint8)


def _reduced(source: RasterSource, window: Window, size: int, feedback: Feedback) -> Tuple[Array, Array]:
    """(C, H, W) float32 and (H, W) bool, read in pieces so that memory does not grow with the raster."""
    left, top, across, down = window
    step = max(1.0, max(across, down) / size)
    width, height = max(1, round(across / step)), max(1, round(down / step))
    x, count, columns = footprint(0, width, across / width, across)
    rows_a_piece = max(1, int(_PIECE / (count * step)))
    pieces = []
    for first in range(0, height, rows_a_piece):
        feedback.check()
        feedback.progress(first / height, "Reading the pictures")
        y, lines, rows = footprint(first, min(rows_a_piece, height - first), down / height, down)
        pieces.append(rescale(*source.read(left + x, top + y, count, lines), rows, columns))
    feedback.progress(1.0)
    return np.concatenate([values for values, _ in pieces], axis=1), np.concatenate([valid for _, valid in pieces])


def _data_uri(picture: Array, path: str) -> str:
    try:
        [(data, _)] = jpegs([picture])
    except GdalFailure as error:
        raise InputError(f"{path} cannot be shown ({error}); choose another raster.") from error
    return data_uri(data, "image/jpeg")
