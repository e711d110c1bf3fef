"""A raster in, a translated raster out: pixels, grid, NoData, seams, and what happens when it goes wrong."""

import subprocess
import sys
import time

import numpy as np
import pytest
from osgeo import gdal, osr

from image_translation.models.errors import Cancelled, InputError
from image_translation.models.feedback import Feedback
from image_translation.models.inference import streaming
from image_translation.models.inference.augmentation import translate_all_ways
from image_translation.models.inference.classify import ClassifySettings, classify_pixels
from image_translation.models.inference.onnx_session import OnnxSession
from image_translation.models.inference.output import to_raster_values
from image_translation.models.rasters.grid import Grid
from image_translation.models.rasters.source import RasterSource
from image_translation.models.rasters.writer import RasterWriter
from image_translation.tests.packages import band, package


def _crs(code=32617):
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(code)
    return reference.ExportToWkt()


def _raster(path, values, nodata=None, geotransform=(500000.0, 0.5, 0.0, 4000000.0, 0.0, -0.5), crs=None):
    values = values if values.ndim == 3 else values[None]
    grid = Grid(values.shape[2], values.shape[1], geotransform, _crs() if crs is None else crs)
    with RasterWriter(path, grid, values.shape[0], values.dtype, nodata=nodata) as writer:
        writer.write(0, 0, values)
    return str(path)


def _noise(height, width, low=1, high=255):
    return np.random.default_rng(5).integers(low, high, (height, width)).astype(np.uint8)


def _run(tmp_path, raster, model, feedback=None, **settings):
    """Small tiles, so that there are several, unless others are asked for."""
    output = tmp_path / "out.tif"
    settings.setdefault("tile_size", 64)
    result = classify_pixels(
        ClassifySettings(input=raster, model=model, output=output, **settings), feedback or Feedback()
    )
    with RasterSource(str(output)) as source:
        values, valid = source.read(0, 0, source.grid.width, source.grid.height)
        return result, values, valid, source


class Log(Feedback):
    def __init__(self, cancel_after=None):
        self.lines, self.calls, self.cancel_after = [], 0, cancel_after

    def warning(self, text):
        self.lines.append(text)

    def is_cancelled(self):
        self.calls += 1
        return self.cancel_after is not None and self.calls > self.cancel_after


@pytest.mark.parametrize("shape", [(1, 1), (20, 300), (64, 64), (65, 200), (257, 130)])
@pytest.mark.parametrize("batch_size", [1, 3])
def test_every_pixel_is_translated_in_its_place(tmp_path, shape, batch_size):
    grey = _noise(*shape)
    raster = _raster(tmp_path / "grey.tif", grey)
    result, values, valid, source = _run(tmp_path, raster, package(tmp_path), batch_size=batch_size, overlap=16)
    expected = np.rint(grey[None] * np.array([1.0, 0.5, 0.25])[:, None, None])
    assert np.abs(values - expected).max() <= 1
    assert (values[0] == grey).all()
    assert valid.all() and source.nodata is None
    with RasterSource(raster) as original:
        assert source.grid == original.grid
    assert (result.width, result.height) == (shape[1], shape[0])


def test_colour_interpretation_names_and_metadata(tmp_path):
    _run(tmp_path, _raster(tmp_path / "grey.tif", _noise(64, 64)), package(tmp_path, name="town"))
    dataset = gdal.Open(str(tmp_path / "out.tif"))
    assert [dataset.GetRasterBand(i).GetColorInterpretation() for i in (1, 2, 3)] == [3, 4, 5]
    assert [dataset.GetRasterBand(i).GetDescription() for i in (1, 2, 3)] == ["Red", "Green", "Blue"]
    assert dataset.GetMetadataItem("IMAGE_TRANSLATION_MODEL") == "town"


def test_nodata_is_carried_through_and_spoils_nothing(tmp_path):
    grey = _noise(200, 230)
    whole = _run(tmp_path, _raster(tmp_path / "whole.tif", grey), package(tmp_path, kernel=3))[1]
    holes = grey.copy()
    holes[:100, :100] = 0
    holes[150, 200] = 0
    raster = _raster(tmp_path / "holes.tif", holes, nodata=0)
    result, values, valid, source = _run(tmp_path, raster, package(tmp_path, name="other", kernel=3))
    np.testing.assert_array_equal(valid, holes != 0)
    assert source.nodata == 0 and (values[:, ~valid] == 0).all()
    far = np.ones(grey.shape, bool)
    far[:102, :102] = far[148:153, 198:203] = False
    np.testing.assert_array_equal(values[:, far], whole[:, far])
    assert result.empty_tiles > 0


def test_valid_pixel_that_equals_nodata_stays_valid():
    values = np.array([[[0.2, 5.0], [254.9, -3.0]]], np.float32)
    valid = np.array([[True, True], [True, False]])
    low = to_raster_values(values, valid, np.dtype(np.uint8), 0.0)
    assert low.tolist() == [[[1, 5], [255, 0]]]
    high = to_raster_values(values, valid, np.dtype(np.uint8), 255.0)
    assert high.tolist() == [[[0, 5], [254, 255]]]
    floats = to_raster_values(values, valid, np.dtype(np.float32), -9999.0)
    assert floats[0, 1, 1] == -9999.0 and floats[0, 0, 0] == np.float32(0.2)


def test_nan_corner_changes_nothing_outside(tmp_path):
    data = np.random.default_rng(1).random((90, 90)).astype(np.float32)
    data[:10, :10] = np.nan
    bands = {"input_bands": (band(dtype="float32", maximum=1.0),), "output_bands": (band(dtype="float32"),)}
    raster = _raster(tmp_path / "floats.tif", data)
    _, values, valid, source = _run(tmp_path, raster, package(tmp_path, gains=((3.0,),), **bands))
    np.testing.assert_array_equal(valid, np.isfinite(data))
    np.testing.assert_allclose(values[0][valid], 3 * data[valid], rtol=1e-5)
    assert np.isnan(source.nodata)


def test_unrepresentable_nodata_becomes_one_of_the_output_type(tmp_path):
    data = np.full((64, 64), 100.0, np.float32)
    data[0, 0] = -9999.0
    bands = {"input_bands": (band(dtype="float32"),)}
    _, values, valid, source = _run(
        tmp_path, _raster(tmp_path / "r.tif", data, nodata=-9999.0), package(tmp_path, **bands)
    )
    assert source.nodata == 0 and values[:, 0, 0].tolist() == [0, 0, 0] and valid.sum() == 64 * 64 - 1


def test_bands_are_chosen_by_number(tmp_path):
    bands = np.stack([_noise(70, 70, 1, 50), _noise(70, 70, 60, 100), _noise(70, 70, 110, 200)])
    two = {"input_bands": (band("A"), band("B"))}
    model = package(tmp_path, gains=((1.0, 0.0), (0.0, 1.0), (0.0, 0.0)), **two)
    values = _run(tmp_path, _raster(tmp_path / "three.tif", bands), model, input_bands=(3, 1))[1]
    np.testing.assert_array_equal(values[0], bands[2])
    np.testing.assert_array_equal(values[1], bands[0])
    with pytest.raises(InputError, match="needs 2 band"):
        _run(tmp_path, str(tmp_path / "three.tif"), model, input_bands=(1,))


def test_blending_leaves_no_seam_where_tiles_disagree(tmp_path):
    """A wide box filter darkens tile edges; blended over 32 pixels no border may stand out."""
    flat = np.full((64 * 4, 64 * 4), 200, np.uint8)
    values = _run(tmp_path, _raster(tmp_path / "flat.tif", flat), package(tmp_path, kernel=9), overlap=32)[1]
    steps = np.abs(np.diff(values[0].astype(int), axis=1))[40:-40, 8:-8]
    assert steps.max() <= 6
    hard = _run(tmp_path, str(tmp_path / "flat.tif"), package(tmp_path, kernel=9), overlap=0)[1]
    assert np.abs(np.diff(hard[0].astype(int), axis=1)).max() > 20


def test_result_does_not_depend_on_batches_or_panels(tmp_path, monkeypatch):
    raster = _raster(tmp_path / "grey.tif", _noise(300, 700))
    model = package(tmp_path, kernel=5)
    first = _run(tmp_path, raster, model, batch_size=1)[1]
    monkeypatch.setattr(streaming, "PANEL_TILES", 3)
    second = _run(tmp_path, raster, model, batch_size=7, threads=1)[1]
    assert np.abs(first.astype(int) - second.astype(int)).max() <= 1


@pytest.mark.parametrize("geotransform", [(10.0, 0.5, 0.0, 20.0, 0.0, 0.5), (10.0, 0.4, 0.3, 20.0, 0.3, -0.4)])
def test_south_up_and_rotated_grids_are_kept(tmp_path, geotransform):
    grey = _noise(80, 90)
    _, values, _, source = _run(
        tmp_path, _raster(tmp_path / "grey.tif", grey, geotransform=geotransform), package(tmp_path)
    )
    np.testing.assert_allclose(source.grid.geotransform, geotransform)
    np.testing.assert_array_equal(values[0], grey)


def test_cell_size_and_type_warnings(tmp_path):
    log = Log()
    raster = _raster(tmp_path / "r.tif", _noise(64, 64).astype(np.uint16), geotransform=(0, 2.0, 0, 0, 0, -2.0))
    _run(tmp_path, raster, package(tmp_path, crs=_crs()), feedback=log)
    assert any("cell size" in line for line in log.lines) and any("uint16" in line for line in log.lines)


def test_cancel_leaves_nothing_and_keeps_the_old_raster(tmp_path):
    raster = _raster(tmp_path / "grey.tif", _noise(500, 500))
    (tmp_path / "out.tif").write_text("old")
    model = package(tmp_path)
    before = sorted(item.name for item in tmp_path.iterdir())
    with pytest.raises(Cancelled):
        _run(tmp_path, raster, model, feedback=Log(cancel_after=4))
    assert (tmp_path / "out.tif").read_text() == "old"
    assert sorted(item.name for item in tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    "settings, words",
    [
        ({"tile_size": 100}, "TILE_SIZE 100"),
        ({"device": "tpu"}, "DEVICE"),
        ({"overlap": -2}, "OVERLAP"),
        ({"input": ""}, "^INPUT is empty"),
    ],
)
def test_wrong_settings_are_named(tmp_path, settings, words):
    raster = _raster(tmp_path / "grey.tif", _noise(64, 64))
    values = {"input": raster, "model": package(tmp_path), "output": tmp_path / "out.tif", **settings}
    with pytest.raises(InputError, match=words):
        classify_pixels(ClassifySettings(**values), Feedback())
    assert not (tmp_path / "out.tif").exists()


def test_output_must_be_another_geotiff(tmp_path):
    raster = _raster(tmp_path / "grey.tif", _noise(64, 64))
    with pytest.raises(InputError, match="is the input raster itself"):
        ClassifySettings(input=raster, model=tmp_path / "m.dlpk", output=tmp_path / "grey.tif")
    with pytest.raises(InputError, match=r"\.tif"):
        ClassifySettings(input=raster, model=tmp_path / "m.dlpk", output=tmp_path / "out.jpg")


def test_mean_and_spread_over_eight_directions_by_value():
    """A model that shifts by one pixel: the mean is the mean of the four neighbours, each met twice."""
    tile = np.random.default_rng(3).random((2, 1, 8, 8)).astype(np.float32)
    mean, spread = translate_all_ways(lambda batch: np.roll(batch, 1, axis=3), tile)
    neighbours = np.stack([np.roll(tile, step, axis) for axis in (2, 3) for step in (1, -1)])
    np.testing.assert_allclose(mean, neighbours.mean(axis=0), rtol=1e-5)
    np.testing.assert_allclose(spread, neighbours.std(axis=0), rtol=1e-4, atol=1e-6)


def test_uncertainty_is_an_extra_band_that_is_not_alpha(tmp_path):
    grey = _noise(100, 100)
    raster, model = _raster(tmp_path / "grey.tif", grey), package(tmp_path)
    _, values, valid, source = _run(tmp_path, raster, model, uncertainty=True)
    assert source.band_names == ("Red", "Green", "Blue", "Uncertainty")
    np.testing.assert_array_equal(values[0], grey)
    assert (values[3] == 0).all() and valid.all()
    assert _run(tmp_path, raster, model, test_time_augmentation=True)[1].shape[0] == 3


def test_tones_are_matched_to_the_model(tmp_path):
    """A dark copy of what the model was trained on comes out as bright as the original."""
    bright = _noise(128, 128, 60, 250)
    quantiles = (tuple(np.quantile(bright, np.linspace(0, 1, 65))),)
    model = package(tmp_path, input_quantiles=quantiles)
    dark = _raster(tmp_path / "dark.tif", (bright // 3 + 10).astype(np.uint8))
    values = _run(tmp_path, dark, model, match_tone="model_statistics")[1]
    assert np.abs(values[0].astype(int) - bright).mean() < 3
    with pytest.raises(InputError, match="MATCH_TONE"):
        _run(tmp_path, dark, package(tmp_path, name="other"), match_tone="model_statistics")


@pytest.mark.parametrize("stop_after", [1, 4, 9, 14, 19])
def test_interrupted_run_goes_on_and_ends_with_the_same_pixels(tmp_path, monkeypatch, stop_after):
    monkeypatch.setattr(streaming, "RESUME_PIXELS", 1)
    monkeypatch.setattr(streaming, "PANEL_TILES", 3)
    grey = _noise(200, 300, 0)
    raster, model = _raster(tmp_path / "grey.tif", grey, nodata=0), package(tmp_path, kernel=5)
    whole = _run(tmp_path, raster, model, batch_size=1, overlap=20)[1]
    assert not list(tmp_path.glob(".*"))
    (tmp_path / "out.tif").unlink()
    with pytest.raises(Cancelled, match="goes on from here"):
        _run(tmp_path, raster, model, feedback=Log(cancel_after=stop_after), batch_size=1, overlap=20)
    assert not (tmp_path / "out.tif").exists()
    log = Log()
    log.info = log.warning
    again = _run(tmp_path, raster, model, feedback=log, batch_size=1, overlap=20)[1]
    np.testing.assert_array_equal(again, whole)
    assert any("Going on" in line for line in log.lines) and not list(tmp_path.glob(".*"))
    if stop_after > 4:
        assert log.calls < stop_after + 25 - 4


def test_journal_of_another_job_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setattr(streaming, "RESUME_PIXELS", 1)
    raster, model = _raster(tmp_path / "grey.tif", _noise(200, 300)), package(tmp_path)
    for change in ({"overlap": 10}, {"resume": False}):
        with pytest.raises(Cancelled):
            _run(tmp_path, raster, model, feedback=Log(cancel_after=9), batch_size=1)
        log = Log()
        log.info = log.warning
        _run(tmp_path, raster, model, feedback=log, batch_size=1, **change)
        assert not any("Going on" in line for line in log.lines)


def test_rows_of_another_engine_are_not_kept_for_the_next_run(tmp_path, monkeypatch):
    """A card that is lost on the way: what the CPU computes then differs in the last bits."""
    monkeypatch.setattr(streaming, "RESUME_PIXELS", 1)
    raster, model = _raster(tmp_path / "grey.tif", _noise(800, 300)), package(tmp_path)
    run, runs, lost_after = OnnxSession.run, [], [0]

    def counted(self, batch):
        runs.append(1)
        return run(self, batch)

    monkeypatch.setattr(OnnxSession, "run", counted)
    monkeypatch.setattr(OnnxSession, "name", property(lambda self: "CPU" if len(runs) > lost_after[0] else "card"))
    kept = []
    for most in (1000, 30, 0):
        runs.clear()
        lost_after[0] = most
        with pytest.raises(Cancelled):
            _run(tmp_path, raster, model, feedback=Log(cancel_after=80), batch_size=1, resume=False)
        kept.append(len(list((tmp_path / ".out.tif.resume").glob("*_??????.npz"))))
    assert kept[0] > 7 > kept[1] > kept[2] == 0


def test_killed_run_goes_on_with_the_same_pixels(tmp_path):
    """SIGKILL in a process of its own; a damaged last entry is done again."""
    raster, model = _raster(tmp_path / "grey.tif", _noise(900, 1200)), package(tmp_path, kernel=9)
    whole = _run(tmp_path, raster, model, batch_size=1)[1]
    (tmp_path / "out.tif").unlink()
    code = (
        "from pathlib import Path\n"
        "from image_translation.models.feedback import Feedback\n"
        "from image_translation.models.inference import streaming\n"
        "from image_translation.models.inference.classify import ClassifySettings, classify_pixels\n"
        "streaming.RESUME_PIXELS = 1\n"
        f"settings = ClassifySettings(input={raster!r}, model=Path({str(model)!r}), "
        f"output=Path({str(tmp_path / 'out.tif')!r}), batch_size=1, tile_size=64)\n"
        "classify_pixels(settings, Feedback())\n"
    )
    journal = tmp_path / ".out.tif.resume"
    for rows in (2, 9):
        process = subprocess.Popen([sys.executable, "-c", code])
        while process.poll() is None and len(list(journal.glob("*_??????.npz"))) < rows:
            time.sleep(0.002)
        process.kill()
        process.wait()
    entries = sorted(journal.glob("000000_??????.npz"))
    assert entries and not (tmp_path / "out.tif").exists()
    entries[-1].write_bytes(entries[-1].read_bytes()[:50])
    subprocess.run([sys.executable, "-c", code], check=True)
    with RasterSource(str(tmp_path / "out.tif")) as source:
        np.testing.assert_array_equal(source.read(0, 0, 1200, 900)[0], whole)
