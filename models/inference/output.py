"""From the model's values to pixels of the output raster."""

from __future__ import annotations

from typing import Any, List, Optional, Sequence

import numpy as np
from numpy.typing import NDArray

from ..chips.statistics import RunningStatistics
from ..feedback import Feedback
from ..package.definition import ModelDefinition
from ..rasters.bands import Scaling
from ..rasters.overviews import step_from
from ..rasters.writer import RasterWriter
from .area import Area
from .lightness import keeps_lightness
from .settings import ClassifySettings


class TranslatedRaster(RasterWriter):
    """The output raster, to be written window by window; it gathers the statistics of its bands on the way.

    Args:
        settings: what is asked.
        definition: of the model.
        source: the raster that is translated; the output has its grid.
        names: of the bands.
        feedback: is asked whether to stop while overviews are made.
    """

    def __init__(
        self,
        settings: ClassifySettings,
        definition: ModelDefinition,
        source: Area,
        names: Sequence[str],
        feedback: Feedback,
    ) -> None:
        dtype = output_dtype(settings, definition)
        super().__init__(
            settings.output,
            source.grid,
            len(names),
            dtype,
            nodata=output_nodata(source, definition, dtype),
            band_names=names,
            rgb=definition.is_colour or [name.casefold() for name in names[:3]] == ["red", "green", "blue"],
            creation_options=settings.creation_options,
            metadata={
                "IMAGE_TRANSLATION_MODEL": definition.name,
                "IMAGE_TRANSLATION_MODEL_TYPE": definition.model_type,
                "IMAGE_TRANSLATION_MODEL_SHA256": definition.files.get(f"{definition.name}.onnx", ""),
            },
            overviews=settings.overviews,
            cog=settings.output_format == "cog",
            scaling=output_scaling(settings, definition, source),
            scaled_bands=len(definition.output_bands),
            feedback=feedback,
        )
        self._statistics = RunningStatistics(len(names))

    def write(self, xoff: int, yoff: int, values: NDArray[np.generic]) -> None:
        """See :meth:`RasterWriter.write`; pixels without data need not be written."""
        valid = None
        if self.nodata is not None:
            valid = ~np.isnan(values[0]) if np.isnan(self.nodata) else values[0] != self.nodata
            if not valid.any():
                return
        self._statistics.merge(RunningStatistics.of(values, valid))
        super().write(xoff, yoff, values)

    def _finish(self) -> None:
        if self._statistics.count:
            for number, band in enumerate(self._statistics.bands(self._band_names, self.dtype.name), start=1):
                self.set_statistics(number, band.minimum, band.maximum, band.mean, band.std)
        super()._finish()


def output_names(settings: ClassifySettings, definition: ModelDefinition) -> List[str]:
    """Names of the output's bands."""
    return [band.name for band in definition.output_bands] + ["Uncertainty"] * settings.uncertainty


def output_dtype(settings: ClassifySettings, definition: ModelDefinition) -> np.dtype[Any]:
    """Data type of the output: the model's, or what is asked for."""
    return np.dtype(definition.output_dtype if settings.data_type == "model" else settings.data_type)


def output_scaling(settings: ClassifySettings, definition: ModelDefinition, source: Area) -> Optional[Scaling]:
    """Scale, offset and unit of the output's bands: the input's, where the stored values are of the same kind.

    They are where the model keeps the lightness and the tones are left alone; what other models put out is known by
    nothing but their training.
    """
    return source.scaling if settings.match_tone == "none" and keeps_lightness(definition) else None


def output_nodata(source: Area, definition: ModelDefinition, dtype: np.dtype[Any]) -> Optional[float]:
    """NoData value of the output: the input's where ``dtype`` can hold it (rounded to its digits).

    NaN takes the place of a value that a floating-point output may have in earnest, since such values are compared
    with a tolerance. None when the input has no invalid pixels by declaration.
    """
    if not source.has_mask:
        return None
    nodata = source.nodata
    if dtype.kind == "f":
        low, high = definition.output_range
        kept = nodata is not None and abs(nodata) <= np.finfo(dtype).max and not low - 1 <= nodata <= high + 1
        return float(dtype.type(nodata)) if kept else float("nan")
    limits = np.iinfo(dtype)
    if nodata is not None and limits.min <= nodata <= limits.max and nodata == int(nodata):
        return nodata
    return float(limits.min)


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
        exact = np.rint(values, dtype=np.float32 if dtype.itemsize <= 2 else np.float64)
        result = np.clip(exact, limits.min, limits.max, out=exact).astype(dtype)
    if nodata is not None:
        if not np.isnan(nodata):
            result[result == nodata] = step_from(nodata, dtype)
        result[:, ~valid] = nodata
    return result
