"""A small town in two rasters, and a model trained on it through QGIS."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from osgeo import osr

from image_translation.models.rasters.grid import Grid
from image_translation.models.rasters.writer import RasterWriter

TINY = {
    "MAX_EPOCHS": 1,
    "LEARNING_RATE": 0.01,
    "GENERATOR_FILTERS": 4,
    "DISCRIMINATOR_FILTERS": 4,
    "WARM_UP": 0,
    "PRECISION": "float32",
}
LUMA = np.array([0.299, 0.587, 0.114])


def paint_town(size: int) -> np.ndarray:
    """Fields, roofs and water as (3, size, size) uint8; colour follows from texture and brightness."""
    chance = np.random.default_rng(7)
    coarse = chance.random((size // 20 + 1, size // 20 + 1))
    field = np.kron(coarse, np.ones((20, 20)))[:size, :size] + 0.15 * chance.random((size, size))
    red = np.where(field > 0.75, 190, np.where(field > 0.3, 60, 20)) + 50 * field
    green = np.where(field > 0.75, 90, np.where(field > 0.3, 120, 40)) + 50 * field
    blue = np.where(field > 0.75, 70, np.where(field > 0.3, 40, 100)) + 50 * field
    return np.clip(np.stack([red, green, blue]), 1, 255).astype(np.uint8)


def write_raster(path: Path, values: np.ndarray, nodata=None) -> str:
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32617)
    grid = Grid(values.shape[2], values.shape[1], (500000, 0.5, 0, 4000000, 0, -0.5), reference.ExportToWkt())
    with RasterWriter(path, grid, values.shape[0], values.dtype, nodata=nodata, rgb=values.shape[0] == 3) as writer:
        writer.write(0, 0, values)
    return str(path)


@pytest.fixture(scope="session")
def town(tmp_path_factory):
    """Paths of ``colour.tif`` and of ``grey.tif``, whose upper left corner is NoData."""
    folder = tmp_path_factory.mktemp("town")
    colour = paint_town(300)
    grey = np.clip(np.rint(np.tensordot(LUMA, colour, 1)), 1, 255).astype(np.uint8)[None]
    grey[:, :40, :50] = 0
    return {
        "folder": folder,
        "colour": write_raster(folder / "colour.tif", colour),
        "grey": write_raster(folder / "grey.tif", grey, nodata=0),
    }


@pytest.fixture(scope="session")
def run(provider):
    """``processing.run`` with a feedback that keeps what was said."""
    import processing
    from qgis.core import QgsProcessingFeedback

    def call(algorithm, parameters, feedback=None, **options):
        feedback = feedback or QgsProcessingFeedback(False)
        return processing.run(algorithm, parameters, feedback=feedback, **options)

    return call


@pytest.fixture(scope="session")
def chips(run, town):
    """Chips of 64 pixels of the town, input made from the target."""
    return run(
        "imagetranslation:exporttrainingchips",
        {
            "TARGET": town["colour"],
            "GREY_FROM_TARGET": True,
            "TILE_SIZE": 64,
            "STRIDE": 32,
            "OUTPUT": str(town["folder"] / "chips"),
        },
    )


@pytest.fixture(scope="session")
def model(run, chips, town):
    """A model trained for one epoch, with its report."""
    return run(
        "imagetranslation:trainimagetranslationmodel",
        {
            "CHIPS": chips["OUTPUT"],
            **TINY,
            "OUTPUT": str(town["folder"] / "town model.dlpk"),
            "REPORT": str(town["folder"] / "report.html"),
        },
    )
