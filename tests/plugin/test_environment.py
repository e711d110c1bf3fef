"""The environment for the worker is made for real: from the registry, from a folder of wheels, and not at all."""

import subprocess
import sys
from pathlib import Path

import numpy
import pytest
from packaging.requirements import Requirement

from image_translation.plugin.environment.plan import REQUIREMENTS, EnvironmentPlan

pytestmark = pytest.mark.qgis


@pytest.fixture
def make(provider, tmp_path):
    """A function that runs a plan to its end and returns (fine, sentence, builder)."""
    from qgis.PyQt.QtCore import QEventLoop, QTimer

    from image_translation.plugin.environment.builder import EnvironmentBuilder

    def run(cancel_after=None, proxy="", **changes):
        values = {"python": sys.executable, "folder": tmp_path / "profile" / "environment"}
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
    locks = [str(part) for path in builder.plan.locks() for part in ("-r", path)]
    how = ["--no-deps", "--require-hashes", "--only-binary", ":all:", "--dest", str(wheels)]
    subprocess.run([sys.executable, "-m", "pip", "download", "-q", *how, *locks], timeout=200, check=True)
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
    assert not fine and "No matching distribution" in text and "choose another one" in text
    assert (folder / "kept").exists()
    assert not builder.plan.unfinished.exists()


def test_another_file_than_the_tested_one_is_refused(make, tmp_path):
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    for line in _requirements((REQUIREMENTS / "locked-inference.txt").read_text()):
        version = str(line.specifier).lstrip("=")
        (wheels / f"{line.name}-{version}-py3-none-any.whl").write_bytes(b"PK\5\6" + bytes(18))
    fine, text, builder = make(wheels=str(wheels))
    assert not fine and "another file than the tested one" in text, "\n".join(builder.log)
    assert not builder.plan.folder.exists() and not builder.plan.unfinished.exists()


def _requirements(text, machine=None):
    """The requirements of a file that hold for a machine (this one), without their hashes."""
    lines = [line.rstrip("\\") for line in text.splitlines() if line and line[0] not in "# "]
    return [each for each in map(Requirement, lines) if each.marker is None or each.marker.evaluate(machine)]


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


def test_passwords_of_proxy_and_index_stay_out_of_the_log(make):
    login = "planner:hunter2@127.0.0.1:9"
    fine, text, builder = make(proxy=f"http://{login}", index=f"https://{login}/simple", extra_index=f"https://{login}")
    log = "\n".join([text, *builder.log])
    assert not fine and "Check the connection" in text
    assert "--index-url https://****@127.0.0.1:9/simple" in log and "hunter2" not in log


def test_the_plan_names_its_sources():
    plan = EnvironmentPlan("python3", Path("e"), index="https://one", extra_index="https://two")
    install = plan.steps()[1].arguments
    assert install[-4:] == ("--index-url", "https://one", "--extra-index-url", "https://two")
    assert {"--require-hashes", "--no-deps", "--only-binary"} <= set(install)
    assert [path.name for path in plan.locks()] == ["locked-inference.txt"]
    assert abs(sum(step.share for step in plan.steps()) - 1.0) < 1e-9


MACHINES = [
    {
        "python_version": python,
        "python_full_version": f"{python}.2",
        "sys_platform": system,
        "platform_machine": processor,
    }
    for python, system, processor in (
        ("3.9", "win32", "AMD64"),
        ("3.12", "win32", "AMD64"),
        ("3.9", "darwin", "x86_64"),
        ("3.12", "darwin", "arm64"),
        ("3.10", "linux", "x86_64"),
        ("3.14", "linux", "x86_64"),
    )
]


@pytest.mark.parametrize("hardware", ["processor", "nvidia"])
def test_a_training_environment_has_what_every_model_type_needs(hardware):
    """Each machine gets one version of a package, the one that is asked for, held by a hash; and QGIS's own NumPy."""
    plan = EnvironmentPlan("python3", Path("e"), "training", hardware, wheels="w")
    text = "\n".join(path.read_text() for path in plan.locks())
    names = ("inference-nvidia" if hardware == "nvidia" else "inference", "training", "encoders")
    asked = "\n".join((REQUIREMENTS / f"requirements-{name}.txt").read_text() for name in names)
    for machine in MACHINES:
        locked = {}
        for each in _requirements(text, machine):
            assert locked.setdefault(each.name, each.specifier) == each.specifier, (machine, each)
        wanted = {each.name: each.specifier for each in _requirements(asked, machine)}
        assert len(wanted) == 5 and wanted == {name: locked[name] for name in wanted}, machine
        assert {"huggingface-hub", "torchvision", "pillow", "sympy"} <= set(locked) and "numpy" not in locked, machine
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    held = {line for line, next_line in zip(lines, lines[1:]) if next_line.startswith("    --hash=sha256:")}
    assert all(line in held for line in lines if not line.startswith(" "))
    assert {"torch", "onnxruntime", "huggingface_hub"} <= set(plan.imports())
    assert plan.megabytes > EnvironmentPlan("python3", Path("e"), hardware=hardware).megabytes


def test_pytorch_alone_comes_from_an_index_of_its_own(monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    for chosen, index in (
        ({}, ""),
        ({"extra_index": "https://cards"}, "https://cards"),
        ({"index": "https://mirror"}, ""),
        ({"wheels": "w"}, ""),
        ({"hardware": "nvidia"}, ""),
        ({"purpose": "inference"}, ""),
    ):
        plan = EnvironmentPlan("python3", Path("e"), **{"purpose": "training", **chosen})
        assert plan.pytorch_index() == index, chosen
        steps = {step.title: step.arguments for step in plan.steps()}
        assert ("pytorch" in steps) is bool(index) and "--require-hashes" in steps["install"]
        with_torch = any(path.name.startswith("locked-torch") for path in plan.locks())
        assert with_torch is (not index and plan.purpose == "training")
        if index:
            packages = [word for word in steps["pytorch"] if "==" in word and "sys_platform" in word]
            assert [word.split("==")[0] for word in packages] == ["torch"] * 3 and index in steps["pytorch"]
            assert index not in steps["install"]


@pytest.mark.parametrize(
    ("system", "version", "chosen", "lock"),
    [
        ("linux", (3, 10), {}, "locked-torch-cpu.txt"),
        ("linux", (3, 9), {}, "locked-torch.txt"),
        ("linux", (3, 12), {"hardware": "nvidia"}, "locked-torch.txt"),
        ("linux", (3, 12), {"index": "https://mirror"}, "locked-torch.txt"),
        ("linux", (3, 12), {"wheels": "w"}, "locked-torch.txt"),
        ("win32", (3, 12), {}, "locked-torch.txt"),
    ],
)
def test_pytorch_without_cuda_is_held_by_hashes_too(monkeypatch, system, version, chosen, lock):
    monkeypatch.setattr("sys.platform", system)
    monkeypatch.setattr("sys.version_info", version)
    plan = EnvironmentPlan("python3", Path("e"), "training", **chosen)
    assert plan.locks()[-1].name == lock and [step.title for step in plan.steps()] == ["create", "install", "check"]
    plain = lock == "locked-torch-cpu.txt"
    words = plan.steps()[1].arguments
    assert ("https://download.pytorch.org/whl/cpu" in words) is plain and "--require-hashes" in words


def test_pytorch_without_cuda_is_of_the_version_that_is_asked_for():
    [locked] = _requirements((REQUIREMENTS / "locked-torch-cpu.txt").read_text(), MACHINES[-1])
    text = (REQUIREMENTS / "requirements-training.txt").read_text()
    [asked] = [each for each in _requirements(text, MACHINES[-1]) if each.name == "torch"]
    assert str(locked.specifier) == f"{asked.specifier}+cpu"


def test_what_the_machine_tells_pip_says_where_to_look_and_no_more(make, tmp_path, monkeypatch):
    for name, value in (("TARGET", tmp_path / "elsewhere"), ("NO_BINARY", ":all:"), ("FIND_LINKS", tmp_path / "found")):
        monkeypatch.setenv(f"PIP_{name}", str(value))
    (tmp_path / "found").mkdir()
    fine, text, builder = make(index="https://127.0.0.1:9/simple")
    assert not fine and any(str(tmp_path / "found") in line for line in builder.log if line.startswith("Looking in"))
    builder._steps = [next(step for step in builder.plan.steps() if step.title == "install")]
    kept = {name for name in builder._environment().keys() if name.startswith("PIP_")}
    assert "PIP_FIND_LINKS" in kept and not kept & {"PIP_TARGET", "PIP_NO_BINARY"}


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
