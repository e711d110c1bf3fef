"""Plain values to engine calls and back, by the worker, the command line and directly."""

import errno
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Optional, Tuple

import numpy as np
import pytest

from image_translation.models import jobs, start_worker
from image_translation.models.cli import attribute_texts, main
from image_translation.models.errors import ImageTranslationError, InputError, MissingPackagesError
from image_translation.models.feedback import Feedback, FeedbackSlice, TimeLeft, duration
from image_translation.models.rasters.grid import Grid
from image_translation.models.rasters.source import RasterSource
from image_translation.models.rasters.writer import RasterWriter
from image_translation.tests.packages import package


@dataclass(frozen=True)
class Settings:
    """Made up.

    Attributes:
        folder: where
            it goes.
        size, side: pixels, ``0`` for none.

    Raises:
        InputError: never.
    """

    folder: Path
    numbers: Tuple[int, ...] = ()
    report: Optional[Path] = None
    size: int = 1
    side: float = 0.0


@pytest.fixture
def task(tmp_path):
    """A raster that takes a while, a model, and the settings of a classify job."""
    grey = np.random.default_rng(0).integers(1, 255, (1, 1500, 1500)).astype(np.uint8)
    path = tmp_path / "grey.tif"
    with RasterWriter(path, Grid(1500, 1500, (0, 1, 0, 0, 0, -1), ""), 1, np.uint8) as writer:
        writer.write(0, 0, grey)
    model = package(tmp_path)
    return {"input": str(path), "model": str(model), "output": str(tmp_path / "out.tif")}


def test_settings_are_built_from_json_values():
    built = jobs.build_settings(Settings, {"folder": "a/b", "numbers": [1, 2], "report": None, "side": 2})
    assert built == Settings(Path("a/b"), (1, 2), None, 1, 2.0)
    with pytest.raises(InputError, match="Unknown setting colour"):
        jobs.build_settings(Settings, {"folder": "a", "colour": 1})
    with pytest.raises(InputError, match="folder"):
        jobs.build_settings(Settings, {})
    with pytest.raises(InputError, match="cannot be used"):
        jobs.build_settings(Settings, {"folder": "a", "size": "big"})


def test_help_of_the_command_line_is_the_docstring():
    assert attribute_texts(Settings.__doc__) == {
        "folder": "where it goes.",
        "size": "pixels, 0 for none.",
        "side": "pixels, 0 for none.",
    }


@pytest.mark.parametrize("name", jobs.JOBS)
def test_every_setting_has_a_text(name):
    from dataclasses import fields

    settings_class = jobs.JOBS[name].settings_class()
    texts = attribute_texts(settings_class.__doc__)
    assert {item.name for item in fields(settings_class)} == set(texts)


def test_missing_package_and_full_disk_become_sentences(monkeypatch, task):
    def fail(error):
        def function(settings, feedback):
            raise error

        monkeypatch.setattr("image_translation.models.inference.classify.classify_pixels", function)

    fail(ModuleNotFoundError("No module named 'onnxruntime'", name="onnxruntime"))
    with pytest.raises(MissingPackagesError, match="lacks the package onnxruntime"):
        jobs.run_job("classify", task, Feedback())
    fail(OSError(errno.ENOSPC, "No space left on device", "out.tif"))
    with pytest.raises(ImageTranslationError, match="disk is full"):
        jobs.run_job("classify", task, Feedback())
    with pytest.raises(InputError, match="no job 'paint'"):
        jobs.run_job("paint", {}, Feedback())


def test_time_left():
    now = [0.0]
    clock = TimeLeft(lambda: now[0])
    now[0] = 1.0
    assert clock.seconds(0.005) is None
    now[0] = 10.0
    assert clock.seconds(0.255) == pytest.approx(9 / 0.25 * 0.745)
    now[0] = 0.0
    resumed = TimeLeft(lambda: now[0])
    for second in range(1, 2000):
        now[0] = float(second)
        left = resumed.seconds(0.6 + 0.0001 * second)
    assert left == pytest.approx((0.4 - 0.1999) / 0.0001, rel=1e-3)
    assert [duration(s) for s in (5, 90, 3700, 7500)] == ["5 s", "2 min", "1 h 02 min", "2 h 05 min"]


def test_a_stage_fills_its_part_of_the_whole():
    class Whole(Feedback):
        def progress(self, fraction, message=""):
            self.seen = (fraction, message)

    whole = Whole()
    FeedbackSlice(whole, 0.2, 0.6).progress(0.5, "half")
    assert whole.seen == (0.4, "half")


def _worker(tmp_path, settings, job="classify", **options):
    path = tmp_path / "job.json"
    path.write_text(json.dumps({"job": job, "settings": settings}))
    command = [sys.executable, "-I", str(start_worker.__file__), "image_translation", str(path)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, **pipes, cwd=tmp_path, **options)


def _lines(output):
    return [json.loads(line) for line in output.decode().splitlines()]


def test_worker_speaks_json_and_ends_with_a_result(tmp_path, task):
    process = _worker(tmp_path, task)
    output = b"".join(process.stdout)
    assert process.wait(30) == 0
    lines = _lines(output)
    assert lines[-1]["type"] == "result" and lines[-1]["values"]["width"] == 1500
    fractions = [line["fraction"] for line in lines if line["type"] == "progress"]
    assert fractions == sorted(fractions) and fractions[-1] == 1.0
    with RasterSource(task["output"]) as source:
        assert len(source.bands) == 3


def test_worker_tells_an_error_in_one_sentence(tmp_path, task):
    process = _worker(tmp_path, {**task, "model": str(tmp_path / "absent.dlpk")})
    lines = _lines(b"".join(process.stdout))
    assert process.wait(30) == 1
    assert lines[-1]["type"] == "error" and lines[-1]["kind"] == "PackageError"
    assert "absent.dlpk does not exist" in lines[-1]["text"] and "\n" not in lines[-1]["text"]


def _wait_for_progress(process):
    for line in process.stdout:
        if json.loads(line)["type"] == "progress":
            return


@pytest.mark.parametrize("way", ["word", "end of input"])
def test_worker_stops_at_a_word_or_when_the_parent_is_gone(tmp_path, task, way):
    process = _worker(tmp_path, {**task, "batch_size": 1, "overlap": 31, "tile_size": 64})
    _wait_for_progress(process)
    if way == "word":
        process.stdin.write(b"cancel\n")
        process.stdin.flush()
    else:
        process.stdin.close()
    begun = time.monotonic()
    lines = _lines(b"".join(process.stdout))
    assert process.wait(10) == 3 and time.monotonic() - begun < 5
    assert lines[-1]["kind"] == "Cancelled"
    assert not Path(task["output"]).exists()
    assert not list(tmp_path.glob("*.partial.*"))


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_command_line_runs_fails_and_cancels(tmp_path, task, capsys):
    arguments = ["classify", "--input", task["input"], "--model", task["model"], "--output", task["output"]]
    assert main(arguments) == 0
    assert json.loads(capsys.readouterr().out)["width"] == 1500
    assert main([*arguments[:-3], str(tmp_path / "absent.dlpk"), "--output", task["output"]]) == 1
    assert "absent.dlpk does not exist" in capsys.readouterr().err
    Path(task["output"]).unlink()
    command = [sys.executable, "-m", "image_translation.models.cli", *arguments, "--batch-size", "1", "--overlap", "31"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path)
    process.stderr.readline()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 3 and b"Cancelled" in errors
    assert not Path(task["output"]).exists()


def test_command_line_help_needs_no_torch(tmp_path):
    (tmp_path / "torch.py").write_text("raise ModuleNotFoundError('hidden', name='torch')")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    for arguments, code in ((["classify", "--help"], 0), (["--help"], 0), (["train", "--help"], 1)):
        done = subprocess.run(
            [sys.executable, "-m", "image_translation.models.cli", *arguments],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == code, done.stderr
    assert "needs the Python package torch" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals are a thing of Unix")
def test_a_second_ctrl_c_ends_the_command_line_whatever_a_library_does(tmp_path):
    """As while a runtime opens a hostile model, which takes hours; the first one is a request to stop."""
    code = (
        "import hashlib, sys; from image_translation.models import cli; cli._GRACE_SECONDS = 0.1\n"
        "def run_job(*_):\n    print('at work', flush=True); hashlib.pbkdf2_hmac('sha256', b'a', b'b', 2**31 - 1)\n"
        "cli.run_job = run_job; sys.exit(cli.main(['inspect', '--model', 'm.dlpk']))"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=tmp_path)
    try:
        assert process.stdout.readline() == b"at work\n"
        process.send_signal(signal.SIGINT)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(1)
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 130
    finally:
        process.kill()
