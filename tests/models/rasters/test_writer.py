"""GeoTIFFs appear whole, with everything a GIS wants to know."""

from __future__ import annotations

import os

import numpy as np
import pytest
from osgeo import gdal

from image_translation.models import files
from image_translation.models.errors import InputError
from image_translation.models.rasters.grid import Grid
from image_translation.models.rasters.writer import RasterWriter
from image_translation.tests import helpers

GRID = Grid(600, 500, helpers.UTM, helpers.wkt(32617))


def test_pixels_and_description(tmp_path):
    values = helpers.noise(3, 500, 600)
    path = tmp_path / "new folder" / "out.tif"
    names = ("Red", "Green", "Blue")
    with RasterWriter(
        path, GRID, 3, "uint8", nodata=0, band_names=names, rgb=True, metadata={"MODEL": "x"}, overviews=True
    ) as writer:
        for top in range(0, 500, 100):
            writer.write(0, top, values[:, top : top + 100])
        assert not path.exists()
    np.testing.assert_array_equal(helpers.pixels(path), values)
    assert helpers.geotransform_of(path) == helpers.UTM and helpers.epsg_of(path) == 32617
    assert helpers.nodata_of(path) == [0, 0, 0]
    assert helpers.color_names(path) == ["Red", "Green", "Blue"]
    dataset = gdal.Open(str(path))
    assert dataset.GetMetadataItem("MODEL") == "x"
    band = dataset.GetRasterBand(2)
    assert band.GetDescription() == "Green"
    assert band.GetBlockSize() == [256, 256]
    assert band.GetOverviewCount() == 2 and band.GetOverview(0).XSize == 300
    assert dataset.GetMetadataItem("COMPRESSION", "IMAGE_STRUCTURE") == "DEFLATE"
    assert [p.name for p in path.parent.iterdir()] == ["out.tif"]


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int16", "float32", "float64"])
def test_types(tmp_path, dtype):
    values = helpers.noise(2, 500, 600, dtype)
    with RasterWriter(tmp_path / "o.tif", GRID, 2, dtype) as writer:
        writer.write(0, 0, values)
    got = helpers.pixels(tmp_path / "o.tif")
    assert got.dtype == np.dtype(dtype)
    np.testing.assert_array_equal(got, values)


def test_four_bands_as_colour_have_no_alpha(tmp_path):
    with RasterWriter(tmp_path / "o.tif", GRID, 4, "uint8", rgb=True) as writer:
        writer.write(0, 0, helpers.noise(4, 500, 600))
    assert helpers.color_names(tmp_path / "o.tif") == ["Red", "Green", "Blue", "Undefined"]


def test_creation_options_replace_the_defaults(tmp_path):
    with RasterWriter(tmp_path / "o.tif", GRID, 1, "uint8", creation_options=["COMPRESS=LZW"]) as writer:
        writer.write(0, 0, helpers.noise(1, 500, 600))
    dataset = gdal.Open(str(tmp_path / "o.tif"))
    assert dataset.GetMetadataItem("COMPRESSION", "IMAGE_STRUCTURE") == "LZW"


def test_a_failure_leaves_the_older_file(tmp_path):
    path = tmp_path / "o.tif"
    path.write_bytes(b"older")
    with pytest.raises(KeyboardInterrupt):
        with RasterWriter(path, GRID, 1, "uint8") as writer:
            writer.write(0, 0, helpers.noise(1, 500, 600))
            raise KeyboardInterrupt
    assert helpers.tree(tmp_path) == {"o.tif": b"older"}


def test_sidecars_of_an_older_file_go(tmp_path):
    path = tmp_path / "o.tif"
    for suffix in ("", ".aux.xml", ".ovr", ".msk"):
        (tmp_path / f"o.tif{suffix}").write_bytes(b"older")
    with RasterWriter(path, GRID, 1, "uint8") as writer:
        writer.write(0, 0, helpers.noise(1, 500, 600))
    assert [p.name for p in tmp_path.iterdir()] == ["o.tif"]


def test_unwritable_place(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(InputError, match="file"):
        with RasterWriter(tmp_path / "file" / "o.tif", GRID, 1, "uint8"):
            pass


def test_bad_creation_option_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match="o.tif cannot be written"):
        with RasterWriter(tmp_path / "o.tif", GRID, 1, "uint8", creation_options=["TILED=YES", "BLOCKXSIZE=17"]):
            pass
    assert helpers.tree(tmp_path) == {}


@pytest.mark.parametrize("cog", [False, True])
def test_full_disk_is_an_input_error(tmp_path, cog):
    with pytest.raises(InputError, match="o.tif cannot be written") as caught:
        with helpers.largest_file(50_000):
            with RasterWriter(tmp_path / "o.tif", GRID, 1, "uint8", cog=cog) as writer:
                writer.write(0, 0, helpers.noise(1, 500, 600))
    assert "partial" not in str(caught.value)
    assert helpers.tree(tmp_path) == {}


def test_a_locked_output_is_found_before_the_work_or_the_result_kept(tmp_path, monkeypatch):
    path, replace = tmp_path / "o.tif", os.replace
    monkeypatch.setattr(files, "_PATIENCE", 0.0)

    def blocked(source, target):
        if str(target) == str(path):
            raise PermissionError(13, "in use", str(source), None, str(target))
        replace(source, target)

    values = helpers.noise(1, 500, 600)
    with pytest.raises(InputError, match=r"complete and is kept as .*o \(2\).tif"):
        with RasterWriter(path, GRID, 1, "uint8") as writer:
            writer.write(0, 0, values)
            monkeypatch.setattr(os, "replace", blocked)
    np.testing.assert_array_equal(helpers.pixels(tmp_path / "o (2).tif"), values)
    path.write_bytes(b"older")
    with pytest.raises(InputError, match="o.tif cannot be replaced"):
        RasterWriter(path, GRID, 1, "uint8").__enter__()
    assert sorted(os.listdir(tmp_path)) == ["o (2).tif", "o.tif"]


def test_wrong_shape_or_type_is_a_programming_error(tmp_path):
    with pytest.raises(ValueError):
        with RasterWriter(tmp_path / "o.tif", GRID, 2, "uint8") as writer:
            writer.write(0, 0, helpers.noise(1, 500, 600))
    with pytest.raises(TypeError):
        with RasterWriter(tmp_path / "o.tif", GRID, 1, "uint8") as writer:
            writer.write(0, 0, helpers.noise(1, 500, 600, "float32"))
    assert helpers.tree(tmp_path) == {}
