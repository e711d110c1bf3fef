"""Jobs that are cancelled, fail, or lose their worker: one sentence, nothing half-written, nobody left behind."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from image_translation.models.package.archive import open_package
from image_translation.tests.processing_provider.conftest import TINY, paint_town, write_raster

pytestmark = pytest.mark.qgis
EXPORT = "imagetranslation:exporttrainingchips"
TRAIN = "imagetranslation:trainimagetranslationmodel"
CLASSIFY = "imagetranslation:classifypixels"


def _watching_feedback(act, when):
    """A QgsProcessingFeedback that calls ``act`` once, from the first progress or text for which ``when`` holds."""
    from qgis.core import QgsProcessingFeedback

    class Watching(QgsProcessingFeedback):
        def __init__(self):
            super().__init__(False)
            self.lines, self.warnings, self.done = [], [], False
            self.progressChanged.connect(lambda percent: self.look(percent, ""))

        def look(self, percent, text):
            if not self.done and when(percent, text):
                self.done = True
                act(self)

        def pushInfo(self, text):
            self.lines.append(text)
            self.look(0, text)

        def pushWarning(self, text):
            self.lines.append(text)
            self.warnings.append(text)

        def reportError(self, text, fatalError=False):
            self.lines.append(text)

    return Watching()


def _workers():
    """Process ids of this process's children that are workers."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().decode().split("\0")
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
        if parent == os.getpid() and any(word.endswith("start_worker.py") for word in words):
            found.append(int(folder.name))
    return found


@pytest.fixture
def large(tmp_path):
    """A raster that takes seconds."""
    import numpy as np

    return write_raster(tmp_path / "large.tif", np.tile(paint_town(300)[:1], (1, 5, 5)))


def _left_over(folder):
    return [item.name for item in Path(folder).iterdir() if ".partial." in item.name]


def test_cancelled_classify_leaves_nothing(run, model, large, tmp_path):
    feedback = _watching_feedback(lambda one: one.cancel(), lambda percent, text: percent > 0)
    begun = time.monotonic()
    output = tmp_path / "out.tif"
    run(CLASSIFY, {"INPUT": large, "MODEL": model["OUTPUT"], "BATCH_SIZE": 1, "OUTPUT": str(output)}, feedback)
    assert feedback.done and time.monotonic() - begun < 20
    assert not output.exists() and not _left_over(tmp_path) and not _workers()
    assert feedback.warnings[-1] == f"Cancelled; nothing was written to {output}."


def test_cancelled_training_keeps_the_best_model_so_far(run, chips, tmp_path):
    feedback = _watching_feedback(lambda one: one.cancel(), lambda percent, text: text.startswith("Epoch 2 of"))
    output = tmp_path / "stopped.dlpk"
    left = run(TRAIN, {"CHIPS": chips["OUTPUT"], **TINY, "MAX_EPOCHS": 500, "OUTPUT": str(output)}, feedback)
    assert feedback.done and left == {"OUTPUT": str(output)}
    with open_package(output) as package:
        assert package.definition.metrics["model"]["psnr"] > 10
    (told,) = (line for line in feedback.warnings if "Cancelled" in line)
    assert str(output) in told and "checkpoint.safetensors: run the same again, and it goes on from here" in told
    assert any("nothing has gone wrong" in line for line in feedback.lines)
    again = _watching_feedback(lambda one: one.cancel(), lambda percent, text: "Going on from the check" in text)
    run(TRAIN, {"CHIPS": chips["OUTPUT"], **TINY, "MAX_EPOCHS": 400, "OUTPUT": str(output)}, again)
    assert again.done
    assert not _left_over(tmp_path) and not _workers()


def test_cancelled_export_leaves_nothing(run, town, tmp_path):
    feedback = _watching_feedback(lambda one: one.cancel(), lambda percent, text: percent > 0)
    parameters = {"TARGET": town["colour"], "GREY_FROM_TARGET": True, "TILE_SIZE": 32, "STRIDE": 4}
    run(EXPORT, {**parameters, "OUTPUT": str(tmp_path / "chips")}, feedback)
    assert feedback.done and list(tmp_path.iterdir()) == []
    assert feedback.warnings == [f"Cancelled; no chips were written to {tmp_path / 'chips'}."]


def test_killed_worker_is_one_sentence(run, model, large, tmp_path):
    from qgis.core import QgsProcessingException

    def kill(feedback):
        for worker in _workers():
            os.kill(worker, signal.SIGKILL)

    feedback = _watching_feedback(kill, lambda percent, text: percent > 0)
    with pytest.raises(QgsProcessingException, match="most likely because memory ran out; use smaller tiles"):
        run(CLASSIFY, {"INPUT": large, "MODEL": model["OUTPUT"], "OUTPUT": str(tmp_path / "out.tif")}, feedback)
    assert feedback.done and not (tmp_path / "out.tif").exists()


@pytest.mark.parametrize(
    "said, code, words",
    [
        ("so it is", 3, "exit code 3.: so it is"),
        ("Killed", 137, "most likely because memory ran out"),  # what a shell or a container says
        ("  what():  std::bad_alloc", 134, "most likely because memory ran out"),
    ],
)
def test_worker_that_ends_by_itself_is_one_sentence(provider, tmp_path, monkeypatch, said, code, words):
    from qgis.core import QgsProcessingFeedback

    from image_translation.models.errors import ImageTranslationError
    from image_translation.processing_provider.interface import QgisFeedback
    from image_translation.processing_provider.worker_process import run_in_worker

    python = tmp_path / "python"
    python.write_text(f"#!/bin/sh\necho '{said}' >&2\nexit {code}\n")
    python.chmod(0o700)
    monkeypatch.setenv("IMAGE_TRANSLATION_PYTHON", str(python))
    with pytest.raises(ImageTranslationError, match=words):
        run_in_worker("inspect", {}, (), QgisFeedback(QgsProcessingFeedback(False)))


def test_no_command_of_a_strangers_text_reaches_the_terminal(provider):
    from qgis.core import QgsProcessingFeedback

    from image_translation.processing_provider.interface import QgisFeedback

    class Log(QgsProcessingFeedback):
        def pushInfo(self, text):
            told.append(text)

        pushWarning = setProgressText = pushInfo

    told = []
    log = Log(False)
    feedback = QgisFeedback(log)
    feedback.info("one\x1b[2J\ntwo")
    feedback.warning("\x1b]0;title\x07three")
    feedback._told = -60.0
    feedback.progress_with_time(0.5, "\x1b[31mfour", 5.0)
    assert told == ["one\ufffd[2J\ntwo", "\ufffd]0;title\ufffdthree", "50 %: \ufffd[31mfour, 5 s left"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_cancels_qgis_process(root, model, large, tmp_path, number):
    """The signal comes to the whole group, as from a terminal."""
    plugins = tmp_path / "profile" / "profiles" / "default" / "python" / "plugins"
    plugins.mkdir(parents=True)
    (plugins / "image_translation").symlink_to(root)
    settings = plugins.parents[1] / "QGIS" / "QGIS3.ini"
    settings.parent.mkdir()
    settings.write_text("[PythonPlugins]\nimage_translation=true\n")
    output = tmp_path / "out" / "out.tif"
    output.parent.mkdir()
    program = shutil.which("qgis_process.bin") or shutil.which("qgis_process")
    words = [f"INPUT={large}", f"MODEL={model['OUTPUT']}", "TEST_TIME_AUGMENTATION=true", f"OUTPUT={output}"]
    words += ["TILE_SIZE=64", "BATCH_SIZE=1"]  # so that it goes on for long
    environment = {**os.environ, "QGIS_CUSTOM_CONFIG_PATH": str(tmp_path / "profile")}
    environment["IMAGE_TRANSLATION_PYTHON"] = sys.executable
    process = subprocess.Popen(
        [program, "run", CLASSIFY, "--", *words],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),  # which a shell's background job ignores
    )
    said = b""
    while b"runs in" not in said:
        some = os.read(process.stdout.fileno(), 4096)
        assert some, said.decode()
        said += some
    os.killpg(process.pid, number)
    said = (said + process.communicate(timeout=60)[0]).decode()
    assert process.returncode not in (0, -number) and "Cancelled" in said, said
    assert "took too long" not in said  # the worker has stopped by itself, and kept what it can go on from
    assert "Traceback" not in said and "KeyboardInterrupt" not in said
    assert list(output.parent.iterdir()) == []


def test_a_cancel_in_qgis_process_is_no_success_whoever_has_seen_the_signal(run, model, large, tmp_path, monkeypatch):
    """QGIS's own handler of Ctrl+C stays where the plugin leaves the signal ignored."""
    from qgis.core import QgsProcessingException

    from image_translation.processing_provider import interface

    monkeypatch.setattr(interface, "QgsApplication", SimpleNamespace(platform=lambda: "qgis_process"))
    feedback = _watching_feedback(lambda one: one.cancel(), lambda percent, text: percent > 0)
    output = tmp_path / "out.tif"
    with pytest.raises(QgsProcessingException, match=f"^Cancelled; nothing was written to {output}.$"):
        run(CLASSIFY, {"INPUT": large, "MODEL": model["OUTPUT"], "BATCH_SIZE": 1, "OUTPUT": str(output)}, feedback)
    assert not output.exists() and not _workers()


def test_worker_does_not_outlive_qgis(root, model, large, tmp_path):
    """QGIS is killed outright: its worker must notice and go."""
    code = (
        f"import sys; sys.path[:0] = {[path for path in sys.path if path.endswith('plugins')]!r}\n"
        "from qgis.core import QgsApplication, QgsProcessingFeedback\n"
        "a = QgsApplication([], False); a.initQgis()\n"
        "from processing.core.Processing import Processing; Processing.initialize()\n"
        "import processing\n"
        "from image_translation import classFactory\n"
        "p = classFactory(None); p.initProcessing()\n"
        "f = QgsProcessingFeedback(False)\n"
        "f.progressChanged.connect(lambda percent: print('working', flush=True))\n"
        f"processing.run({CLASSIFY!r}, {{'INPUT': {large!r}, 'MODEL': {model['OUTPUT']!r}, 'BATCH_SIZE': 1, "
        f"'OUTPUT': {str(tmp_path / 'out.tif')!r}}}, feedback=f)\n"
    )
    qgis = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        line = next(line for line in qgis.stdout if "working" in line)
    finally:
        children = (Path(f"/proc/{qgis.pid}/task/{qgis.pid}/children")).read_text().split()
        qgis.kill()
        qgis.wait()
    assert line and children
    deadline = time.monotonic() + 15
    while any(_runs(child) for child in children) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(_runs(child) for child in children)
    assert not (tmp_path / "out.tif").exists() and not _left_over(tmp_path)


def _runs(process_id):
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process_id}/status").read_text()
    except OSError:
        return False


def test_wrong_inputs_are_one_sentence_also_without_the_dialogs_checks(provider, model, chips, town, tmp_path):
    """``alg.run`` is what models and batches call; it skips checkParameterValues."""
    from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback

    output = {"OUTPUT": str(tmp_path / "out.tif")}
    cases = [
        ("exporttrainingchips", {"TARGET": town["colour"]}, "GREY_FROM_TARGET"),
        ("exporttrainingchips", {"TARGET": town["grey"], "INPUT": "/nowhere.tif"}, "INPUT"),
        ("exporttrainingchips", {"TARGET": town["colour"], "GREY_FROM_TARGET": True, "TILE_SIZE": 4000}, "4000"),
        ("trainimagetranslationmodel", {"CHIPS": str(tmp_path), "OUTPUT": str(tmp_path / "m.dlpk")}, str(tmp_path)),
        ("classifypixels", {"INPUT": town["grey"], "MODEL": town["grey"], **output}, "damaged"),
        ("classifypixels", {"INPUT": town["grey"], "MODEL": model["OUTPUT"], "TILE_SIZE": 50, **output}, "TILE_SIZE"),
        ("classifypixels", {"INPUT": town["grey"], "MODEL": model["OUTPUT"], "SCHEDULER": "a", **output}, "SCHEDULER"),
    ]
    for name, parameters, words in cases:
        parameters = {"OUTPUT": str(tmp_path / "chips"), **parameters}
        algorithm = provider.algorithm(name).create()
        with pytest.raises(QgsProcessingException, match=words.replace("\\", ".")) as caught:
            algorithm.run(
                parameters, QgsProcessingContext(), QgsProcessingFeedback(False), {}, catchExceptions=False
            )
        assert "Traceback" not in str(caught.value) and "\n" not in str(caught.value).strip(), name
    assert list(tmp_path.iterdir()) == []


def test_web_map_is_refused_by_name(provider, run, model, tmp_path):
    from qgis.core import QgsProcessingException, QgsProject, QgsRasterLayer

    layer = QgsRasterLayer("type=xyz&url=file:///nowhere/{x}/{y}/{z}.png&zmax=1&zmin=0", "street map", "wms")
    assert layer.isValid()
    QgsProject.instance().addMapLayer(layer)
    try:
        with pytest.raises(QgsProcessingException, match="street map.*GeoTIFF"):
            run(EXPORT, {"TARGET": layer, "GREY_FROM_TARGET": True, "OUTPUT": str(tmp_path / "chips")})
    finally:
        QgsProject.instance().removeMapLayer(layer.id())
    assert list(tmp_path.iterdir()) == []


def test_window_stays_alive_while_the_worker_runs(run, model, large, tmp_path):
    """Run as the dialog does, in a background thread; the main thread must get its turns."""
    outcome = {}

    def work():
        output = str(tmp_path / "out.tif")
        outcome.update(run(CLASSIFY, {"INPUT": large, "MODEL": model["OUTPUT"], "OUTPUT": output}))

    thread = threading.Thread(target=work)
    thread.start()
    longest, last = 0.0, time.monotonic()
    while thread.is_alive():
        time.sleep(0.005)
        longest, last = max(longest, time.monotonic() - last), time.monotonic()
    assert Path(outcome["OUTPUT"]).exists() and longest < 1.0
