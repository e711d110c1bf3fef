"""What is computed and what is not, and that the result does not depend on how."""

import threading
import time
from dataclasses import replace

import numpy as np
import pytest
from osgeo import ogr, osr

from image_translation.models.errors import Cancelled
from image_translation.models.feedback import Feedback
from image_translation.models.inference import streaming
from image_translation.models.inference.area import Area
from image_translation.models.inference.classify import ClassifySettings
from image_translation.models.inference.session import Session
from image_translation.models.inference.streaming import Streaming
from image_translation.models.rasters.source import RasterSource
from image_translation.tests import helpers
from image_translation.tests.packages import definition

MODEL = definition(tile_size=64, size_multiple=8)


class Counting(Session):
    """Gives the grey back in three bands and remembers the shape of each batch."""

    name, channels = "counting", (1, 3)

    def __init__(self):
        self.shapes = []

    def run(self, batch):
        self.shapes.append(batch.shape)
        return np.repeat(batch, 3, axis=1)

    @property
    def pixels(self):
        return sum(shape[0] * shape[2] * shape[3] for shape in self.shapes)


def _run(tmp_path, raster, model=MODEL, session=None, **changes):
    settings = ClassifySettings(input=str(raster), model=tmp_path / "m.dlpk", output=tmp_path / "out.tif", **changes)
    session = session or Counting()
    with Area(settings.input, (1,), settings.extent, settings.mask) as source:
        run = Streaming(settings, model, source, session, Feedback())
        run.write()
    with RasterSource(str(settings.output)) as source:
        return session, run, *source.read(0, 0, source.grid.width, source.grid.height)


def _sparse(tmp_path, places, size=640):
    """A raster that is NoData but for some pixels."""
    values = np.zeros((1, size, size), np.uint8)
    for y, x in places:
        values[0, y, x] = 100
    return helpers.make_raster(tmp_path / "sparse.tif", values, nodata=0), values[0] != 0


def _polygon(path, ring):
    """A layer of one polygon in the CRS of the helpers' rasters."""
    reference = osr.SpatialReference(helpers.wkt(32617))
    dataset = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = dataset.CreateLayer("mask", reference, ogr.wkbPolygon)
    feature = ogr.Feature(layer.GetLayerDefn())
    corners = ", ".join(f"{x} {y}" for x, y in [*ring, ring[0]])
    feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON (({corners}))"))
    layer.CreateFeature(feature)
    return path


def test_tiles_without_data_never_reach_the_model(tmp_path):
    raster, expected = _sparse(tmp_path, [(10, 10), (300, 500)])
    session, run, values, valid = _run(tmp_path, raster, tile_size=64, overlap=0)
    assert (run.tiles, run.empty) == (2, 98) and session.pixels == 2 * 64 * 64
    np.testing.assert_array_equal(valid, expected)
    assert (values[:, valid] == 100).all() and (values[:, ~valid] == 0).all()


def test_raster_without_any_data_runs_nothing(tmp_path):
    raster, _ = _sparse(tmp_path, [])
    session, run, values, valid = _run(tmp_path, raster)
    assert session.shapes == [] and run.tiles == 0 and not valid.any() and not values.any()


def test_large_tiles_compute_only_the_part_that_has_data(tmp_path):
    raster, expected = _sparse(tmp_path, [(10, 10), (12, 90), (450, 600)])
    session, run, values, valid = _run(tmp_path, raster)
    assert run.tile > 128
    assert sorted(shape[2:] for shape in session.shapes) == [(64, 64), (64, 88)]
    np.testing.assert_array_equal(valid, expected)
    assert (values[:, valid] == 100).all()


def test_model_of_one_size_computes_whole_tiles(tmp_path):
    raster, _ = _sparse(tmp_path, [(300, 300)])
    session, _, _, _ = _run(tmp_path, raster, replace(MODEL, fixed_size=True))
    assert {shape[2:] for shape in session.shapes} == {(64, 64)}


def test_mask_is_computed_in_its_own_box_only(tmp_path):
    values = helpers.noise(1, 640, 640)
    raster = helpers.make_raster(tmp_path / "full.tif", values, epsg=32617)
    x0, y0 = helpers.UTM[0], helpers.UTM[3]
    ring = [(x0 + 0.5 * x, y0 - 0.5 * y) for x, y in ((100, 60), (180, 60), (180, 120), (100, 120))]
    mask = _polygon(tmp_path / "mask.gpkg", ring)
    session, _, found, valid = _run(tmp_path, raster, mask=str(mask))
    assert valid.sum() == 80 * 60
    np.testing.assert_array_equal(found[0][valid], values[0][valid])
    assert session.pixels <= 2 * 96 * 96


@pytest.mark.parametrize("size", [(1, 1), (63, 300), (641, 1003)])
@pytest.mark.parametrize("blending", ["linear", "hann"])
def test_automatic_tiles_cover_every_pixel_once(tmp_path, size, blending):
    values = helpers.noise(1, *size)
    raster = helpers.make_raster(tmp_path / "grey.tif", values)
    session, run, found, valid = _run(tmp_path, raster, blending=blending)
    np.testing.assert_array_equal(found, np.repeat(values, 3, axis=0))
    assert valid.all() and run.tile <= 256
    assert all(side % 8 == 0 for shape in session.shapes for side in shape[2:])


def test_tiles_in_memory_do_not_grow_with_the_raster(tmp_path):
    raster, _ = _sparse(tmp_path, [(0, 0)], 3000)
    settings = ClassifySettings(input=str(raster), model=tmp_path / "m.dlpk", output=tmp_path / "out.tif")
    with Area(settings.input, (1,)) as source:
        run = Streaming(settings, replace(MODEL, tile_size=256), source, Counting(), Feedback())
    widths = [panel[-1].end - panel[0].start for panel in run.panels(streaming.PANEL_TILES)]
    assert run.tile > 500 and max(widths) <= 4096 and len(run.panels(2)) == 3


class Slow(Counting):
    """Adds the tile's own mean, so that no two tiles agree where they overlap; every other call takes longer."""

    def __init__(self, parallel):
        super().__init__()
        self.parallel, self.most = parallel, 0
        self._lock, self._running = threading.Lock(), 0

    def run(self, batch):
        with self._lock:
            self._running += 1
            self.most = max(self.most, self._running)
            wait = 0.004 * (len(self.shapes) % 2)
            self.shapes.append(batch.shape)
        time.sleep(wait)
        with self._lock:
            self._running -= 1
        return np.repeat(batch / 2 + batch.mean(axis=(1, 2, 3), keepdims=True) / 2, 3, axis=1)


def test_runs_side_by_side_give_the_raster_of_one_after_the_other(tmp_path):
    values = helpers.noise(1, 300, 500)
    values[:, 130:210, 90:300] = 0
    raster = helpers.make_raster(tmp_path / "grey.tif", values, nodata=0)
    found = []
    for parallel in (1, 3):
        session = Slow(parallel)
        _, _, pixels, _ = _run(tmp_path, raster, session=session, tile_size=64, overlap=16, batch_size=1)
        assert session.most == parallel
        found.append(pixels)
    np.testing.assert_array_equal(*found)


def test_a_failing_run_ends_the_job_at_once(tmp_path):
    class Failing(Slow):
        def run(self, batch):
            if len(self.shapes) == 5:
                raise MemoryError("full")
            return super().run(batch)

    raster, session = helpers.make_raster(tmp_path / "grey.tif", helpers.noise(1, 640, 640)), Failing(2)
    with pytest.raises(MemoryError):
        _run(tmp_path, raster, session=session, tile_size=64, batch_size=1)
    assert len(session.shapes) < 10 and not (tmp_path / "out.tif").exists()


def test_an_interrupted_run_of_another_engine_begins_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(streaming, "RESUME_PIXELS", 1)
    raster = helpers.make_raster(tmp_path / "grey.tif", helpers.noise(1, 640, 640))
    settings = ClassifySettings(str(raster), tmp_path / "m.dlpk", tmp_path / "out.tif", tile_size=64, batch_size=1)

    def stopped(name):
        session, log = Counting(), helpers.Recorder(40)
        session.name = name
        with Area(settings.input, (1,)) as source, pytest.raises(Cancelled):
            Streaming(settings, MODEL, source, session, log).write()
        return any("Going on" in line for line in log.infos)

    assert [stopped("a"), stopped("a"), stopped("b")] == [False, True, False]
