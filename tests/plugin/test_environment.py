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
    ]
    assert all(path.is_file() for path in plan.requirements())
    assert abs(sum(step.share for step in plan.steps()) - 1.0) < 1e-9
