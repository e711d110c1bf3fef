"""GeoTIFFs appear whole, with everything a GIS wants to know."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from image_translation.models import files
from image_translation.models.errors import InputError
from image_translation.models.rasters import writer as writing
from image_translation.models.rasters.calls import GdalFailure
from image_translation.models.rasters.grid import Grid
from image_translation.models.rasters.overviews import halve
from image_translation.models.rasters.source import RasterSource
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
    opened = [os.readlink(each) for each in Path("/proc/self/fd").glob("*") if each.exists() or each.is_symlink()]
    assert not any(str(tmp_path) in name for name in opened)  # of GDAL, which Windows would not have removed


@pytest.mark.parametrize("when", ["write", "close"])
def test_a_full_disk_is_told_as_such_whatever_gdal_says(tmp_path, monkeypatch, when):
    def fail(*arguments):
        raise GdalFailure("TIFFFillTile:Read error at row 4294967295")

    full = shutil.disk_usage(tmp_path)._replace(free=4096)
    monkeypatch.setattr(writing.shutil, "disk_usage", lambda folder: full)
    monkeypatch.setattr(*((writing._bands, "write", fail) if when == "write" else (writing, "close", fail)))
    with pytest.raises(InputError, match=r"o\.tif cannot be written \(the disk is full\)"):
        with RasterWriter(tmp_path / "o.tif", GRID, 1, "uint8") as writer:
            writer.write(0, 0, helpers.noise(1, 500, 600))
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


def _picture():
    """(3, 700, 900) uint8 smooth colours with a hole of NoData 0 whose edge no block shares; where it is valid."""
    values = helpers.scene(700, 900)
    valid = np.ones((700, 900), bool)
    valid[100:333, 77:480] = False
    valid[600:, :] = False
    values[:, ~valid] = 0
    return values, valid


@pytest.mark.parametrize("cog", [False, True])
@pytest.mark.parametrize("codec", ["JPEG", "WEBP", "LERC"])
@pytest.mark.parametrize("bands", [1, 3])
def test_holes_stay_holes_where_values_are_compressed_with_loss(tmp_path, codec, cog, bands):
    values, valid = _picture()
    values = values[:bands]
    if codec not in gdal.GetDriverByName("GTiff").GetMetadataItem("DMD_CREATIONOPTIONLIST"):
        pytest.skip(f"this GDAL has no {codec}")
    if codec == "WEBP" and bands == 1:
        pytest.skip("WEBP wants three bands")
    options = [f"COMPRESS={codec}", *(["MAX_Z_ERROR=3"] if codec == "LERC" else [])]
    path = tmp_path / "o.tif"
    with RasterWriter(
        path, Grid(900, 700, helpers.UTM, helpers.wkt(32617)), bands, "uint8", nodata=0, rgb=bands == 3, cog=cog,
        overviews=True, creation_options=options,
    ) as writer:
        for top in range(0, 600, 200):
            for left, right in ((0, 500), (500, 900)):
                writer.write(left, top, values[:, top : top + 200, left:right])
    assert [p.name for p in tmp_path.iterdir()] == ["o.tif"]
    dataset = gdal.Open(str(path))
    assert dataset.GetMetadataItem("COMPRESSION", "IMAGE_STRUCTURE").endswith(codec)
    assert dataset.GetMetadataItem("LAYOUT", "IMAGE_STRUCTURE") == ("COG" if cog else None)
    with RasterSource(str(path)) as source:
        got, holes = source.read(0, 0, 900, 700)
    np.testing.assert_array_equal(holes, valid)
    difference = np.abs(got.astype(int) - values)[:, valid]
    assert difference.max() <= 80 and difference.mean() < 3
    expected = np.where(valid, values[0], 0)
    for level in range(dataset.GetRasterBand(1).GetOverviewCount()):
        expected = halve(expected, 0.0)
        overview = dataset.GetRasterBand(1).GetOverview(level)
        shown = overview.GetMaskBand().ReadAsArray() > 0
        assert np.mean(shown != (expected > 0)) < 0.01
        both = shown & (expected > 0)
        assert np.abs(overview.ReadAsArray().astype(int) - expected)[both].mean() < 8
    assert level >= 1


def test_without_loss_a_value_tells_the_holes(tmp_path):
    values, valid = _picture()
    for options in ([], ["COMPRESS=LERC"], ["COMPRESS=WEBP", "WEBP_LOSSLESS=YES"]):
        with RasterWriter(tmp_path / "o.tif", Grid(900, 700), 3, "uint8", nodata=0, creation_options=options) as writer:
            writer.write(0, 0, values)
        assert helpers.nodata_of(tmp_path / "o.tif") == [0, 0, 0]
        np.testing.assert_array_equal(helpers.pixels(tmp_path / "o.tif"), values)


@pytest.mark.parametrize(
    "options", [["TFW=YES"], ["PROFILE=BASELINE"], ["PROFILE=GeoTIFF"], ["TFW=YES", "PROFILE=BASELINE"]]
)
def test_what_the_driver_writes_beside_the_file_keeps_its_place(tmp_path, options):
    path = tmp_path / "o.v2.tif"
    for _ in range(2):
        with RasterWriter(path, GRID, 1, "uint8", nodata=7, band_names=("Grey",), creation_options=options) as writer:
            writer.write(0, 0, helpers.noise(1, 500, 600))
            writer.set_statistics(1, 1, 255, 128, 70)
    expected = {"o.v2.tif"}
    if "TFW=YES" in options:
        expected.add("o.v2.tfw")
        assert (tmp_path / "o.v2.tfw").read_text().split()[0].startswith("0.5")
    if options != ["TFW=YES"]:
        expected.add("o.v2.tif.aux.xml")
    assert set(os.listdir(tmp_path)) == expected
    assert helpers.geotransform_of(path) == helpers.UTM and helpers.epsg_of(path) == 32617
    assert helpers.nodata_of(path) == [7]
    dataset = gdal.Open(str(path))
    assert dataset.GetRasterBand(1).GetDescription() == "Grey"
    assert dataset.GetRasterBand(1).GetMetadataItem("STATISTICS_MEAN") == "128"
    with RasterWriter(path, GRID, 1, "uint8") as writer:
        writer.write(0, 0, helpers.noise(1, 500, 600))
    assert os.listdir(tmp_path) == ["o.v2.tif"]
