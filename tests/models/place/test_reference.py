"""Colour references of a place: tiles on the photo's cells, and what they show where the photo lies."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

from image_translation.models.errors import InputError
from image_translation.models.feedback import Feedback
from image_translation.models.place import reference_raster
from image_translation.models.place.reference import References
from image_translation.models.rasters.grid import Grid
from image_translation.tests import helpers
from image_translation.tests.packages import band, definition

UTM17 = helpers.wkt(32617)
PHOTO = Grid(200, 160, helpers.UTM, UTM17)


class _Log(Feedback):
    def __init__(self):
        self.warnings = []

    def warning(self, text):
        self.warnings.append(text)


def _references(paths, photo=PHOTO, log=None, **changes):
    paths = [paths] if isinstance(paths, str) else paths
    return References(paths, photo, definition(**changes), log or Feedback())


def _raster(path, values, cell=0.5, origin=helpers.UTM[0::3], **options):
    geotransform = (origin[0], cell, 0.0, origin[1], 0.0, -cell)
    return helpers.make_raster(path, values, geotransform=geotransform, **options)


def test_tiles_on_the_same_cells_are_the_pixels_and_their_luma(tmp_path):
    colours = helpers.scene(128, 192)
    with _references(_raster(tmp_path / "r.tif", colours)) as references:
        tiles = list(references.tiles(64, 10**6))
        assert references.ratio == pytest.approx(1.0) and references.inputs_known
        assert references.sources[0].bands == (1, 2, 3) and references.sources[0].input_bands == (0,)
    assert len(tiles) == 6 and all(tile.valid.all() and tile.ratio == 1.0 for tile in tiles)
    places = {colours[:, y : y + 64, x : x + 64].tobytes() for y in (0, 64) for x in (0, 64, 128)}
    assert {tile.target.astype(np.uint8).tobytes() for tile in tiles} == places
    weights = np.array([0.299, 0.587, 0.114])
    for tile in tiles:
        assert tile.inputs.shape == (1, 64, 64) and tile.inputs.dtype == tile.target.dtype == np.float32
        np.testing.assert_allclose(tile.inputs[0], np.tensordot(weights, tile.target, 1), atol=1e-3)


def test_tiles_are_spread_and_their_choice_is_fixed_by_the_seed(tmp_path):
    colours = helpers.scene(640, 640)
    colours[0] = np.arange(640)[:, None] // 32 * 10 % 256
    with _references(_raster(tmp_path / "r.tif", colours)) as references:
        first = list(references.tiles(32, 16 * 32**2, seed=3))
        again = list(references.tiles(32, 16 * 32**2, seed=3))
        other = list(references.tiles(32, 16 * 32**2, seed=4))
    assert len(first) == 16 and all((a.target == b.target).all() for a, b in zip(first, again))
    assert any((a.target != b.target).any() for a, b in zip(first, other))
    assert len({tile.block for tile in first}) == 16
    with _references(_raster(tmp_path / "r.tif", colours)) as references:
        every = list(references.tiles(32, 10**9))
    assert len(every) == 400 and len({tile.target.tobytes() for tile in every}) == 400
    assert sorted(np.bincount([tile.block for tile in every])) == [25] * 16


@pytest.mark.parametrize(("cell", "ratio", "shape"), [(0.125, 1.0, 32), (0.8, 1.0, 204), (4.0, 8.0, 128)])
def test_finer_ones_are_averaged_coarser_ones_enlarged_or_left(tmp_path, cell, ratio, shape):
    colours = np.zeros((3, 128, 128), np.uint8)
    colours[:] = np.array([40, 90, 200], np.uint8)[:, None, None]
    colours[0, :, ::2] += 20
    with _references(_raster(tmp_path / "r.tif", colours, cell)) as references:
        tiles = list(references.tiles(256, 10**6))
        assert references.ratio == pytest.approx(cell / 0.5, rel=1e-3)
    assert len(tiles) == 1 and tiles[0].ratio == pytest.approx(ratio, rel=1e-3)
    rows, columns = np.nonzero(tiles[0].valid)
    assert abs(rows.max() + 1 - shape) <= 1 and abs(columns.max() + 1 - shape) <= 1
    assert tiles[0].target[:, tiles[0].valid].mean(axis=1) == pytest.approx([50, 90, 200], abs=0.5)
    if cell < 0.5:
        assert np.ptp(tiles[0].target[0][tiles[0].valid]) < 1e-3


def test_what_is_over_the_photo_is_the_mean_of_its_cells(tmp_path):
    colours = helpers.scene(160, 200)
    with _references(_raster(tmp_path / "r.tif", colours)) as references:
        assert references.covers == 1.0 and references.sources[0].covers == 1.0
        for step in (1, 4):
            target, valid = references.over((40, 32, 64, 48), step)
            wanted = colours[:, 32:80, 40:104].reshape(3, 48 // step, step, 64 // step, step).mean(axis=(2, 4))
            assert valid.all() and np.abs(target - wanted).max() <= 0.51


@pytest.mark.parametrize("epsg", [32617, 3857, 4326])
def test_what_is_over_a_rotated_photo_lies_where_it_should(tmp_path, epsg):
    photo = Grid(120, 100, (400020.0, 0.4, 0.3, 2999990.0, 0.3, -0.4), UTM17)
    x, y = photo.to_map(*np.meshgrid(np.arange(120) + 0.5, np.arange(100) + 0.5))
    grid = _around(photo, epsg)
    columns, rows = np.meshgrid(np.arange(grid.width) + 0.5, np.arange(grid.height) + 0.5)
    u, v = _moved(epsg, 32617, *grid.to_map(columns, rows))
    colours = np.stack([60 + 100 * helpers.pattern(u, v, 40.0), 60 + 150 * helpers.pattern(v, u, 30.0), 200 - u % 1])
    path = helpers.make_raster(
        tmp_path / "r.tif", np.rint(colours).astype(np.uint8), epsg=epsg, geotransform=grid.geotransform
    )
    with _references(path, photo) as references:
        target, valid = references.over((0, 0, 120, 100), 1)
        assert references.ratio == pytest.approx(2.0, rel=0.02) and references.covers == 1.0
    assert valid.all()
    assert np.abs(target[0] - 60 - 100 * helpers.pattern(x, y, 40.0)).max() < 1.5
    assert np.abs(target[1] - 60 - 150 * helpers.pattern(y, x, 30.0)).max() < 2.5


def _around(photo, epsg):
    """Twice as coarse, around the photo."""
    x, y = _moved(32617, epsg, *(axis + np.zeros(4) for axis in photo.corners()))
    sizes = {32617: (1.0, 1.0), 3857: (1.12, 1.12), 4326: (1.005e-5, 0.9e-5)}[epsg]
    left, top = x.min() - 5 * sizes[0], y.max() + 5 * sizes[1]
    width, height = (int(np.ptp(axis) / size) + 12 for axis, size in zip((x, y), sizes))
    return Grid(width, height, (left, sizes[0], 0.0, top, 0.0, -sizes[1]), helpers.wkt(epsg))


def _moved(source, target, x, y):
    from image_translation.models.rasters.crs import transform_points

    moved = transform_points(helpers.wkt(source), helpers.wkt(target), np.ravel(x), np.ravel(y))
    return moved[0].reshape(np.shape(x)), moved[1].reshape(np.shape(x))


def test_first_reference_that_is_valid_wins_pixel_by_pixel(tmp_path):
    first, second = helpers.scene(160, 200), helpers.scene(160, 200, seed=5)
    first[:, :, 100:] = 0
    paths = [_raster(tmp_path / "a.tif", first, nodata=0), _raster(tmp_path / "b.tif", second)]
    with _references(paths) as references:
        assert [source.covers for source in references.sources] == pytest.approx([0.5, 1.0], abs=0.02)
        target, valid = references.over((0, 0, 200, 160), 2)
        assert {tile.reference for tile in references.tiles(64, 10**6)} == {0, 1}
    halves = [each.reshape(3, 80, 2, 100, 2).mean(axis=(2, 4)) for each in (first, second)]
    assert valid.all()
    assert np.abs(target[..., :50] - halves[0][..., :50]).max() <= 0.51
    assert np.abs(target[..., 50:] - halves[1][..., 50:]).max() <= 0.51


def test_elsewhere_nothing_is_over_the_photo(tmp_path):
    far = _raster(tmp_path / "far.tif", helpers.scene(160, 200), origin=(500000.0, 3100000.0))
    plain = helpers.make_raster(tmp_path / "plain.tif", helpers.scene(90, 90), epsg=0, geotransform=None)
    for path in (far, plain):
        with _references(path) as references:
            target, valid = references.over((0, 0, 64, 64), 2)
            assert references.covers == 0 and not valid.any() and not target.any()
            assert references.ratio == pytest.approx(1.0, rel=1e-3) and len(list(references.tiles(64, 10**5))) >= 1


def test_without_a_crs_rasters_of_one_size_lie_on_each_other(tmp_path):
    colours = helpers.scene(160, 200)
    path = helpers.make_raster(tmp_path / "r.tif", colours, epsg=0, geotransform=None)
    with _references(path, Grid(200, 160)) as references:
        target, valid = references.over((0, 0, 200, 160), 4)
    assert valid.all() and np.allclose(target, colours.reshape(3, 40, 4, 50, 4).mean(axis=(2, 4)), atol=1e-3)


def test_other_types_are_stretched_alike_in_all_bands(tmp_path):
    colours = helpers.scene(128, 128).astype(np.uint16) * 10 + 1000
    with _references(_raster(tmp_path / "r.tif", colours)) as references:
        (tile,) = references.tiles(128, 10**5)
    inside = (tile.target > 0).all(axis=0) & (tile.target < 255).all(axis=0)
    slopes = [np.polyfit(colours[n][inside], tile.target[n][inside], 1)[0] for n in range(3)]
    assert np.ptp(slopes) < 1e-4 and tile.target.min() == 0 and tile.target.max() == 255


def test_bands_of_names_are_inputs_and_a_reference_without_them_gives_no_tiles(tmp_path):
    near = {"color_space": "direct", "input_bands": (band("NIR"),)}
    colours, infrared = helpers.scene(64, 64), helpers.scene(64, 64, seed=9)[:1]
    names = ("NIR", "Red", "Green", "Blue")
    path = _raster(tmp_path / "four.tif", np.concatenate([infrared, colours]), names=names)
    with _references(path, **near) as references:
        (tile,) = references.tiles(64, 10**4)
        assert (tile.inputs == infrared).all() and (tile.target == colours).all()
    with _references(_raster(tmp_path / "three.tif", colours), **near) as references:
        assert not references.inputs_known and not list(references.tiles(64, 10**4))
        assert references.over((0, 0, 64, 64), 1)[1].all()


def test_sentences_for_references_of_no_use(tmp_path):
    grey, far = helpers.scene(64, 64)[:1], helpers.scene(64, 64)
    empty = _raster(tmp_path / "empty.tif", np.zeros((3, 64, 64), np.uint8), nodata=0)
    told = {
        _raster(tmp_path / "one.tif", grey): "has no colours",
        _raster(tmp_path / "equal.tif", np.repeat(grey, 3, axis=0)): "bands are equal",
        _raster(tmp_path / "coarse.tif", far, cell=150.0): "too far apart",
        _raster(tmp_path / "fine.tif", far, cell=0.005): "too far apart",
        empty: "shows nothing but",
        str(tmp_path / "none.tif"): "cannot be opened",
    }
    for path, words in told.items():
        with pytest.raises(InputError, match=words) as caught:
            _references(path)
        assert str(caught.value).startswith("REFERENCE") and path in str(caught.value)
    log = _Log()
    with _references([empty, _raster(tmp_path / "good.tif", far)], log=log) as references:
        assert len(references.sources) == 1 and "left out" in log.warnings[0]


def test_invalid_pixels_are_filled_and_count_nowhere(tmp_path):
    values = helpers.scene(128, 128).astype(np.float32)
    values[:, :, :40] = np.nan
    values[1, 100:, 100:] = -9999
    path = _raster(tmp_path / "r.tif", values, nodata=-9999)
    photo = Grid(128, 128, helpers.UTM, UTM17)
    with _references(path, photo, output_bands=(band("Red", "float32"),) * 3) as references:
        (tile,) = references.tiles(128, 10**5)
        target, valid = references.over((0, 0, 128, 128), 1)
        assert references.covers == pytest.approx((128 * 128 - 128 * 40 - 28 * 28) / 128**2, abs=0.01)
    wanted = np.isfinite(values).all(axis=0) & (values > -9999).all(axis=0)
    for shown in (tile.valid, valid):
        np.testing.assert_array_equal(shown, wanted)
    for got in (tile.target, tile.inputs, target):
        assert np.isfinite(got).all() and got.min() >= 0 and got.max() <= 255


def test_transparent_pixels_are_not_shown(tmp_path):
    alpha = np.full((160, 200), 255, np.uint8)
    alpha[:, 120:] = 0
    with _references(_raster(tmp_path / "r.tif", helpers.scene(160, 200), alpha=alpha)) as references:
        assert references.sources[0].bands == (1, 2, 3)
        _, valid = references.over((0, 0, 200, 160), 4)
        assert valid[:, :30].all() and not valid[:, 30:].any()
        (tile,) = references.tiles(160, 10**5)
        assert tile.valid[:, :100].all() and not tile.valid[:, 100:].any()


def test_much_finer_references_are_read_by_their_overviews(tmp_path):
    colours = np.zeros((3, 2048, 2048), np.uint8)
    colours[:] = np.array([200, 90, 40], np.uint8)[:, None, None]
    path = _raster(tmp_path / "r.tif", colours, cell=0.5 / 16, options=["TILED=YES"])
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.BuildOverviews("NEAREST", [2, 8])
    for number, marked in enumerate((50, 100, 150), start=1):  # so that it shows from where the pixels come
        overview = dataset.GetRasterBand(number).GetOverview(1)
        overview.Fill(marked)
    del overview, dataset
    with _references(path) as references:
        (tile,) = references.tiles(128, 10**5)
        target, valid = references.over((0, 0, 128, 128), 1)
    assert tile.valid.all() and valid.all()
    assert tile.target.mean(axis=(1, 2)) == pytest.approx([50, 100, 150], abs=0.01)
    assert target.mean(axis=(1, 2)) == pytest.approx([50, 100, 150], abs=0.01)


def test_colours_of_a_table_and_places_by_control_points(tmp_path):
    numbers = np.kron(np.arange(16).reshape(4, 4) % 3, np.ones((16, 16), int)).astype(np.uint8)
    table = gdal.ColorTable()
    for number, colour in enumerate([(200, 40, 30), (20, 180, 60), (30, 50, 220)]):
        table.SetColorEntry(number, (*colour, 255))
    dataset = gdal.GetDriverByName("GTiff").Create(str(tmp_path / "r.tif"), 64, 64, 1, gdal.GDT_Byte)
    dataset.GetRasterBand(1).SetColorTable(table)
    dataset.GetRasterBand(1).WriteArray(numbers)
    corners = [(x, y) for x in (0, 32, 64) for y in (0, 32, 64)]
    points = [gdal.GCP(400010 + x * 0.5 + y * 0.1, 2999990 - y * 0.5, 0, x, y) for x, y in corners]
    dataset.SetGCPs(points, UTM17)
    del dataset
    with _references(str(tmp_path / "r.tif")) as references:
        (tile,) = references.tiles(64, 64**2)
        target, valid = references.over((0, 0, 200, 160), 1)
    x, y = PHOTO.to_map(np.array([60.5]), np.array([40.5]))
    column, row = (x - 400010 - (2999990 - y) / 5) * 2, (2999990 - y) * 2
    wanted = [(200, 40, 30), (20, 180, 60), (30, 50, 220)][numbers[int(row[0]), int(column[0])]]
    assert valid[40, 60] and tuple(target[:, 40, 60]) == pytest.approx(wanted, abs=2)
    assert 0.1 < valid.mean() < 0.16 and tile.valid.any()


def test_bands_of_satellites_are_known_by_their_numbers(tmp_path):
    twelve = np.repeat(helpers.scene(64, 64)[:1].astype(np.uint16) * 10, 12, axis=0)
    twelve[[3, 2, 1]] = helpers.scene(64, 64, seed=2).astype(np.uint16) * 10
    names = [f"B{number:02}" for number in (1, 2, 3, 4, 5, 6, 7, 8)] + ["B8A", "B09", "B11", "B12"]
    log = _Log()
    for path in (_raster(tmp_path / "a.tif", twelve), _raster(tmp_path / "b.tif", twelve, names=names)):
        with _references(path, log=log) as references:
            assert references.sources[0].bands == (4, 3, 2) and not log.warnings
    with _references(_raster(tmp_path / "c.tif", twelve[:7]), log=log) as references:
        assert references.sources[0].bands == (1, 2, 3) and "Nothing tells" in log.warnings[0]


def test_windows_fit_together_up_to_the_edge(tmp_path):
    path = _raster(tmp_path / "r.tif", helpers.scene(190, 230), cell=0.7, origin=(400003.3, 2999996.1))
    with _references(path, Grid(203, 161, helpers.UTM, UTM17)) as references:
        whole, valid = references.over((0, 0, 203, 161), 4)
        assert whole.shape == (3, 41, 51) and 0.5 < valid.mean() < 1
        for x, y, width, height in [(0, 0, 64, 64), (64, 32, 100, 128), (160, 128, 43, 33)]:
            part, shown = references.over((x, y, width, height), 4)
            at = np.s_[y // 4 : y // 4 + part.shape[1], x // 4 : x // 4 + part.shape[2]]
            np.testing.assert_array_equal(shown, valid[at])
            assert np.abs(part - whole[(slice(None), *at)]).max() < 1.5


def test_of_a_very_large_reference_the_surroundings_count(tmp_path, monkeypatch):
    monkeypatch.setattr(reference_raster, "_SURROUNDINGS", 256)
    colours = np.zeros((3, 1024, 1024), np.uint8)
    colours[0], colours[1] = np.arange(1024) // 4, np.arange(1024)[:, None] // 4
    colours[2] = 120
    path = _raster(tmp_path / "r.tif", colours, origin=(399800.0, 3000100.0))
    with _references(path) as references:
        tiles = list(references.tiles(64, 10**7))
        target, valid = references.over((0, 0, 200, 160), 2)
        assert references.covers == 1.0 and valid.all()
    assert target[0].min() == pytest.approx(100, abs=1) and target[1].max() == pytest.approx(89, abs=1)
    columns, rows = (np.array([tile.target[n].mean() * 4 for tile in tiles]) for n in (0, 1))
    assert len(tiles) >= 16 and np.abs(columns - 500).max() < 220 and np.abs(rows - 280).max() < 200
    assert all(tile.valid.mean() > 0.9 for tile in tiles) and len({tile.block for tile in tiles}) >= 12
    elsewhere = Grid(200, 160, (500000.0, 0.5, 0.0, 3000000.0, 0.0, -0.5), UTM17)
    with _references(path, elsewhere) as references:
        assert len(list(references.tiles(64, 10**7))) == 256
