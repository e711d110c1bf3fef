"""Memory that will not suffice for TILE_SIZE x BATCH_SIZE is found before the run."""

import subprocess
import sys

import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper

from image_translation.models.available_memory import Peak, available_bytes
from image_translation.models.errors import InputError
from image_translation.models.inference import memory_need
from image_translation.tests import helpers
from image_translation.tests.classifying import classify
from image_translation.tests.packages import package, write_model

GIB = 1 << 30
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="peaks are read from /proc")


def _wide(folder, channels=256):
    """A model with one layer of many channels, which takes a kilobyte a pixel."""
    ports = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", bands, "h", "w"])
        for name, bands in (("input", 1), ("output", 3))
    ]
    nodes = [
        helper.make_node("Conv", ["input", "first"], ["wide"]),
        helper.make_node("Tanh", ["wide"], ["bent"]),
        helper.make_node("Conv", ["bent", "last"], ["output"]),
    ]
    weights = [
        numpy_helper.from_array(np.full((channels, 1, 1, 1), 0.01, np.float32), "first"),
        numpy_helper.from_array(np.full((3, channels, 1, 1), 0.1, np.float32), "last"),
    ]
    return write_model(folder, helper.make_graph(nodes, "wide", ports[:1], ports[1:], weights), tile_size=256)


def _machine(root, files):
    for name, text in {"proc/meminfo": "MemTotal: 9 kB\nMemAvailable: 8388608 kB\n", **files}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


V2 = "sys/fs/cgroup/user/job"
V1 = "sys/fs/cgroup/memory/job"


@pytest.mark.parametrize(
    "files, gibibytes",
    [
        ({}, 8),
        ({"proc/self/cgroup": "0::/user/job\n", f"{V2}/memory.max": "max\n", f"{V2}/memory.current": "1"}, 8),
        (
            {
                "proc/self/cgroup": "0::/user/job\n",
                f"{V2}/memory.max": f"{4 * GIB}\n",
                f"{V2}/memory.current": f"{3 * GIB}\n",
                f"{V2}/memory.stat": f"anon {2 * GIB}\ninactive_file {GIB}\n",
            },
            2,
        ),
        (
            {
                "proc/self/cgroup": "0::/user/job\n",
                "sys/fs/cgroup/user/memory.max": str(6 * GIB),
                "sys/fs/cgroup/user/memory.current": str(GIB),
            },
            5,
        ),
        (
            {
                "proc/self/cgroup": "4:memory:/job\n1:cpu:/\n",
                f"{V1}/memory.limit_in_bytes": str(3 * GIB),
                f"{V1}/memory.usage_in_bytes": str(2 * GIB),
            },
            1,
        ),
        (
            {
                "proc/self/cgroup": "4:cpu,memory:/elsewhere\n",
                "sys/fs/cgroup/memory/memory.limit_in_bytes": str(2**63 - 4096),
                "sys/fs/cgroup/memory/memory.usage_in_bytes": "5",
            },
            8,
        ),
        (
            {
                "proc/self/cgroup": "0::/\n",
                "sys/fs/cgroup/memory.max": str(GIB),
                "sys/fs/cgroup/memory.current": str(2 * GIB),
            },
            0,
        ),
    ],
)
@linux
def test_what_the_machine_and_its_containers_leave(tmp_path, files, gibibytes):
    assert available_bytes(_machine(tmp_path, files)) == gibibytes * GIB


@linux
def test_limits_of_the_process_and_what_cannot_be_told(tmp_path):
    assert available_bytes(tmp_path / "nowhere") is None
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))\n"
        "from image_translation.models.available_memory import available_bytes; print(available_bytes())"
    )
    found = int(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
    assert 0 < found < 2 << 30 and 0 < available_bytes() < 1 << 50


@linux
def test_a_peak_is_measured_though_it_is_over():
    with Peak() as peak:
        np.ones(200 << 20, np.uint8).sum()
    assert 190 << 20 < peak.taken < 300 << 20
    with Peak() as nothing:
        pass
    assert nothing.taken is None or nothing.taken < 10 << 20


@linux
def test_tiles_that_will_not_fit_are_refused_before_the_run(tmp_path, monkeypatch):
    monkeypatch.setattr(memory_need, "available_bytes", lambda: 400 << 20)
    raster, model = helpers.make_raster(tmp_path / "grey.tif", helpers.noise(1, 1100, 1100)), _wide(tmp_path)
    with pytest.raises(InputError, match=r"1 tile of 1024 x 1024 px at a time .* set TILE_SIZE to \d+ or less") as e:
        classify(tmp_path, raster, model, tile_size=1024, batch_size=1, threads=1)
    assert not list(tmp_path.glob("*.partial.*")) and not (tmp_path / "out.tif").exists()
    fits = int(str(e.value).split("TILE_SIZE to ")[1].split()[0])
    assert 256 <= fits < 700
    assert classify(tmp_path, raster, model, tile_size=fits, batch_size=1, threads=1).valid.all()
    with pytest.raises(InputError, match="tiles of 256 x 256 px at a time would take about .* smaller BATCH_SIZE"):
        classify(tmp_path, raster, model, tile_size=256, batch_size=16, overlap=0)


def test_nothing_is_measured_where_memory_is_plenty_or_unknown(tmp_path, monkeypatch):
    raster = helpers.make_raster(tmp_path / "grey.tif", helpers.noise(1, 64, 64))
    monkeypatch.setattr(memory_need, "check", lambda *arguments: pytest.fail("it was measured"))
    for free in (None, 64 * 64 * memory_need.SURELY_ENOUGH * 2):
        monkeypatch.setattr(memory_need, "available_bytes", lambda free=free: free)
        assert classify(tmp_path, raster, package(tmp_path)).valid.all()
