"""What leaves the machine, and what is left on it: the system calls of each job are traced.

No job opens an internet socket, or makes a file beside its output, the temporary folder and (in QGIS) the profile.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import List, Mapping

import numpy as np
import pytest
import torch

from image_translation.models import start_worker
from image_translation.plugin.environment.plan import CHECK, EnvironmentPlan
from image_translation.tests import helpers
from image_translation.tests.reference_networks import reference_unet

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="strace is a tool of Linux"),
]
_MAKING = "open openat creat mkdir mkdirat rename renameat renameat2 link linkat symlink symlinkat".split()
_CALLS = ",".join(f"?{name}" for name in (*_MAKING, "socket", "connect"))  # "?": not every machine has each of them
_INTERNET = re.compile(r"\b(socket\(AF_INET6?|connect\(.*sa_family=AF_INET6?)\b")
_MAKES = re.compile(rf"\b({'|'.join(_MAKING)})\((.*)")
_PLACES = re.compile(r'(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"((?:[^"\\]|\\.)*)"')
_NO_PLACES = ("/dev/", "/proc/")
STARTER = Path(start_worker.__file__).parents[1] / "resources" / "models" / "starter.dlpk"
INPUTS = ["colour.tif", "grey.tif"]


class Traced:
    """Commands under strace, in a home where nothing has been before."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.home, self.temporary, self.output = folder, *map(folder.joinpath, ("home", "tmp", "output"))
        for path in (self.home, self.temporary, self.output):
            path.mkdir()

    def python(self) -> List[str]:
        """The words that start Python under strace."""
        assert shutil.which("strace"), "strace is missing; scripts/setup.sh installs it"
        trace = ["strace", "-f", "-y", "-qq", "--seccomp-bpf", "-s", "300", "-e", f"trace={_CALLS}"]
        return [*trace, "-o", str(self.folder / "strace.txt"), sys.executable]

    def wrong(self) -> List[str]:
        """The calls of the last run that it must not have made, as strace writes them."""
        log = self.folder / "strace.txt"
        return [line for line in log.read_text(errors="replace").splitlines() if self._is_wrong(line)]

    def run(self, *arguments: str) -> List[str]:
        """Run Python with ``arguments``; returns :meth:`wrong`."""
        silence, kept_open = os.pipe()  # the end of its input would cancel a worker
        try:
            done = subprocess.run(
                [*self.python(), *arguments],
                env={"PATH": os.defpath, "HOME": str(self.home), "TMPDIR": str(self.temporary), "LC_ALL": "C.UTF-8"},
                cwd=self.temporary,
                stdin=silence,
                capture_output=True,
                text=True,
                timeout=240,
            )
        finally:
            os.close(silence)
            os.close(kept_open)
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        return self.wrong()

    def job(self, name: str, **settings: object) -> List[str]:
        """Run a job as QGIS does, in a worker; returns the same."""
        path = self.temporary / "job.json"
        path.write_text(json.dumps({"job": name, "settings": settings}, default=str))
        return self.run("-I", "-B", start_worker.__file__, "image_translation", str(path))

    def _is_wrong(self, line: str) -> bool:
        if _INTERNET.search(line) or "EEXIST" in line:
            return "EEXIST" not in line
        call = _MAKES.search(line)
        if call is None or (call[1].startswith("open") and not re.search("O_CREAT|O_WRONLY|O_RDWR", line)):
            return False
        folder, name = _PLACES.findall(call[2])[-1]  # of a renaming the new name
        place = os.path.normpath(os.path.join(folder, name))
        return not place.startswith((f"{self.temporary}/", f"{self.output}/", *_NO_PLACES))


@pytest.fixture(scope="module")
def traced(tmp_path_factory) -> Traced:
    return Traced(tmp_path_factory.mktemp("traced"))


@pytest.fixture(scope="module")
def inputs(traced) -> Mapping[str, str]:
    folder = traced.folder / "inputs"
    folder.mkdir()
    colour = helpers.scene(128, 128)
    return {
        "colour": helpers.make_raster(folder / "colour.tif", colour),
        "grey": helpers.make_raster(folder / "grey.tif", np.rint(colour.mean(0)).astype(np.uint8)[None]),
    }


def test_export_and_training(traced, inputs):
    chips, output = traced.output / "chips", traced.output / "model.dlpk"
    sizes = {"tile_size": 64, "stride": 64, "validation": 25.0}
    page = traced.output / "sheet.html"
    rasters = {"target": inputs["colour"], "input": inputs["grey"]}
    assert traced.job("export", output=chips, contact_sheet=page, **rasters, **sizes) == []
    recipe = {"model_type": "pix2pix_timm", "pretrained": False, "ngf": 8, "ndf": 4, "warmup": 0.0, "max_epochs": 1}
    assert traced.job("train", chips=[chips], output=output, threads=1, **recipe) == []
    assert output.is_file()


@pytest.mark.parametrize("engine", ["onnxruntime", "torch", "openvino"])
def test_classification(traced, inputs, engine):
    output = traced.output / f"{engine}.tif"
    assert traced.job("classify", input=inputs["grey"], model=STARTER, output=output, engine=engine) == []
    assert output.is_file() and sorted(path.name for path in Path(inputs["grey"]).parent.iterdir()) == INPUTS


def test_colours_of_the_place(traced, inputs):
    """From a picture and from points; the package is the only file more."""
    points = traced.folder / "points.csv"
    x, y = helpers.UTM[0] + 20, helpers.UTM[3] - 20
    points.write_text(f"x,y,colour\n{x},{y},#507040\n{x + 10},{y},#a09080\n")
    place = {"reference": [inputs["colour"]], "known_colours": points}
    files = {"output": traced.output / "place.tif", "adapted_model": traced.output / "place.dlpk"}
    assert traced.job("classify", input=inputs["grey"], model=STARTER, **place, **files) == []
    assert all(path.is_file() for path in files.values())
    assert sorted(path.name for path in Path(inputs["grey"]).parent.iterdir()) == INPUTS


def test_evaluation(traced, inputs):
    """Of a model on rasters and on chips, and of a finished raster; only report and table stay."""
    chips, folder = traced.output / "judged", traced.output / "figures"
    rasters = {"target": inputs["colour"], "input": inputs["grey"]}
    assert traced.job("export", output=chips, **rasters, tile_size=32, stride=32, validation=0.0, test=40.0) == []
    pair, outputs = {"input": inputs["grey"], "truth": inputs["colour"]}, {"output": folder / "report.html"}
    assert traced.job("evaluate", model=STARTER, **pair, **outputs, table=folder / "table.csv") == []
    assert traced.job("evaluate", model=STARTER, chips=[chips], **outputs) == []
    assert traced.job("evaluate", result=inputs["colour"], **pair, **outputs) == []
    assert sorted(path.name for path in folder.iterdir()) == ["report.html", "table.csv"]
    assert sorted(path.name for path in Path(inputs["grey"]).parent.iterdir()) == INPUTS


def test_inspection_and_import(traced):
    assert traced.job("inspect", model=STARTER) == []
    source = traced.folder / "latest_net_G.pth"
    torch.save(reference_unet(1, 3).state_dict(), source)
    assert traced.job("import", source=source, output=traced.output / "imported.dlpk") == []
    assert (traced.output / "imported.dlpk").is_file()


def test_command_line(traced, inputs):
    output = traced.output / "cli.tif"
    command = ("classify", "--input", inputs["grey"], "--model", str(STARTER), "--output", str(output))
    code = (
        "import runpy, sys; runpy.run_path(sys.argv[1])['load_package']('image_translation'); "
        "from image_translation.models.cli import main; sys.exit(main(sys.argv[2:]))"
    )
    assert traced.run("-I", "-B", "-c", code, start_worker.__file__, *command) == []
    assert output.is_file()


@pytest.mark.qgis
def test_check_of_the_environment(provider, traced, monkeypatch):
    from image_translation.plugin.environment.diagnostics import ask

    python = traced.folder / "python"
    python.write_text(f'#!/bin/sh\nexec {shlex.join(traced.python())} "$@"\n')
    python.chmod(0o700)
    monkeypatch.setenv("HOME", str(traced.home))
    monkeypatch.setenv("TMPDIR", str(traced.temporary))
    names = EnvironmentPlan("python", Path("e"), "training").imports()
    fine, text = ask(str(python), ("-I", "-B", "-c", CHECK, *names))
    assert fine and "torch 2." in text
    assert traced.wrong() == []


def test_these_tests_see_what_they_look_for(traced):
    code = (
        "import pathlib, socket; socket.socket(socket.AF_INET6); pathlib.Path('fine').touch(); "
        "pathlib.Path('fine').rename(pathlib.Path.home() / 'wrong')"
    )
    sockets, files = traced.run("-I", "-c", code)
    assert "AF_INET6" in sockets and str(traced.home / "wrong") in files
