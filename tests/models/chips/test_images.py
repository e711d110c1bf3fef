"""Chip files: pixels, masks and georeference, whichever way they are encoded; other programs can read them."""

from __future__ import annotations

import numpy as np
import pytest

from image_translation.models.chips import encoders
from image_translation.models.chips.images import FORMATS, Chip, ImageWriter
from image_translation.models.chips.strips import TiffTemplate
from image_translation.models.rasters.grid import Grid
from image_translation.tests import helpers

KINDS = [
    *(("TIFF", dtype, bands) for dtype in ("uint8", "uint16", "int16", "int32", "float32") for bands in (1, 3, 4, 13)),
    *(("PNG", dtype, bands) for dtype in ("uint8", "uint16") for bands in (1, 3)),
    *(("JPEG", "uint8", bands) for bands in (1, 3)),
]
TURNED = (100.0, 0.4, 0.3, 200.0, 0.3, -0.4)


def write(tmp_path, image_format, images, masks, geotransform=helpers.UTM, nodata=None):
    """Writes some chips at once; returns their files and the pixels that are said to be in them."""
    chosen = FORMATS[image_format]
    grid = Grid(4096, 4096, geotransform, helpers.wkt(32617))
    height, width = images[0].shape[1:]
    chips = [
        Chip(tmp_path / f"{index}{chosen.suffix}", values, mask, grid.window(100 * index, 50 * index, width, height))
        for index, (values, mask) in enumerate(zip(images, masks))
    ]
    names = tuple(f"band {number}" for number in range(len(images[0])))
    held = ImageWriter(chosen, images[0].dtype, names, nodata).write(chips)
    return chips, held


@pytest.mark.parametrize("image_format, dtype, bands", KINDS)
@pytest.mark.parametrize("tile", [64, 51])
def test_pixels_masks_and_places(tmp_path, image_format, dtype, bands, tile):
    images = [helpers.noise(bands, tile, tile, dtype, seed) for seed in range(4)]
    images[3] = np.zeros_like(images[3])
    hole = np.arange(tile * tile).reshape(tile, tile) % 7 > 0
    masks = [None, hole, None, None]
    chips, held = write(tmp_path, image_format, images, masks)
    for chip, pixels, values, mask in zip(chips, held, images, masks):
        got = helpers.pixels(chip.path)
        np.testing.assert_array_equal(got, pixels)
        if image_format == "JPEG":
            assert mask is not None or np.abs(got.astype(int) - values).mean() < 60
        else:
            np.testing.assert_array_equal(got, values)
        np.testing.assert_array_equal(helpers.mask_of(chip.path), np.ones((tile, tile)) if mask is None else mask)
        assert got.dtype == np.dtype(dtype)
        assert helpers.geotransform_of(chip.path) == chip.grid.geotransform
        assert helpers.epsg_of(chip.path) == 32617
        if bands == 3:
            assert helpers.color_names(chip.path) == ["Red", "Green", "Blue"]


@pytest.mark.parametrize("geotransform", [TURNED, (100.0, 0.5, 0.0, 200.0, 0.0, 0.5)])
@pytest.mark.parametrize("image_format", FORMATS)
def test_turned_and_south_up(tmp_path, image_format, geotransform):
    images = [helpers.noise(3, 64, 64, seed=seed) for seed in range(3)]
    chips, held = write(tmp_path, image_format, images, [None] * 3, geotransform)
    for chip, pixels in zip(chips, held):
        assert helpers.geotransform_of(chip.path) == pytest.approx(chip.grid.geotransform, rel=1e-15)
        np.testing.assert_array_equal(helpers.pixels(chip.path), pixels)


def test_a_tiff_says_its_nodata_and_bands(tmp_path):
    images = [helpers.noise(2, 64, 64, "uint16", seed=seed) for seed in range(3)]
    chips, _ = write(tmp_path, "TIFF", images, [None] * 3, nodata=0.0)
    for chip in chips:
        assert helpers.nodata_of(chip.path) == [0.0, 0.0]
        assert encoders.gdal.Open(str(chip.path)).GetRasterBand(2).GetDescription() == "band 1"


@pytest.mark.parametrize("image_format, dtype, bands", [("PNG", "uint8", 1), ("PNG", "uint8", 3), ("TIFF", "uint8", 3)])
def test_pillow_reads_the_same_pixels(tmp_path, image_format, dtype, bands):
    image = pytest.importorskip("PIL.Image")
    images = [helpers.noise(bands, 60, 60, dtype, seed) for seed in range(3)]
    chips, _ = write(tmp_path, image_format, images, [None] * 3)
    for chip, values in zip(chips, images):
        with image.open(chip.path) as opened:
            got = np.asarray(opened)
        np.testing.assert_array_equal(got.reshape(60, 60, bands).transpose(2, 0, 1), values)


def test_pillow_reads_jpeg_colours(tmp_path):
    image = pytest.importorskip("PIL.Image")
    chips, held = write(tmp_path, "JPEG", [helpers.scene(64, 64, seed) for seed in range(3)], [None] * 3)
    for chip, pixels in zip(chips, held):
        with image.open(chip.path) as opened:
            assert opened.mode == "RGB"
            got = np.asarray(opened).transpose(2, 0, 1)
        assert np.abs(got.astype(int) - pixels).max() <= 2


def test_jpeg_is_close_to_the_image(tmp_path):
    images = [helpers.scene(64, 64, seed) for seed in range(3)]
    _, held = write(tmp_path, "JPEG", images, [None] * 3)
    for values, pixels in zip(images, held):
        assert np.abs(values.astype(int) - pixels).mean() < 3


def test_large_chips_are_written_in_pieces(tmp_path, monkeypatch):
    monkeypatch.setattr(encoders, "_STRIP_BYTES", 5000)
    images = [helpers.noise(3, 64, 64, seed=seed) for seed in range(2)]
    for image_format in ("TIFF", "PNG"):
        chips, _ = write(tmp_path, image_format, images, [None] * 2)
        for chip, values in zip(chips, images):
            np.testing.assert_array_equal(helpers.pixels(chip.path), values)
    assert encoders.gdal.Open(str(tmp_path / "0.tif")).GetRasterBand(1).GetBlockSize() == [64, 26]
    chips, held = write(tmp_path, "JPEG", images, [None] * 2)
    np.testing.assert_array_equal(helpers.pixels(chips[1].path), held[1])


def test_a_tiff_of_another_layout_is_no_template():
    grid = Grid(64, 64, helpers.UTM, helpers.wkt(32617))
    whole = encoders.tiff(helpers.noise(1, 64, 64), None, grid, None, ())
    assert TiffTemplate.of(whole) is not None
    assert TiffTemplate.of(whole + b"\0") is None
    assert TiffTemplate.of(b"MM" + whole[2:]) is None
    masked = encoders.tiff(helpers.noise(1, 64, 64), np.eye(64) > 0, grid, None, ())
    assert TiffTemplate.of(masked) is None


def test_nothing_stays_in_memory(tmp_path):
    for image_format in FORMATS:
        write(tmp_path, image_format, [helpers.noise(3, 64, 64)], [None])
    assert not encoders.gdal.ReadDir("/vsimem/image_translation")
