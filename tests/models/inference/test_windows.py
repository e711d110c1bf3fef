"""A raster cut into windows and put together again is the raster of one pass."""

from types import SimpleNamespace

import numpy as np
import pytest

from image_translation.models.errors import InputError
from image_translation.models.feedback import Feedback
from image_translation.models.inference import streaming
from image_translation.models.inference.area import Area
from image_translation.models.inference.classify import ClassifySettings, classify_pixels
from image_translation.models.inference.engines import open_session
from image_translation.models.inference.streaming import Streaming
from image_translation.models.inference.tiling import panels, spans
from image_translation.models.inference.windows import WINDOW_PIXELS, Mosaic, plan, translate_window
from image_translation.models.package.archive import open_package
from image_translation.tests import helpers
from image_translation.tests.packages import package


def _layout(width, height, tile, overlap):
    rows, columns = spans(height, tile, overlap), spans(width, tile, overlap)
    return SimpleNamespace(tile_height=tile, rows=rows, columns=columns, panels=lambda most: panels(columns, most))


@pytest.mark.parametrize("width, height, workers", [(1, 1, 1), (4096, 4096, 2), (99_000, 30_000, 7), (500, 90_000, 40)])
def test_every_tile_is_in_one_window_of_a_bearable_size(width, height, workers):
    layout = _layout(width, height, 256, 32)
    windows = plan(layout, workers, 32)
    hits = np.zeros((len(layout.rows), len(layout.columns)), int)
    for window in windows:
        hits[window.first_row : window.end_row, window.first_column : window.end_column] += 1
        columns = layout.columns[window.first_column : window.end_column]
        rows = layout.rows[window.first_row : window.end_row]
        pixels = (columns[-1].end - columns[0].start) * (rows[-1].end - rows[0].start)
        assert pixels <= WINDOW_PIXELS or len(rows) == 1
    assert (hits == 1).all()
    assert len(windows) >= min(4 * workers, len(layout.rows))


@pytest.mark.parametrize("shape, overlap", [((1, 1), 32), ((70, 700), 16), ((300, 500), 32), ((257, 330), 0)])
@pytest.mark.parametrize("options", [{}, {"uncertainty": True}])
def test_windows_in_any_order_give_the_raster_of_one_pass(tmp_path, monkeypatch, shape, overlap, options):
    monkeypatch.setattr(streaming, "PANEL_TILES", 3)
    grey = helpers.noise(1, *shape)
    grey[:, 40:130, 50:200] = 0
    raster = helpers.make_raster(tmp_path / "grey.tif", grey, nodata=0)
    model = package(tmp_path, kernel=9)
    options = {**options, "overlap": overlap, "batch_size": 2, "tile_size": 64}
    settings = ClassifySettings(raster, model, tmp_path / "one.tif", **options)
    whole = classify_pixels(settings, Feedback())
    settings = ClassifySettings(raster, model, tmp_path / "many.tif", **options)
    with open_package(model) as opened, Area(raster, (1,)) as source:
        session = open_session(opened, settings, 0, Feedback())
        run = Streaming(settings, opened.definition, source, session, Feedback())
        windows = plan(run, 2, 3)
        if shape[0] == 300:
            assert any(window.first_row and window.end_row > window.first_row + 1 for window in windows)
            assert any(window.first_column for window in windows)
        np.random.default_rng(1).shuffle(windows)
        with run.open_writer(Feedback()) as writer:
            mosaic = Mosaic(run, source, writer)
            for window in windows:
                mosaic.add(window, translate_window(run, window))
    np.testing.assert_array_equal(helpers.pixels(tmp_path / "many.tif"), helpers.pixels(tmp_path / "one.tif"))
    assert run.tiles == whole.tiles


@pytest.mark.parametrize("address", ["server", "tcp://server", "tcp://server:port", "tcp:// server:8786", "http://a/b:1"])
def test_address_of_the_scheduler_is_checked(tmp_path, address):
    with pytest.raises(InputError, match="SCHEDULER .* must be an address such as"):
        ClassifySettings("grey.tif", tmp_path / "model.dlpk", tmp_path / "out.tif", scheduler=address)
    for fine in ("server:8786", "tcp://10.0.0.7:8786", "tls://[::1]:8786"):
        ClassifySettings("grey.tif", tmp_path / "model.dlpk", tmp_path / "out.tif", scheduler=fine)
