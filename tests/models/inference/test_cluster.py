"""Classify Pixels on a cluster of real processes: the same raster, also when a worker dies."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from image_translation.models.errors import Cancelled, ImageTranslationError, InputError, MissingPackagesError
from image_translation.models.inference import cluster, cluster_connection, cluster_worker, streaming
from image_translation.models.inference.classify import ClassifySettings, classify_pixels
from image_translation.models.place.colour import KNOTS, PlaceColour
from image_translation.models.place.features import width
from image_translation.tests import helpers
from image_translation.tests.packages import package

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def workers(tmp_path_factory):
    """Two processes with a thread each, and a client that looks at them."""
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        dashboard_address=":0",
        local_directory=str(tmp_path_factory.mktemp("dask")),
    ) as local, distributed.Client(local) as client:
        yield client


@pytest.fixture(scope="module")
def task(tmp_path_factory):
    """Settings for a raster with a hole, and what one process makes of it."""
    folder = tmp_path_factory.mktemp("task")
    grey = helpers.noise(1, 900, 1300)
    grey[:, 100:300, 200:500] = 0
    settings = {
        "input": helpers.make_raster(folder / "grey.tif", grey, nodata=0),
        "model": package(folder, kernel=9),
        "overlap": 24,
    }
    result = classify_pixels(ClassifySettings(output=folder / "one.tif", **settings), helpers.Recorder())
    return settings, result


def _cluster_in_this_process(workers):
    return distributed.LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=False,
        protocol="tcp://",
        host="127.0.0.1",
        dashboard_address=":0",
    )


def _run(workers, task, tmp_path, feedback=None, **changes):
    settings = {"scheduler": workers.scheduler.address, "output": tmp_path / "out.tif", **task[0], **changes}
    workers.wait_for_workers(2)
    feedback = feedback or helpers.Recorder()
    return classify_pixels(ClassifySettings(**settings), feedback), feedback


def _assert_nothing_left(workers):
    """No task with the scheduler, and no job open on a worker."""

    def tasks(dask_scheduler):
        return len(dask_scheduler.tasks)

    def is_open():
        return bool(cluster_worker._DESK._number)

    deadline = time.monotonic() + 10
    while workers.run_on_scheduler(tasks) or any(workers.run(is_open).values()):
        assert time.monotonic() < deadline
        time.sleep(0.05)


class Interfering(helpers.Recorder):
    """Does something when the first windows are there."""

    def __init__(self, act):
        super().__init__()
        self._act = act

    def progress(self, fraction, message=""):
        if not self.fractions:
            self._act()
        super().progress(fraction, message)


def test_workers_apply_the_colours_of_a_place(workers, task, tmp_path):
    """A curve and texture, without which the result is another one."""
    chance = np.random.default_rng(0)
    curve = chance.normal(0, 20, (1, KNOTS, 2)).astype(np.float32)
    weights = chance.normal(0, 3, (width(1, {}), 2)).astype(np.float32)
    place = PlaceColour(curve, np.eye(2, dtype=np.float32), weights, np.ones(2, np.float32)).as_json()
    model = package(tmp_path, kernel=9, place=place)
    one = tmp_path / "one.tif"
    classify_pixels(ClassifySettings(output=one, **{**task[0], "model": model}), helpers.Recorder())
    _run(workers, task, tmp_path, model=model)
    assert (helpers.pixels(tmp_path / "out.tif") == helpers.pixels(one)).all()
    assert (helpers.pixels(one) != helpers.pixels(task[1].output)).any()


def test_cluster_gives_the_raster_of_one_process(workers, task, tmp_path, monkeypatch):
    monkeypatch.setattr(streaming, "PANEL_TILES", 5)
    alone = classify_pixels(ClassifySettings(output=tmp_path / "one.tif", **task[0]), helpers.Recorder())
    result, log = _run(workers, task, tmp_path)
    np.testing.assert_array_equal(helpers.pixels(tmp_path / "out.tif"), helpers.pixels(tmp_path / "one.tif"))
    helpers.assert_same_grid(tmp_path / "out.tif", task[0]["input"])
    assert helpers.nodata_of(tmp_path / "out.tif") == [0, 0, 0]
    assert gdal.Open(str(tmp_path / "out.tif")).GetRasterBand(1).GetOverviewCount() > 0
    assert (result.tiles, result.empty_tiles) == (alone.tiles, alone.empty_tiles)
    assert any("2 worker(s) with 2 thread(s)" in line for line in log.infos)
    assert any("onnxruntime" in line and "(2 worker(s))" in line for line in log.infos)
    assert log.fractions == sorted(log.fractions) and log.fractions[-1] == 1.0
    assert len(log.fractions) >= 2 * cluster.UNDER_WAY
    _assert_nothing_left(workers)


def test_cells_of_the_model_are_matched_on_the_workers(workers, tmp_path):
    """The raster is resampled where it is read, and the result brought back here."""
    grid = (400000.0, 0.25, 0.0, 3000000.0, 0.0, -0.25)
    raster = helpers.make_raster(tmp_path / "fine.tif", helpers.scene(300, 400)[:1], geotransform=grid)
    settings = {"input": raster, "model": package(tmp_path, crs=helpers.wkt(32617)), "match_cell_size": True}
    classify_pixels(ClassifySettings(output=tmp_path / "one.tif", **settings), helpers.Recorder())
    _, log = _run(workers, (settings, None), tmp_path)
    np.testing.assert_array_equal(helpers.pixels(tmp_path / "out.tif"), helpers.pixels(tmp_path / "one.tif"))
    assert any("resampled to the model's cells" in line for line in log.infos)


def test_killed_worker_costs_no_pixel(workers, task, tmp_path):
    before = workers.run(os.getpid)
    victim = next(iter(before.values()))
    _, log = _run(workers, task, tmp_path, Interfering(lambda: os.kill(victim, signal.SIGKILL)))
    np.testing.assert_array_equal(helpers.pixels(tmp_path / "out.tif"), helpers.pixels(task[1].output))
    assert log.fractions[-1] == 1.0
    workers.wait_for_workers(2)
    assert victim not in workers.run(os.getpid).values()


def test_cancel_leaves_nothing(workers, task, tmp_path):
    class Impatient(helpers.Recorder):
        def is_cancelled(self):
            return len(self.fractions) >= 2

    (tmp_path / "out.tif").write_text("old")
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        _run(workers, task, tmp_path, Impatient())
    assert time.monotonic() - begun < 10
    assert [item.name for item in tmp_path.iterdir()] == ["out.tif"]
    assert (tmp_path / "out.tif").read_text() == "old"
    _assert_nothing_left(workers)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="a path that another process does not have")
@pytest.mark.parametrize("parameter", ["INPUT", "MODEL"])
def test_file_that_a_worker_does_not_see_is_named(workers, task, tmp_path, parameter):
    with open(task[0][parameter.lower()], "rb") as stream:
        path = Path(f"/proc/self/fd/{stream.fileno() + 100}")
        os.dup2(stream.fileno(), stream.fileno() + 100)
        try:
            with pytest.raises(InputError, match=f"Dask worker tcp://.* on .* {parameter} {path}; put it on a disk"):
                _run(workers, task, tmp_path, **{parameter.lower(): path if parameter == "MODEL" else str(path)})
        finally:
            os.close(stream.fileno() + 100)
    assert not list(tmp_path.iterdir())
    _assert_nothing_left(workers)


def test_raster_that_a_worker_cannot_open_is_named(workers, task, tmp_path):
    """A raster in the memory of this process is no file, so GDAL's own sentence comes from the worker."""
    gdal.FileFromMemBuffer("/vsimem/here.tif", Path(task[0]["input"]).read_bytes())
    try:
        with pytest.raises(InputError, match=r"Dask worker tcp://.* on .*: .*/vsimem/here\.tif"):
            _run(workers, task, tmp_path, input="/vsimem/here.tif")
    finally:
        gdal.Unlink("/vsimem/here.tif")


def test_scheduler_that_is_not_there_is_told_soon(task, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster_connection, "CONNECT_SECONDS", 2)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    begun = time.monotonic()
    with pytest.raises(InputError, match=f"No Dask scheduler answers at SCHEDULER {address}; start one"):
        classify_pixels(
            ClassifySettings(output=tmp_path / "out.tif", scheduler=address, **task[0]), helpers.Recorder()
        )
    assert time.monotonic() - begun < 6
    assert not list(tmp_path.iterdir())


def test_scheduler_without_workers_and_worker_without_the_package(task, tmp_path, monkeypatch):
    """A worker that cannot import the package would die of the first task, so it is asked before."""
    monkeypatch.setattr(cluster_connection, "CONNECT_SECONDS", 1)
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text(
        "import sys\nsys.meta_path[:] = [f for f in sys.meta_path if 'editable' not in str(f).lower()]\n"
        "sys.path_hooks[:] = [f for f in sys.path_hooks if 'editable' not in str(f).lower()]\n"
    )
    with _cluster_in_this_process(0) as local:
        address = local.scheduler_address
        settings = ClassifySettings(output=tmp_path / "out.tif", scheduler=address, **task[0])
        with pytest.raises(InputError, match=f"scheduler at {address} has no workers; start some with `dask worker"):
            classify_pixels(settings, helpers.Recorder())
        monkeypatch.setattr(cluster_connection, "CONNECT_SECONDS", 30)
        command = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--no-nanny", "--no-dashboard"]
        command += ["--local-directory", str(tmp_path)]
        environment = {**os.environ, "PYTHONPATH": str(hidden)}
        worker = subprocess.Popen(command, env=environment, cwd=tmp_path, stderr=subprocess.DEVNULL)
        try:
            with pytest.raises(InputError, match="worker tcp://.* lacks the Python package image_translation; install"):
                classify_pixels(settings, helpers.Recorder())
        finally:
            worker.kill()
            worker.wait()


def test_scheduler_that_ends_is_told(task, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster_connection, "CONNECT_SECONDS", 1)
    with _cluster_in_this_process(1) as local:
        settings = ClassifySettings(output=tmp_path / "out.tif", scheduler=local.scheduler_address, **task[0])
        with pytest.raises(ImageTranslationError, match="connection to the Dask scheduler at .* was lost"):
            classify_pixels(settings, Interfering(local.close))
    assert not list(tmp_path.iterdir())


def test_other_version_is_refused(workers, task, tmp_path, monkeypatch):
    true_version = cluster_connection._version
    answers = iter(["9.9"])
    monkeypatch.setattr(cluster_connection, "_version", lambda metadata: next(answers, None) or true_version(metadata))
    with pytest.raises(InputError, match=r"has image_translation \d\S* and this machine has 9\.9; install the same"):
        _run(workers, task, tmp_path)


def test_no_worker_for_too_long():
    now = [1.0]
    log = helpers.Recorder()
    patience = cluster._Patience(log, lambda: now[0])
    assert patience.check(2) == 2
    assert patience.check(0) == 0 and "No Dask worker is left" in log.warnings[0]
    now[0] += cluster.PATIENCE_SECONDS
    assert patience.check(0) == 0 and len(log.warnings) == 1
    now[0] += 1
    with pytest.raises(ImageTranslationError, match="for 10 minutes"):
        patience.check(0)
    assert patience.check(1) == 1


def test_workers_that_run_the_model_in_different_ways_are_told(task, tmp_path, monkeypatch):
    real = cluster.prepare

    def prepare(order):
        engine, notes = real(order)
        return f"{engine} of worker {distributed.get_worker().name}", notes

    monkeypatch.setattr(cluster, "prepare", prepare)
    with _cluster_in_this_process(2) as local:
        log = helpers.Recorder()
        settings = ClassifySettings(output=tmp_path / "out.tif", scheduler=local.scheduler_address, **task[0])
        classify_pixels(settings, log)
    (warning,) = log.warnings
    assert "in different ways (onnxruntime" in warning and " of worker 0; onnxruntime" in warning
    assert "of worker 1), so pixels may differ by a level" in warning and "ENGINE, PRECISION and DEVICE" in warning
    np.testing.assert_array_equal(helpers.pixels(tmp_path / "out.tif"), helpers.pixels(task[1].output))


def test_missing_package_is_told(task, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingPackagesError, match="`pip install distributed`"):
        classify_pixels(
            ClassifySettings(output=tmp_path / "out.tif", scheduler="tcp://127.0.0.1:9", **task[0]), helpers.Recorder()
        )


def test_workers_see_the_models_cells_too(workers, task, tmp_path):
    """MATCH_CELL_SIZE on a cluster: the same raster as from one process."""
    model = package(tmp_path, crs=helpers.wkt(32617), cell_size=(0.8, 0.8), color_space="direct", kernel=5)
    changes = {"model": model, "match_cell_size": True, "data_type": "uint16"}
    _run(workers, task, tmp_path, **changes)
    _run(workers, task, tmp_path, **changes, scheduler="", output=tmp_path / "one.tif")
    np.testing.assert_array_equal(helpers.pixels(tmp_path / "out.tif"), helpers.pixels(tmp_path / "one.tif"))
    assert {item.name for item in tmp_path.iterdir()} == {"model.dlpk", "model_graph.onnx", "out.tif", "one.tif"}
