"""What cannot work: one sentence that names the file or parameter, and nothing half-written."""

from __future__ import annotations

import os

import numpy as np
import pytest
from osgeo import gdal

from image_translation.models.errors import ImageTranslationError, InputError
from image_translation.models.jobs import run_job
from image_translation.tests import helpers
from image_translation.tests.classifying import classify
from image_translation.tests.packages import package


@pytest.fixture
def grey(tmp_path):
    return helpers.make_raster(tmp_path / "grey.tif", helpers.noise(1, 200, 240))


def _refused(folder, raster, model, words, **settings):
    """The job ends with one sentence of these words, and the folder is as it was."""
    before = helpers.tree(folder)
    values = {"input": str(raster), "model": str(model), "output": str(folder / "out.tif"), **settings}
    with pytest.raises(ImageTranslationError, match=words) as caught:
        run_job("classify", values, helpers.Recorder())
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 400
    assert helpers.tree(folder) == before


def test_input_that_is_no_raster(tmp_path, grey):
    model = package(tmp_path)
    (tmp_path / "text.tif").write_text("no raster")
    _refused(tmp_path, tmp_path / "absent.tif", model, "absent.tif cannot be opened as a raster")
    _refused(tmp_path, tmp_path / "text.tif", model, "text.tif cannot be opened as a raster")
    _refused(tmp_path, grey, tmp_path / "absent.dlpk", "absent.dlpk")


def test_damaged_raster(tmp_path):
    path = helpers.make_raster(
        tmp_path / "cut.tif", helpers.noise(1, 600, 600), options=["TILED=YES", "COMPRESS=DEFLATE"]
    )
    size = os.path.getsize(path)
    os.truncate(path, size * 2 // 3)
    _refused(tmp_path, path, package(tmp_path), "cut.tif cannot be (read|opened)")


def test_output_over_the_input_by_any_name(tmp_path, grey):
    model = package(tmp_path)
    (tmp_path / "link.tif").symlink_to(grey)
    (tmp_path / "folder").symlink_to(tmp_path, target_is_directory=True)
    os.link(grey, tmp_path / "hard.tif")
    gdal.Translate(str(tmp_path / "virtual.vrt"), grey, format="VRT").FlushCache()
    for name in ("grey.tif", "link.tif", "hard.tif", "folder/grey.tif", "../" + tmp_path.name + "/grey.tif"):
        _refused(tmp_path, grey, model, "input raster", output=str(tmp_path / name))
    _refused(tmp_path, tmp_path / "virtual.vrt", model, "part of the input raster", output=grey)
    _refused(tmp_path, f"GTIFF_DIR:1:{grey}", model, "part of the input raster", output=grey)


def test_unwritable_outputs(tmp_path, grey):
    model = package(tmp_path)
    (tmp_path / "file").write_text("")
    (tmp_path / "taken.tif").mkdir()
    _refused(tmp_path, grey, model, "file.* cannot be created", output=str(tmp_path / "file" / "out.tif"))
    _refused(tmp_path, grey, model, "taken.tif", output=str(tmp_path / "taken.tif"))
    _refused(tmp_path, grey, model, r"out.jp2 must be a GeoTIFF", output=str(tmp_path / "out.jp2"))


@pytest.mark.parametrize("settings", [{}, {"match_cell_size": True}])
def test_an_output_that_is_open_elsewhere_is_found_before_the_model_is_loaded(tmp_path, grey, monkeypatch, settings):
    from image_translation.models import files
    from image_translation.models.inference import classify as classify_module

    replace = os.replace

    def blocked(source, target):
        if str(target) == str(tmp_path / "out.tif"):
            raise PermissionError(13, "in use", str(source), None, str(target))
        replace(source, target)

    monkeypatch.setattr(files, "_PATIENCE", 0.0)
    monkeypatch.setattr(classify_module, "open_session", lambda *_: pytest.fail("the work has begun"))
    monkeypatch.setattr(os, "replace", blocked)
    (tmp_path / "out.tif").write_text("older")
    model = package(tmp_path, crs=helpers.wkt(32617), cell_size=(0.6, 0.6))
    _refused(tmp_path, grey, model, "out.tif cannot be replaced .*remove the layer from the QGIS project", **settings)


@pytest.mark.parametrize("settings", [{}, {"output_format": "cog"}, {"match_cell_size": True}, {"overviews": False}])
@pytest.mark.parametrize("size", [3_000, 150_000])
def test_full_disk(tmp_path, settings, size):
    """At the first block, and near the end: while overviews or the copy in another order are written."""
    raster = helpers.make_raster(tmp_path / "grey.tif", helpers.noise(1, 300, 330))
    model = package(tmp_path, crs=helpers.wkt(32617), cell_size=(0.6, 0.6))
    (tmp_path / "out.tif").write_text("older")
    with helpers.largest_file(size):
        _refused(tmp_path, raster, model, "disk|space", **settings)


def test_full_disk_under_the_journal_of_a_large_raster(tmp_path, grey, monkeypatch):
    from image_translation.models.inference import streaming

    monkeypatch.setattr(streaming, "RESUME_PIXELS", 1)
    model = package(tmp_path)
    values = {"input": grey, "model": str(model), "output": str(tmp_path / "out.tif")}
    with helpers.largest_file(20_000):
        with pytest.raises(ImageTranslationError, match="disk|space|File too large"):
            run_job("classify", values, helpers.Recorder())
    assert not (tmp_path / "out.tif").exists() and not list(tmp_path.glob("*.partial.*"))
    np.testing.assert_array_equal(classify(tmp_path, grey, model).values[0], helpers.pixels(grey)[0])


def test_extent_and_mask_elsewhere(tmp_path, grey):
    model = package(tmp_path)
    _refused(tmp_path, grey, model, "EXTENT lies outside", extent=[0.0, 0.0, 1.0, 1.0])
    _refused(tmp_path, grey, model, "absent.gpkg", mask=str(tmp_path / "absent.gpkg"))


def test_complex_values(tmp_path):
    path = str(tmp_path / "radar.tif")
    gdal.GetDriverByName("GTiff").Create(path, 64, 64, 1, gdal.GDT_CFloat32).FlushCache()
    with pytest.raises(InputError, match="holds CFloat32 values"):
        classify(tmp_path, path, package(tmp_path))


def test_a_raster_far_too_large_for_any_disk_is_found_before_the_work(tmp_path):
    """A virtual raster of some bytes that declares four billion billion pixels."""
    path = tmp_path / "huge.vrt"
    path.write_text(
        '<VRTDataset rasterXSize="2147483647" rasterYSize="2147483647"><VRTRasterBand dataType="Byte" band="1"/>'
        "</VRTDataset>"
    )
    _refused(tmp_path, str(path), package(tmp_path), "huge.vrt would have 2147483647 x 2147483647 pixels, far more")
