"""The page on which one picture is swiped over another."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from image_translation.models.comparison import Comparison, ComparisonSettings, compare_images
from image_translation.models.errors import Cancelled, InputError
from image_translation.models.feedback import Feedback
from image_translation.tests.helpers import make_raster, scene


def _compare(tmp_path: Path, before: str, after: str, **settings):
    """The page as text, and its two pictures (C, H, W)."""
    output = tmp_path / "page.html"
    assert compare_images(ComparisonSettings(before, after, output, **settings), Feedback()) == Comparison(output, {})
    page = output.read_text(encoding="utf-8")
    pictures = []
    for number, data in enumerate(re.findall(r'src="data:image/jpeg;base64,([^"]+)"', page)):
        name = f"/vsimem/{tmp_path.name}-{number}.jpg"
        gdal.FileFromMemBuffer(name, base64.b64decode(data))
        values = gdal.Open(name).ReadAsArray()
        pictures.append(values if values.ndim == 3 else values[None])
        gdal.Unlink(name)
    return page, pictures


def _close(picture, expected, most=3.0):
    assert picture.shape == expected.shape
    assert np.abs(picture.astype(float) - expected).mean() < most


def test_small_rasters_are_shown_as_they_are(tmp_path):
    colour = scene(90, 130)
    grey = np.rint(colour.mean(axis=0)).astype(np.uint8)
    grey[:40, :40] = 0
    before = make_raster(tmp_path / "a <1>.tif", grey, nodata=0)
    page, (left, right) = _compare(tmp_path, before, make_raster(tmp_path / "b.tif", colour))
    _close(left, np.where(grey, grey, 255)[None])
    _close(right, colour)
    assert "a &lt;1&gt;.tif" in page and "<1>" not in page
    assert "http://" not in page and "https://" not in page and "130 × 90 pixels" in page


def test_large_rasters_are_averaged(tmp_path):
    rng = np.random.default_rng(1)
    small = np.kron(rng.integers(20, 235, (1, 10, 20)), np.ones((8, 8))).astype(np.uint8)
    large = np.kron(small, np.ones((4, 4))) + np.tile([[10, -10], [-10, 10]], (160, 320))
    before = make_raster(tmp_path / "a.tif", large.astype(np.uint8))
    _, (left, right) = _compare(tmp_path, before, before, size=160)
    _close(left, small, 4.0)
    np.testing.assert_array_equal(left, right)


def test_other_values_are_stretched(tmp_path):
    values = np.linspace(500, 9000, 128 * 128).reshape(1, 128, 128).astype(np.uint16)
    _, (left, _) = _compare(tmp_path, make_raster(tmp_path / "a.tif", values), make_raster(tmp_path / "b.tif", values))
    assert left[0, :2].max() <= 5 and left[0, -2:].min() >= 250
    assert abs(float(left[0, 64].mean()) - 128) < 4


def test_before_is_brought_onto_the_grid_of_after_and_an_extent(tmp_path):
    colour = scene(128, 128)
    finer = np.kron(colour, np.ones((2, 2))).astype(np.uint8)
    before = make_raster(tmp_path / "a.tif", finer, geotransform=(400000, 0.25, 0, 3000000, 0, -0.25))
    after = make_raster(tmp_path / "b.tif", colour)
    extent = (400010.0, 2999950.0, 400050.0, 2999990.0)
    _, (left, right) = _compare(tmp_path, before, after, extent=extent, before_bands=(2,))
    _close(left, colour[1:2, 20:100, 20:100])
    _close(right, colour[:, 20:100, 20:100])


def test_rasters_without_a_georeference(tmp_path):
    colour = scene(64, 64)
    before = make_raster(tmp_path / "a.tif", colour[0], epsg=0, geotransform=None)
    after = make_raster(tmp_path / "b.tif", colour, epsg=0, geotransform=None)
    _, (left, right) = _compare(tmp_path, before, after)
    _close(left, colour[:1])
    _close(right, colour)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"before": ""}, "BEFORE and AFTER"),
        ({"size": 10}, "SIZE is 10"),
        ({"after_bands": (1, 2)}, "AFTER_BANDS has 2 bands"),
        ({"before": "absent.tif"}, "absent.tif"),
        ({"extent": (0.0, 0.0, 1.0, 1.0)}, "EXTENT lies outside"),
    ],
)
def test_what_cannot_be_compared_is_told(tmp_path, settings, words):
    raster = make_raster(tmp_path / "a.tif", scene(64, 64))
    with pytest.raises(InputError, match=words):
        given = {"before": raster, "after": raster, "output": tmp_path / "page.html", **settings}
        compare_images(ComparisonSettings(**given), Feedback())
    assert not (tmp_path / "page.html").exists()


def test_figures_against_a_truth(tmp_path):
    """Those of after and before, over the extent only; nothing of them without a truth."""
    colour = scene(96, 128)
    grey = np.rint(colour.mean(axis=0)).astype(np.uint8)
    after = np.clip(colour.astype(int) + [[[3]], [[-5]], [[4]]], 1, 255).astype(np.uint8)
    after[:, 64:] = 7
    paths = [make_raster(tmp_path / f"{name}.tif", values) for name, values in zip("bat", (grey, after, colour))]
    extent = (400000.0, 2999968.0, 400064.0, 3000000.0)
    settings = ComparisonSettings(paths[0], paths[1], tmp_path / "page.html", truth=paths[2], extent=extent)
    comparison = compare_images(settings, Feedback())
    top = colour[:, :64].astype(int)
    assert comparison.figures["model"]["mae"] == pytest.approx(np.abs(after[:, :64] - top).mean())
    assert comparison.figures["copy"]["mae"] == pytest.approx(np.abs(grey[None, :64] - top).mean())
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "Against the truth: t.tif" in page and f"<td>{comparison.figures['model']['rmse']:.3f}</td>" in page
    compare_images(ComparisonSettings(paths[0], paths[1], tmp_path / "plain.html"), Feedback())
    assert "Against the truth" not in (tmp_path / "plain.html").read_text(encoding="utf-8")


def test_rasters_of_two_places_are_told(tmp_path):
    here = make_raster(tmp_path / "a.tif", scene(64, 64))
    there = make_raster(tmp_path / "b.tif", scene(64, 64), geotransform=(500000, 0.5, 0, 3100000, 0, -0.5))
    with pytest.raises(InputError, match="a.tif has no pixels in the area that is compared"):
        compare_images(ComparisonSettings(here, there, tmp_path / "page.html"), Feedback())


def test_a_cancelled_comparison_leaves_nothing(tmp_path):
    class Stopping(Feedback):
        def is_cancelled(self):
            return True

    raster = make_raster(tmp_path / "a.tif", scene(64, 64))
    with pytest.raises(Cancelled):
        compare_images(ComparisonSettings(raster, raster, tmp_path / "page.html"), Stopping())
    assert [path.name for path in tmp_path.iterdir()] == ["a.tif"]
