"""MATCH_CELL_SIZE: the model sees its own cells, and the result lies on the raster's grid again."""

from __future__ import annotations

import numpy as np
import pytest

from image_translation.models.errors import Cancelled, InputError
from image_translation.models.inference import cell_size, streaming
from image_translation.models.inference.cell_size import MatchedArea, cell_ratio, matching_ratio
from image_translation.models.inference.lightness import add_color, keeps_lightness
from image_translation.models.rasters.grid import Grid
from image_translation.models.rasters.source import RasterSource
from image_translation.tests import helpers
from image_translation.tests.classifying import classify
from image_translation.tests.packages import band, definition, package

UTM17 = helpers.wkt(32617)
PLAIN = {"color_space": "direct", "crs": UTM17, "cell_size": (2.0, 2.0)}


def _smooth(height, width):
    y, x = np.mgrid[:height, :width]
    return np.rint(120 + 50 * np.sin(x / 25) + 40 * np.cos(y / 31)).astype(np.uint8)


def _grid(cell, epsg=32617, origin=(400000.0, 3000000.0), size=100):
    return Grid(size, size, (origin[0], cell, 0.0, origin[1], 0.0, -cell), helpers.wkt(epsg))


def test_ratio_in_metres_whatever_the_units():
    metres = definition(crs=UTM17, cell_size=(1.0, 1.0), extent=(400000.0, 2990000.0, 401000.0, 2991000.0))
    assert cell_ratio(_grid(0.25), metres) == pytest.approx((4.0, 4.0), rel=1e-3)
    degrees = _grid(1e-5, 4326, (-82.0, 27.0))
    across, down = cell_ratio(degrees, metres)
    assert down == pytest.approx(1 / 1.108, rel=2e-3) and across == pytest.approx(1 / 0.992, rel=2e-3)
    web = _grid(1.0, 3857, (-9128200.0, 3123471.0))
    assert cell_ratio(web, metres) == pytest.approx((1 / 0.891, 1 / 0.891), rel=5e-3)


def test_ratio_is_unknown_without_a_crs():
    assert cell_ratio(_grid(0.5, 0), definition(crs=UTM17)) is None
    assert cell_ratio(_grid(0.5), definition(crs="")) is None
    assert cell_ratio(_grid(0.5), definition(crs=UTM17, cell_size=(0.0, 0.0))) is None
    same = definition(crs=helpers.wkt(4326), cell_size=(2e-5, 2e-5))
    assert cell_ratio(_grid(1e-5, 4326, (10.0, 50.0)), same) == pytest.approx((2.0, 2.0))


def test_cells_are_matched_up_to_32_times_as_large_or_small():
    trained = definition(crs="", cell_size=(32.0, 32.0), extent=None)
    assert cell_ratio(Grid(100, 100, (0.0, 1.0, 0.0, 0.0, 0.0, -1.0), ""), trained) is None
    trained = definition(crs=helpers.wkt(4326), cell_size=(0.5, 0.5))
    for cell, fits in ((0.5 / 32, True), (0.5 / 33, False), (16.0, True), (16.5, False), (0.5 / 1.009, None)):
        grid = _grid(cell, 4326, (10.0, 50.0))
        if fits is False:
            with pytest.raises(InputError, match="far apart for MATCH_CELL_SIZE"):
                matching_ratio("r.tif", grid, trained)
        else:
            expected = None if fits is None else (0.5 / cell, 0.5 / cell)
            assert matching_ratio("r.tif", grid, trained) == expected


@pytest.mark.parametrize("geotransform", [helpers.UTM, (4e5, 0.4, 0.3, 3e6, 0.3, -0.4), (4e5, 0.5, 0, 3e6, 0, 0.5)])
def test_model_sees_means_on_its_own_cells(tmp_path, geotransform):
    values = helpers.noise(1, 50, 70)
    raster = helpers.make_raster(tmp_path / "r.tif", values, geotransform=geotransform)
    with MatchedArea(raster, (1,), ratio=(4.0, 4.0)) as area:
        assert (area.grid.width, area.grid.height) == (18, 13)
        got, valid = area.read(0, 0, 18, 13)
        part, _ = area.read(3, 5, 4, 6)
        np.testing.assert_allclose(area.grid.cell_size, (2.0, 2.0))
        np.testing.assert_allclose(area.grid.corners()[0][0], geotransform[0])
    np.testing.assert_allclose(got[0, :12, :17], values[0, :48, :68].reshape(12, 4, 17, 4).mean(axis=(1, 3)), rtol=1e-5)
    np.testing.assert_allclose(got[0, 12, 17], values[0, 48:, 68:].mean(), rtol=1e-5)
    np.testing.assert_allclose(part, got[:, 5:11, 3:7], rtol=1e-6)
    assert valid.all() and got.dtype == np.float32


def test_both_passes_move_the_progress(tmp_path):
    raster = helpers.make_raster(tmp_path / "r.tif", _smooth(300, 300))
    log = helpers.Recorder()
    classify(tmp_path, raster, package(tmp_path, **PLAIN), log, match_cell_size=True, tile_size=64, batch_size=1)
    assert log.fractions == sorted(log.fractions) and log.fractions[-1] == 1.0
    assert log.fractions[0] < 0.5 and any(0.4 < fraction < 0.9 for fraction in log.fractions) and 0.9 in log.fractions


@pytest.mark.parametrize("cell", [0.2, 0.5, 1.3, 2.0, 5.0])
def test_result_is_on_the_rasters_grid_with_its_nodata(tmp_path, monkeypatch, cell):
    monkeypatch.setattr(cell_size, "_BLOCK", (64, 64))
    grey = _smooth(150, 210)
    grey[:40, 60:100] = 0
    grey[149, 209] = 0
    raster = helpers.make_raster(tmp_path / "r.tif", grey, nodata=0)
    model = package(tmp_path, **{**PLAIN, "cell_size": (cell, cell)})
    done = classify(tmp_path, raster, model, match_cell_size=True, overlap=8)
    helpers.assert_same_grid(raster, done.path)
    np.testing.assert_array_equal(done.valid, grey != 0)
    assert helpers.nodata_of(done.path) == [0, 0, 0] and (done.values[:, ~done.valid] == 0).all()
    error = np.abs(done.values[0].astype(float) - grey)[done.valid]
    assert error.mean() < (0.3 if cell <= 2 else 2.5) and error.max() <= (20 if cell <= 2 else 50)
    half = np.abs(done.values[1].astype(float) - done.values[0] / 2)[done.valid]
    assert half.max() <= 1
    assert any("resampled to the model's cells" in line for line in done.infos) == (cell != 0.5)
    assert not done.warnings
    assert sorted(item.name for item in tmp_path.iterdir()) == ["model.dlpk", "model_graph.onnx", "out.tif", "r.tif"]


def test_blocks_and_tiles_leave_no_seam(tmp_path, monkeypatch):
    raster = helpers.make_raster(tmp_path / "r.tif", _smooth(200, 200))
    model = package(tmp_path, **PLAIN)
    whole = classify(tmp_path, raster, model, match_cell_size=True).values
    monkeypatch.setattr(cell_size, "_BLOCK", (37, 41))
    monkeypatch.setattr(cell_size, "_PIECE", 500)
    np.testing.assert_array_equal(classify(tmp_path, raster, model, match_cell_size=True).values, whole)


@pytest.mark.parametrize("color_space", ["luma_chroma", "lab"])
def test_lightness_keeps_every_detail(tmp_path, color_space):
    """Noise from pixel to pixel is lost on cells of four pixels, but not from a picture that keeps its lightness."""
    grey = np.random.default_rng(0).integers(60, 180, (96, 96)).astype(np.uint8)
    raster = helpers.make_raster(tmp_path / "r.tif", grey)
    gains = ((1.1,), (1.0,), (0.691,))
    model = package(tmp_path, gains=gains, color_space=color_space, crs=UTM17, cell_size=(2.0, 2.0))
    done = classify(tmp_path, raster, model, match_cell_size=True, overlap=8)
    luma = np.tensordot([0.299, 0.587, 0.114], done.values.astype(float), 1)
    assert np.abs(luma - grey).max() < 1.5
    assert (done.values[0].astype(int) - done.values[2]).mean() == pytest.approx(0.409 * grey.mean(), rel=0.05)
    direct = package(tmp_path, name="direct", gains=gains, **PLAIN)
    blurred = classify(tmp_path, raster, direct, match_cell_size=True, overlap=8).values
    assert np.abs(np.tensordot([0.299, 0.587, 0.114], blurred.astype(float), 1) - grey).mean() > 20


def test_lightness_in_other_units_keeps_every_detail_too(tmp_path):
    grey = np.random.default_rng(0).integers(30, 90, (96, 96)).astype(np.uint8)
    raster = helpers.make_raster(tmp_path / "r.tif", grey)
    architecture = {"ngf": 4, "grey_scale": [0.0, 127.5]}
    gains = ((2.2,), (2.0,), (1.382,))
    model = package(tmp_path, gains=gains, architecture=architecture, crs=UTM17, cell_size=(2.0, 2.0))
    done = classify(tmp_path, raster, model, match_cell_size=True, overlap=8)
    luma = np.tensordot([0.299, 0.587, 0.114], done.values.astype(float), 1)
    assert np.abs(luma - 2.0 * grey).max() < 2.0


def test_which_models_keep_the_lightness():
    assert keeps_lightness(definition()) and keeps_lightness(definition(color_space="lab"))
    assert not keeps_lightness(definition(color_space="residual"))
    assert not keeps_lightness(definition(input_bands=(band("A"), band("B"))))


def test_color_never_leaves_the_range_nor_changes_the_luma():
    grey = np.array([[[250.0, 5.0, 100.0]]], np.float32)
    offset = np.array([[[30.0, 30.0, 30.0]], [[-20.0, -20.0, -20.0]], [[24.3, 24.3, 24.3]]], np.float32)
    color = add_color(grey, offset, 0.0, 255.0)
    assert color.min() >= 0 and color.max() <= 255
    np.testing.assert_allclose(color[:, 0, 2], [130, 80, 124.3])
    np.testing.assert_allclose((color - grey)[0], (color - grey)[2] * 30 / 24.3, rtol=1e-5)


def test_tone_is_matched_before_the_lightness_is_kept(tmp_path):
    bright = np.random.default_rng(0).integers(100, 250, (128, 128)).astype(np.uint8)
    quantiles = (tuple(np.quantile(bright, np.linspace(0, 1, 65))),)
    dark = helpers.make_raster(tmp_path / "dark.tif", bright // 2)
    model = package(
        tmp_path, gains=((1.0,),) * 3, input_quantiles=quantiles, crs=UTM17, cell_size=(0.75, 0.75)
    )
    done = classify(tmp_path, dark, model, match_cell_size=True, match_tone="model_statistics", overlap=8)
    assert abs(done.values.mean() - bright.mean()) < 12


def test_extent_and_mask_come_first(tmp_path):
    grey = _smooth(160, 160)
    raster = helpers.make_raster(tmp_path / "r.tif", grey)
    extent = (400010.0, 2999930.0, 400060.0, 2999980.0)
    done = classify(tmp_path, raster, package(tmp_path, **PLAIN), match_cell_size=True, extent=extent, overlap=8)
    assert done.values.shape == (3, 100, 100)
    assert np.abs(done.values[0].astype(int) - grey[40:140, 20:120]).mean() < 0.6


def test_degrees_against_metres(tmp_path):
    grey = _smooth(120, 120)
    raster = helpers.make_raster(
        tmp_path / "r.tif", grey, epsg=4326, geotransform=(-82.0, 1e-5, 0.0, 27.0, 0.0, -1e-5)
    )
    done = classify(tmp_path, raster, package(tmp_path, **PLAIN), match_cell_size=True, overlap=8)
    helpers.assert_same_grid(raster, done.path)
    assert np.abs(done.values[0].astype(int) - grey).mean() < 0.6
    told = next(line for line in done.infos if "resampled" in line)
    assert "2.02 times as wide and 1.8" in told


@pytest.mark.parametrize(
    "changes, words",
    [({"crs": ""}, "coordinate reference system of one is unknown"), ({"cell_size": (40.0, 40.0)}, "too far apart")],
)
def test_cells_that_cannot_be_matched(tmp_path, changes, words):
    raster = helpers.make_raster(tmp_path / "r.tif", _smooth(64, 64))
    with pytest.raises(InputError, match=f"MATCH_CELL_SIZE.*{words}|{words}.*MATCH_CELL_SIZE"):
        classify(tmp_path, raster, package(tmp_path, **{**PLAIN, **changes}), match_cell_size=True)
    assert not (tmp_path / "out.tif").exists()


@pytest.mark.parametrize("cancel_at", [3, 12])
def test_cancelled_in_either_pass_leaves_nothing(tmp_path, monkeypatch, cancel_at):
    monkeypatch.setattr(cell_size, "_BLOCK", (64, 64))
    raster = helpers.make_raster(tmp_path / "r.tif", _smooth(300, 300))
    model = package(tmp_path, **PLAIN)
    before = helpers.tree(tmp_path)
    with pytest.raises(Cancelled):
        classify(tmp_path, raster, model, helpers.Recorder(cancel_at), match_cell_size=True, overlap=8)
    assert helpers.tree(tmp_path) == before


def test_interrupted_run_goes_on(tmp_path, monkeypatch):
    monkeypatch.setattr(streaming, "RESUME_PIXELS", 1)
    raster = helpers.make_raster(tmp_path / "r.tif", _smooth(500, 500))
    model = package(tmp_path, **{**PLAIN, "cell_size": (1.0, 1.0)})
    how = {"tile_size": 64, "overlap": 8, "batch_size": 1}
    whole = classify(tmp_path, raster, model, match_cell_size=True, **how).values
    with pytest.raises(Cancelled, match="goes on from here"):
        classify(tmp_path, raster, model, helpers.Recorder(12), match_cell_size=True, **how)
    again = classify(tmp_path, raster, model, match_cell_size=True, **how)
    assert any("Going on" in line for line in again.infos)
    np.testing.assert_array_equal(again.values, whole)
    assert not list(tmp_path.glob(".*"))


def test_uncertainty_and_data_type_come_along(tmp_path):
    raster = helpers.make_raster(tmp_path / "r.tif", _smooth(100, 100))
    done = classify(
        tmp_path, raster, package(tmp_path, **PLAIN), match_cell_size=True, uncertainty=True, data_type="float32"
    )
    assert done.values.dtype == np.float32 and done.values.shape == (4, 100, 100)
    assert (np.abs(done.values[3]) < 1e-3).all()
    with RasterSource(str(done.path)) as source:
        assert source.band_names[3] == "Uncertainty"


def test_two_jobs_of_one_stem_do_not_share_the_raster_at_the_models_cells(tmp_path, monkeypatch):
    """The second begins and ends while the first writes its result."""
    raster = helpers.make_raster(tmp_path / "grey.tif", helpers.noise(1, 200, 220))
    model = package(tmp_path, crs=helpers.wkt(32617), cell_size=(1.0, 1.0))
    alone = classify(tmp_path, raster, model, match_cell_size=True)
    write, second = cell_size.Restoration.write, []

    def slow(self, writer, feedback):
        if not second:
            second.append(None)
            with pytest.raises(InputError, match="Another job is writing .*out.tif"):
                classify(tmp_path, raster, model, match_cell_size=True)
            second[0] = classify(tmp_path, raster, model, match_cell_size=True, output=tmp_path / "out.tiff")
        write(self, writer, feedback)

    monkeypatch.setattr(cell_size.Restoration, "write", slow)
    first = classify(tmp_path, raster, model, match_cell_size=True)
    np.testing.assert_array_equal(first.values, alone.values)
    np.testing.assert_array_equal(second[0].values, alone.values)
    assert not list(tmp_path.glob(".*"))
