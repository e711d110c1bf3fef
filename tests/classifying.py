"""Runs Classify Pixels in a test and reads what came out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Dict, List, Optional

import numpy as np
from osgeo import gdal

from image_translation.models.feedback import Feedback
from image_translation.models.inference.classify import ClassifyResult, ClassifySettings, classify_pixels
from image_translation.models.rasters.source import RasterSource
from image_translation.tests.helpers import Recorder


@dataclass
class Classified:
    """The output raster, and what was said on the way."""

    path: Path
    result: ClassifyResult
    values: np.ndarray
    valid: np.ndarray
    infos: List[str]
    warnings: List[str]

    @cached_property
    def dataset(self) -> Any:
        """Kept open, since GDAL's bands do not outlive it."""
        return gdal.Open(str(self.path))

    def metadata(self, number: int) -> Dict[str, str]:
        """What the file says of a band."""
        return dict(self.dataset.GetRasterBand(number).GetMetadata())


def classify(
    folder: Path, raster: object, model: Path, feedback: Optional[Feedback] = None, **settings: object
) -> Classified:
    """Translate ``raster`` to ``folder/out.tif``, or to the setting ``output``."""
    output = Path(str(settings.pop("output", folder / "out.tif")))
    feedback = feedback or Recorder()
    result = classify_pixels(ClassifySettings(str(raster), model, output, **settings), feedback)
    with RasterSource(str(output)) as source:
        values, valid = source.read(0, 0, source.grid.width, source.grid.height)
    said = (feedback.infos, feedback.warnings) if isinstance(feedback, Recorder) else ([], [])
    return Classified(output, result, values, valid, *said)
