"""Code that lies about is not run: in the current folder, beside the job, and among the other plugins."""

import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager

import pytest

from image_translation.models.temporary import temporary_folder
from image_translation.tests.packages import package

PLANTED = ("csv", "encodings", "importlib", "json", "numpy", "onnxruntime", "pip", "sitecustomize", "typing", "venv")


def plant(folder):
    """Modules that are called like others and leave a mark when they are imported."""
    folder.mkdir(exist_ok=True)
    for name in PLANTED:
        (folder / f"{name}.py").write_text(f"open({str(folder / name)!r}, 'w').close()\n")
    return folder


def was_run(folder):
    return [name for name in PLANTED if (folder / name).exists()]


@pytest.fixture
def planted(tmp_path, monkeypatch):
    """A current folder full of such modules, which is on QGIS's PYTHONPATH by a forgotten colon."""
    folder = plant(tmp_path / "planted")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PYTHONPATH", os.pathsep + os.environ.get("PYTHONPATH", ""))
    return folder


@pytest.fixture(params=["QGIS's own", "virtual environment", "system's"])
def python(request, tmp_path):
    if request.param == "QGIS's own":
        return sys.executable
    system = shutil.which("python3", path="/usr/bin")
    if request.param == "system's":
        return system
    words = ["-I", "-m", "venv", "--without-pip", "--system-site-packages", str(tmp_path / "venv")]
    subprocess.run([system, *words], check=True)
    return str(tmp_path / "venv" / "bin" / "python")


@pytest.mark.qgis
def test_worker_runs_nothing_that_lies_about(provider, python, planted, tmp_path, monkeypatch):
    from qgis.core import QgsProcessingFeedback

    from image_translation.processing_provider import worker_process
    from image_translation.processing_provider.interface import QgisFeedback

    @contextmanager
    def folder():
        with temporary_folder() as fresh:
            yield plant(fresh)
            beside.extend(was_run(fresh))

    beside = []
    monkeypatch.setattr(worker_process, "temporary_folder", folder)
    monkeypatch.setenv("IMAGE_TRANSLATION_PYTHON", python)
    feedback = QgisFeedback(QgsProcessingFeedback(False))
    told = worker_process.run_in_worker("inspect", {"model": str(package(tmp_path))}, (), feedback)
    assert "model" in json.dumps(told)
    assert beside == [] and was_run(planted) == []


@pytest.mark.qgis
def test_diagnostics_run_nothing_that_lies_about(provider, python, planted):
    from image_translation.plugin.environment.diagnostics import interpreter_in_words

    assert "numpy " in interpreter_in_words(python)[1]
    assert was_run(planted) == []


@pytest.mark.qgis
def test_making_an_environment_runs_nothing_that_lies_about(provider, planted, tmp_path):
    from qgis.PyQt.QtCore import QEventLoop, QTimer

    from image_translation.plugin.environment.builder import EnvironmentBuilder
    from image_translation.plugin.environment.plan import EnvironmentPlan

    (tmp_path / "wheels").mkdir()
    folder, wheels = tmp_path / "profile" / "environment", str(tmp_path / "wheels")
    builder = EnvironmentBuilder(EnvironmentPlan(sys.executable, folder, wheels=wheels))
    loop, ended = QEventLoop(), []
    builder.finished.connect(lambda *words: (ended.extend(words), loop.quit()))
    builder.start()
    QTimer.singleShot(200_000, loop.quit)
    loop.exec()
    assert ended[0] is False and "No matching distribution" in ended[1], "pip was reached"
    assert was_run(planted) == []


def test_other_plugins_are_not_taken_for_libraries(root, tmp_path):
    plugins = plant(tmp_path / "plugins")
    own = plugins / "renamed"
    own.mkdir()
    shutil.copytree(root / "models", own / "models", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("__init__.py", "metadata.txt"):
        shutil.copy(root / name, own / name)
    job = tmp_path / "job.json"
    job.write_text(json.dumps({"job": "inspect", "settings": {"model": str(package(tmp_path))}}))
    command = [sys.executable, "-I", "-B", str(own / "models" / "start_worker.py"), "renamed", str(job)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=plugins) as process:
        last = process.stdout.read().decode().splitlines()[-1]
    assert json.loads(last)["type"] == "result"
    assert was_run(plugins) == []
