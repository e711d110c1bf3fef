"""The environment for the worker is made for real: from the registry, from a folder of wheels, and not at all."""

import subprocess
import sys
from pathlib import Path

import numpy
import pytest

pytestmark = pytest.mark.qgis


@pytest.fixture
def make(provider, tmp_path):
    """A function that runs a plan to its end and returns (fine, sentence, builder)."""
    from qgis.PyQt.QtCore import QEventLoop, QTimer

    from image_translation.plugin.environment.builder import EnvironmentBuilder
    from image_translation.plugin.environment.plan import EnvironmentPlan

    def run(cancel_after=None, proxy="", **changes):
        values = {"python": sys.executable, "numpy": numpy.__version__, "folder": tmp_path / "profile" / "environment"}
        builder = EnvironmentBuilder(EnvironmentPlan(**{**values, **changes}), proxy)
        ended, loop = [], QEventLoop()
        builder.finished.connect(lambda fine, text: (ended.append((fine, text)), loop.quit()))
        builder.start()
        if cancel_after is not None:
            QTimer.singleShot(cancel_after, builder.cancel)
        if not ended:
            QTimer.singleShot(240_000, loop.quit)
            loop.exec()
        return (*ended[0], builder)

    return run


def left_in(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.slow
def test_a_real_environment_from_the_registry_and_then_offline(make, tmp_path):
    from image_translation.plugin.environment.plan import python_in

    fine, text, builder = make()
    folder = builder.plan.folder
    assert fine, "\n".join(builder.log)
    assert str(folder) in text and left_in(folder.parent) == ["environment"]
    code = "import numpy, onnxruntime; from osgeo import gdal; print(numpy.__version__, onnxruntime.__file__)"
    done = subprocess.run([python_in(folder), "-c", code], capture_output=True, text=True, timeout=60, check=True)
    version, place = done.stdout.split()
    assert version == numpy.__version__ and Path(place).is_relative_to(folder)

    wheels = tmp_path / "wheels"
    requirements = [str(part) for path in builder.plan.requirements() for part in ("-r", path)]
    held = tmp_path / "constraints.txt"
    held.write_text(builder.plan.constraints())
    download = [sys.executable, "-m", "pip", "download", "-q", "--dest", str(wheels), "-c", str(held), *requirements]
    subprocess.run(download, timeout=200, check=True)
    (folder / "old").touch()
    fine, text, builder = make(wheels=str(wheels), index="http://localhost:9/nothing-here")
    assert fine, "\n".join(builder.log)
    assert not (folder / "old").exists(), "the new environment takes the old one's place"
    assert left_in(folder.parent) == ["environment"]


def test_a_failing_install_leaves_what_was_there(make, tmp_path):
    folder = tmp_path / "profile" / "environment"
    folder.mkdir(parents=True)
    (folder / "kept").touch()
    (tmp_path / "empty").mkdir()
    fine, text, builder = make(wheels=str(tmp_path / "empty"))
    assert not fine and "onnxruntime" in text and "choose another one" in text
    assert (folder / "kept").exists()
    assert not builder.plan.unfinished.exists() and not builder.plan.constraints_file.exists()


@pytest.mark.parametrize("milliseconds", [100, 1500])
def test_cancel_removes_what_is_half_done(make, milliseconds):
    fine, text, builder = make(cancel_after=milliseconds)
    assert not fine and text == "Cancelled; nothing was changed."
    assert "environment" not in left_in(builder.plan.folder.parent)
    assert not builder.plan.unfinished.exists()


def test_an_interpreter_that_is_none(make):
    fine, text, _ = make(python="/nowhere/python")
    assert not fine and text.startswith("Making the environment failed: ")


def test_too_little_room_is_told_before_anything_is_done(make, monkeypatch):
    from image_translation.plugin.environment import builder as module

    usage = module.shutil.disk_usage("/")
    monkeypatch.setattr(module.shutil, "disk_usage", lambda path: usage._replace(free=5_000_000))
    fine, text, builder = make(purpose="training")
    assert not fine and "only 5 MB are free" in text and not builder.plan.unfinished.exists()


def test_the_proxy_stays_out_of_command_lines_and_log(make, tmp_path):
    fine, text, builder = make(proxy="http://planner:hunter2@127.0.0.1:9", index="https://127.0.0.1:9/simple")
    assert not fine and "Check the connection" in text
    assert "hunter2" not in "\n".join(builder.log)


def test_the_plan_keeps_numpy_and_names_its_sources(tmp_path):
    from image_translation.plugin.environment.plan import EnvironmentPlan

    plan = EnvironmentPlan("python3", "1.24.2", tmp_path / "e", "training", "nvidia", "https://one", "https://two")
    assert plan.constraints().startswith("numpy==1.24.2\n")
    install = plan.steps()[1].arguments
    assert [install[install.index(key) + 1] for key in ("--index-url", "--extra-index-url")] == [
        "https://one",
        "https://two",
    ]
    assert [path.name for path in plan.requirements()] == [
        "requirements-inference-nvidia.txt",
        "requirements-training.txt",
        "requirements-encoders.txt",
    ]
    assert all(path.is_file() for path in plan.requirements())
    assert abs(sum(step.share for step in plan.steps()) - 1.0) < 1e-9


def test_a_training_environment_has_what_every_model_type_needs():
    """Each package that the model types import is named, held to a version, and looked for when all is done."""
    from packaging.requirements import Requirement

    from image_translation.plugin.environment.plan import EnvironmentPlan

    plan = EnvironmentPlan("python3", "1.24.2", Path("e"), "training")
    lines = [line for path in plan.requirements() for line in path.read_text().splitlines() if line[:1] != "#"]
    held = [Requirement(line) for line in (*lines, *plan.constraints().splitlines()) if line[:1] != "#"]
    for machine in MACHINES:
        named = {each.name for each in held if each.marker is None or each.marker.evaluate(machine)}
        assert {"onnxruntime", "torch", "onnx", "safetensors", "timm", "numpy"} <= named, machine
    assert {"torch", "onnxruntime", "huggingface_hub"} <= set(plan.imports())
    assert plan.megabytes > EnvironmentPlan("python3", "1.24.2", Path("e")).megabytes


def _machine(python, system, processor):
    return {"python_version": python, "sys_platform": system, "platform_machine": processor}


MACHINES = [
    _machine("3.9", "win32", "AMD64"),
    _machine("3.12", "win32", "AMD64"),
    _machine("3.9", "darwin", "x86_64"),
    _machine("3.12", "darwin", "arm64"),
    _machine("3.10", "linux", "x86_64"),
    _machine("3.14", "linux", "x86_64"),
]


def test_each_machine_gets_one_version_of_a_package():
    """Pins for old Pythons and Macs with an Intel processor must not meet those for the others."""
    from packaging.requirements import Requirement

    from image_translation.plugin.environment.plan import EnvironmentPlan

    for hardware in ("processor", "nvidia"):
        plan = EnvironmentPlan("python3", "1.24.2", Path("e"), "training", hardware)
        lines = [line for path in plan.requirements() for line in path.read_text().splitlines() if line[:1] != "#"]
        for machine in MACHINES:
            meant = (each for each in map(Requirement, lines) if each.marker is None or each.marker.evaluate(machine))
            named = [each.name for each in meant]
            assert len(named) == len(set(named)) == 5, (machine, named)


def test_pytorch_without_cuda_is_taken_where_there_is_no_card(tmp_path, monkeypatch):
    from image_translation.plugin.environment import plan as module

    monkeypatch.setattr(module.sys, "platform", "linux")
    processor = module.EnvironmentPlan("python3", "1.24.2", tmp_path, "training")
    assert "https://download.pytorch.org/whl/cpu" in processor.steps()[1].arguments
    for chosen in ({"index": "https://mirror"}, {"wheels": "w"}, {"hardware": "nvidia"}, {"purpose": "inference"}):
        other = module.EnvironmentPlan("python3", "1.24.2", tmp_path, **{"purpose": "training", **chosen})
        assert other.second_index() == "", chosen


def test_a_package_that_the_worker_misses_leads_to_the_dialog(provider, tmp_path):
    """An interpreter without timm, as an environment for classifying or an older one is."""
    from qgis.core import QgsProcessingFeedback

    from image_translation.models.errors import MissingPackagesError
    from image_translation.processing_provider.interface import QgisFeedback
    from image_translation.processing_provider.python_environment import announcer
    from image_translation.processing_provider.worker_process import run_in_worker
    from image_translation.tests import helpers
    from image_translation.tests.packages import package

    raster = helpers.make_raster(tmp_path / "grey.tif", helpers.noise(1, 40, 50))
    settings = {"input": raster, "model": str(package(tmp_path)), "output": str(tmp_path / "o.tif")}
    told = []
    announcer.missing.connect(told.append)
    try:
        with pytest.MonkeyPatch.context() as patch:
            command = [sys.executable, "-m", "venv", "--without-pip", "--system-site-packages", str(tmp_path / "bare")]
            subprocess.run(command, check=True)
            patch.setenv("IMAGE_TRANSLATION_PYTHON", str(tmp_path / "bare" / "bin" / "python"))
            with pytest.raises(MissingPackagesError, match="onnxruntime.*Plugins > Image Translation > Python Env"):
                run_in_worker("classify", settings, ("onnxruntime",), QgisFeedback(QgsProcessingFeedback(False)))
    finally:
        announcer.missing.disconnect(told.append)
    assert len(told) == 1 and "Python Environment" in told[0]


@pytest.mark.parametrize(
    "packages, fine, words",
    [
        ("numpy 1.24.2", False, "lacks onnxruntime"),
        ("onnxruntime 1.31.1", True, "can classify, but not train"),
        ("onnxruntime 1.31.1\ntorch 2.13.0", True, "but not with pretrained encoders"),
        ("onnxruntime 1.31.1\ntorch 2.13.0\ntimm 1.0.31", True, "can classify and train ("),
    ],
)
def test_the_dialog_says_what_an_interpreter_can_do(provider, tmp_path, packages, fine, words):
    from image_translation.plugin.environment.diagnostics import interpreter_in_words

    python = tmp_path / "python"
    python.write_text(f"#!/bin/sh\ncat <<'END'\nPython 3.11.2\n{packages}\nEND\n")
    python.chmod(0o700)
    found, text = interpreter_in_words(str(python))
    assert found is fine and words in text
