"""Whatever nobody foresaw becomes one sentence that names a file, by every way in, and the log keeps the traceback."""

import contextlib
import errno
import importlib
import json
import pickle

import pytest

from image_translation.models import jobs, worker
from image_translation.models.chips.folder import ChipFolder
from image_translation.models.cli import main
from image_translation.models.errors import (
    ImageTranslationError,
    InputError,
    MissingPackagesError,
    OutOfMemoryError,
    UnexpectedError,
)
from image_translation.models.feedback import Feedback
from image_translation.models.net import outer_net, reading
from image_translation.models.rasters import bands
from image_translation.models.rasters.source import RasterSource
from image_translation.tests import helpers
from image_translation.tests.packages import package


def _caught(error, files=(), path=None):
    with pytest.raises(ImageTranslationError) as caught, outer_net(files):
        with reading(path) if path else contextlib.nullcontext():
            raise error
    assert "\n" not in str(caught.value) and str(caught.value).isprintable()
    return caught.value


@pytest.mark.parametrize(
    "error",
    [KeyError("x"), RecursionError("deep"), OverflowError("large"), UnicodeEncodeError("utf-8", "\ud800", 0, 1, "n")],
)
def test_the_unforeseen_names_the_file_and_keeps_the_traceback(error):
    caught = _caught(error, path="/there/scan.tif")
    assert type(caught) is UnexpectedError and caught.__cause__ is error
    begin = "/there/scan.tif cannot be used: it is damaged, or of a kind that nobody foresaw"
    assert str(caught).startswith(f"{begin} ({type(error).__name__}: ")
    assert "raise error" in caught.trace and type(error).__name__ in caught.trace
    assert pickle.loads(pickle.dumps(caught)).trace == caught.trace


def test_without_a_file_at_hand_the_files_of_the_job_are_named():
    caught = _caught(KeyError("x"), files=["", "a.tif", "m.dlpk"])
    assert "at work with a.tif and m.dlpk (KeyError: 'x')" in str(caught)


def test_the_innermost_file_is_named_and_long_texts_are_cut():
    with pytest.raises(UnexpectedError, match="^inner.tif cannot be used"):
        with outer_net(), reading("outer.dlpk"), reading("inner.tif"):
            raise LookupError("x")
    text = str(_caught(ValueError("line\nbreak \ud800 \x1b[31m" + "x" * 5000), path="a.tif"))
    assert len(text) < 600 and "line break \ufffd \ufffd[31mxxx" in text


@pytest.mark.parametrize(
    "error",
    [
        MemoryError("Unable to allocate 9 GiB"),
        MemoryError(),
        RuntimeError("[enforce fail at alloc_cpu.cpp] DefaultCPUAllocator: not enough memory: you tried to allocate"),
        RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB"),
        RuntimeError("bad allocation"),
        OSError(errno.ENOMEM, "Cannot allocate memory"),
    ],
)
def test_out_of_memory_is_told_as_that(error):
    caught = _caught(error, path="big.tif")
    assert type(caught) is OutOfMemoryError
    assert str(caught).startswith("There is not enough memory for this job, while big.tif is read (")
    assert "()" not in str(caught)
    assert str(caught).endswith("use smaller tiles or batches, or close other programs.")


def test_packages_and_disks_have_their_own_sentences():
    gone = ModuleNotFoundError("No module named 'onnxruntime'", name="onnxruntime")
    assert "lacks the package onnxruntime" in str(_caught(gone))
    broken = ImportError("DLL load failed while importing _pybind: not found.", name="onnxruntime.capi._pybind")
    caught = _caught(broken, path="a.tif")
    assert type(caught) is MissingPackagesError
    assert "The package onnxruntime of the Python at" in str(caught) and "does not load (DLL load" in str(caught)
    assert "The disk is full (while writing out.tif)" in str(_caught(OSError(errno.ENOSPC, "No space", "out.tif")))
    assert "in.tif cannot be read or written (Input/output error)" in str(
        _caught(OSError(errno.EIO, "Input/output error"), path="in.tif")
    )


def test_a_library_that_does_not_load_is_no_matter_of_the_disk(monkeypatch, tmp_path):
    """As torch fails on Windows where a DLL lacks another one: with an OSError of ctypes."""
    (tmp_path / "brokentorch.py").write_text("import ctypes\nctypes.CDLL(__file__)\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(MissingPackagesError) as caught, outer_net():
        importlib.import_module("brokentorch")
    assert "The package brokentorch of the Python at" in str(caught.value)
    assert f"does not load ({tmp_path}" in str(caught.value)
    assert "install it anew there" in str(caught.value)


def test_foreseen_errors_and_those_of_the_host_pass():
    for error, passing in ((InputError("as it is"), ()), (KeyError("host"), (KeyError,))):
        with pytest.raises(type(error)) as caught, outer_net(passing=passing), reading("a.tif"):
            raise error
        assert caught.value is error


@pytest.fixture
def broken(monkeypatch, tmp_path):
    """A defect in what reads pixels, and the settings of a job that comes upon it."""

    def read(*arguments):
        raise IndexError("list index out of range")

    raster, model = helpers.make_raster(tmp_path / "grey.tif", helpers.noise(1, 64, 64)), package(tmp_path)
    monkeypatch.setattr(bands, "read", read)
    return {"input": raster, "model": str(model), "output": str(tmp_path / "out.tif")}


def test_a_defect_comes_out_of_each_front_end_as_a_sentence(broken, tmp_path, capsys, monkeypatch):
    sentence = f"{broken['input']} cannot be used: it is damaged, or of a kind that nobody foresaw (IndexError: list"
    with RasterSource(broken["input"]) as source, pytest.raises(IndexError):
        source.read(0, 0, 64, 64)
    with pytest.raises(UnexpectedError, match="IndexError") as caught:
        jobs.run_job("classify", broken, Feedback())
    assert str(caught.value).startswith(sentence)
    assert main(["classify", *(word for key, value in broken.items() for word in (f"--{key}", value))]) == 1
    said = capsys.readouterr().err
    assert f"Error: {sentence}" in said and "Traceback" in said and "in read" in said
    job, sent = tmp_path / "job.json", []
    job.write_text(json.dumps({"job": "classify", "settings": broken}))
    monkeypatch.setattr(worker, "_own_stdout", lambda: None)
    monkeypatch.setattr(worker, "_listen", lambda feedback: None)
    monkeypatch.setattr(worker.WorkerFeedback, "send", lambda self, what, **values: sent.append((what, values)))
    assert worker.main([str(job)]) == 1
    what, values = sent[-1]
    assert what == "error" and values["kind"] == "UnexpectedError" and values["text"].startswith(sentence)
    assert "Traceback" in values["trace"] and "IndexError" in values["trace"]
    job.write_text("[" * 100_000)
    assert worker.main([str(job)]) == 1
    assert sent[-1][1]["text"].startswith(f"{job} cannot be used")
    assert not (tmp_path / "out.tif").exists()


def test_a_defect_at_a_folder_of_chips_names_it(tmp_path, monkeypatch):
    monkeypatch.setattr("image_translation.models.chips.foreign.open_foreign", lambda path: {}["x"])
    with pytest.raises(UnexpectedError, match="KeyError") as caught, outer_net():
        ChipFolder.open(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path} cannot be used")
