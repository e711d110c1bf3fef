"""Rows of an interrupted run that a power loss or somebody else has spoiled are done again."""

import errno
import gc
import json
import shutil
import sys

import numpy as np
import pytest
from osgeo import gdal

from image_translation.models.errors import Cancelled, InputError
from image_translation.models.inference import journal, streaming
from image_translation.models.inference.journal import fingerprints
from image_translation.models.rasters.source import RasterSource
from image_translation.tests import helpers
from image_translation.tests.classifying import classify
from image_translation.tests.packages import package

OPTIONS = {"batch_size": 1, "tile_size": 64, "overlap": 16}


@pytest.fixture
def job(tmp_path, monkeypatch):
    """Raster, model, and the pixels of a run in one go."""
    monkeypatch.setattr(streaming, "RESUME_PIXELS", 1)
    raster = helpers.make_raster(tmp_path / "grey.tif", helpers.noise(1, 400, 300))
    model = package(tmp_path, kernel=9)
    whole = classify(tmp_path, raster, model, **OPTIONS).values
    (tmp_path / "out.tif").unlink()
    return raster, model, whole


def _interrupt(tmp_path, raster, model):
    """The folder of a run that was cancelled after some rows."""
    with pytest.raises(Cancelled):
        classify(tmp_path, raster, model, helpers.Recorder(30), **OPTIONS)
    return tmp_path / ".out.tif.resume"


def _arrays(path):
    with np.load(path) as archive:
        return {name: archive[name] for name in archive.files}


def _reshaped(path):
    """The same numbers in another shape, by which they would be written side by side in other places."""
    arrays = _arrays(path)
    name = "below" if "below" in arrays else "values"
    bands, height, width = arrays[name].shape
    np.savez(path, **{**arrays, name: arrays[name].reshape(bands, width, height)})


def _single_value(path):
    arrays = _arrays(path)
    np.savez(path, **{name: np.full((1, 1, 1), 9, values.dtype) for name, values in arrays.items()})


def _other_type(path):
    np.savez(path, **{name: values.astype("float64") for name, values in _arrays(path).items()})


def _huge(path):
    """An array of a few bytes that declares itself to be one of petabytes."""
    content = path.read_bytes()
    start = content.index(b"'shape': (")
    end = content.index(b")", start) + 1
    text = b"'shape': (9999999,99999,99)"
    path.write_bytes(content[:start] + text.ljust(end - start) + content[max(end, start + len(text)) :])


DAMAGES = {
    "zero length": lambda path: path.write_bytes(b""),
    "zeros": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:200]),
    "a bit": lambda path: path.write_bytes(path.read_bytes()[:300] + b"\xff" + path.read_bytes()[301:]),
    "reshaped": _reshaped,
    "a single value": _single_value,
    "another type": _other_type,
    "huge": _huge,
    "no arrays": lambda path: np.savez(path, other=np.zeros(3)),
    "one array": lambda path: np.save(path.open("wb"), np.zeros(3)),
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("which", ["last row", "first row", "ramp"])
def test_damaged_rows_are_done_again(tmp_path, job, damage, which):
    raster, model, whole = job
    folder = _interrupt(tmp_path, raster, model)
    rows, ramps = sorted(folder.glob("0000??_??????.npz")), sorted(folder.glob("*_below.npz"))
    assert len(rows) > 3 and len(ramps) == 2
    DAMAGES[damage]({"last row": rows[-1], "first row": rows[0], "ramp": ramps[-1]}[which])
    again = classify(tmp_path, raster, model, **OPTIONS)
    np.testing.assert_array_equal(again.values, whole)
    assert any("Going on" in line for line in again.infos) and not folder.exists()


def test_a_small_job_with_the_same_output_leaves_no_journal_of_another(tmp_path, job, monkeypatch):
    raster, model, whole = job
    folder = _interrupt(tmp_path, raster, model)
    monkeypatch.setattr(streaming, "RESUME_PIXELS", 10**9)
    np.testing.assert_array_equal(classify(tmp_path, raster, model, **OPTIONS).values, whole)
    assert not folder.exists()


def test_a_row_that_does_not_fit_ends_in_one_error(tmp_path, monkeypatch):
    later = []
    monkeypatch.setattr(sys, "unraisablehook", later.append)
    told = []
    with helpers.largest_file(1000):
        try:
            journal.Journal._save(tmp_path / "row.npz", values=np.arange(1000.0))
        except OSError as error:
            told.append(error.strerror)
        gc.collect()
    assert told and later == [] and helpers.tree(tmp_path) == {}


def test_a_full_disk_keeps_what_is_done(tmp_path, job, monkeypatch):
    """The row that does not fit is told with the folder that fills the disk, and the next run goes on before it."""
    raster, model, whole = job
    save, saved = journal.Journal._save, []

    def full(path, **arrays):
        saved.append(path)
        if len(saved) > 6:
            raise OSError(errno.ENOSPC, "No space left on device")
        save(path, **arrays)

    with monkeypatch.context() as patch:
        patch.setattr(journal.Journal, "_save", staticmethod(full))
        with pytest.raises(InputError, match=r"kept in .*\.out\.tif\.resume \(No space left on device\)"):
            classify(tmp_path, raster, model, **OPTIONS)
    again = classify(tmp_path, raster, model, **OPTIONS)
    np.testing.assert_array_equal(again.values, whole)
    assert any("Going on" in line for line in again.infos)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"[]", b"{" * 10_000])
def test_a_damaged_description_begins_anew(tmp_path, job, content):
    raster, model, whole = job
    (_interrupt(tmp_path, raster, model) / "job.json").write_bytes(content)
    again = classify(tmp_path, raster, model, **OPTIONS)
    np.testing.assert_array_equal(again.values, whole)
    assert not any("Going on" in line for line in again.infos)


def test_a_job_without_a_mask_tells_of_none(tmp_path, job):
    """The folder that the program happens to run in is not its mask."""
    raster, model, _ = job
    told = json.loads((_interrupt(tmp_path, raster, model) / "job.json").read_text())
    assert told["mask"] == "" and told["input"] == [journal.fingerprint(raster)]
    assert told["options"] == [False, False, "none", "model"]


def test_rows_of_another_version_of_the_plugin_are_not_used(tmp_path, job, monkeypatch):
    raster, model, _ = job
    folder = _interrupt(tmp_path, raster, model)
    assert json.loads((folder / "job.json").read_text())["plugin"]
    monkeypatch.setattr(streaming, "plugin_version", lambda: "99.0")
    assert not any("Going on" in line for line in classify(tmp_path, raster, model, **OPTIONS).infos)


def test_rows_of_other_sources_of_a_virtual_raster_are_not_used(tmp_path, job):
    """A virtual raster of a virtual raster of a file that is another one by the time of the second run."""
    raster, model, whole = job
    for name, source in (("inner.vrt", raster), ("outer.vrt", str(tmp_path / "inner.vrt"))):
        gdal.BuildVRT(str(tmp_path / name), [source]).FlushCache()
    outer = str(tmp_path / "outer.vrt")
    with RasterSource(outer) as source:
        before = fingerprints(outer, source.files)
        assert len(before) == 3 and before == fingerprints(outer, source.files)
    folder = _interrupt(tmp_path, outer, model)
    assert folder.is_dir()
    other = helpers.make_raster(tmp_path / "other.tif", helpers.noise(1, 400, 300, seed=5))
    shutil.copy(other, raster)
    again = classify(tmp_path, outer, model, **OPTIONS)
    assert not any("Going on" in line for line in again.infos)
    np.testing.assert_array_equal(again.values, classify(tmp_path, other, model, **OPTIONS).values)


def test_a_version_is_known():
    from image_translation.models.version import plugin_version

    assert plugin_version().count(".") >= 1 and journal.fingerprint("/nowhere.tif")
