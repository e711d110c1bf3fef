"""A town that is judged."""

from __future__ import annotations

import numpy as np
import pytest

from image_translation.tests.evaluating import grey_of
from image_translation.tests.helpers import make_raster, scene


@pytest.fixture
def town(tmp_path):
    """Colour, its grey, and a result that is a little off."""
    colour = scene(160, 192)
    noise = np.random.default_rng(1).integers(-6, 7, colour.shape)
    return {
        "truth": make_raster(tmp_path / "truth.tif", colour),
        "input": make_raster(tmp_path / "input.tif", grey_of(colour)),
        "result": make_raster(tmp_path / "result.tif", np.clip(colour + noise, 1, 255).astype(np.uint8)),
    }
