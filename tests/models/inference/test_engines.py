"""Which engine runs a model, how near it is to onnxruntime, and what happens when it cannot."""

import gc
import importlib.util
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import onnxruntime
import pytest

from image_translation.models.errors import InputError, MissingPackagesError, OutOfMemoryError, PackageError
from image_translation.models.inference import engines
from image_translation.models.inference.classify import ClassifySettings
from image_translation.models.inference.engines import compare, made_up_tile, open_session
from image_translation.models.inference.onnx_session import OnnxSession
from image_translation.models.package.archive import open_package, write_package
from image_translation.tests import helpers
from image_translation.tests.classifying import Recorder, classify
from image_translation.tests.packages import band, definition, linear_onnx, package

LARGE = engines.WORTH_IT * (os.cpu_count() or 1)
needs_openvino = pytest.mark.skipif(importlib.util.find_spec("openvino") is None, reason="openvino is not installed")


def _u_net(folder, name="net", color_space="residual", weights_seed=0):
    """A small U-Net with lively batch norms; ``weights_seed`` other than 0 makes weights that are not the graph's."""
    import torch
    from safetensors.torch import save_file

    from image_translation.models.networks.initialization import initialize
    from image_translation.models.networks.onnx_export import export_onnx
    from image_translation.models.networks.registry import build_translator

    architecture = {"ngf": 8, "depth": 6, "dropout": 0.5, "color_space": color_space, "output_range": [0.0, 255.0]}
    architecture.update({"input_scale": [[0.0, 255.0]], "target_scale": [[0.0, 255.0]] * 3})
    translators = []
    for seed in (1, 1 + weights_seed):
        chance = torch.Generator().manual_seed(seed)
        translator = build_translator("pix2pix", architecture).eval()
        initialize(translator.generator, chance)
        with torch.no_grad():
            for layer in translator.generator.modules():
                if isinstance(layer, torch.nn.BatchNorm2d):
                    layer.running_mean.normal_(0, 0.2, generator=chance)
                    layer.running_var.uniform_(0.01, 0.2, generator=chance)
        translators.append(translator)
    export_onnx(translators[0], torch.zeros(1, 1, 64, 64), folder / f"{name}.onnx")
    save_file(translators[1].state_dict(), str(folder / f"{name}.safetensors"))
    plain = definition(architecture=architecture, color_space=color_space, size_multiple=8)
    write_package(
        folder / f"{name}.dlpk", plain, {"onnx": folder / f"{name}.onnx", "weights": folder / f"{name}.safetensors"}
    )
    return folder / f"{name}.dlpk"


def _settings(**changes):
    return replace(ClassifySettings(input="in.tif", model="m.dlpk", output=Path("out.tif")), **changes)


def _open(model, pixels=0, **changes):
    """Name of the session, its output for a tile, and what was said."""
    log = Recorder()
    with open_package(model, at_once=False) as opened:
        session = open_session(opened, _settings(**changes), pixels, log)
        return session, session.run(made_up_tile(opened.definition)), log


def test_onnxruntime_runs_small_rasters_and_what_must_be_exact(tmp_path):
    model = _u_net(tmp_path)
    for pixels, changes in ((LARGE - 1, {}), (LARGE, {"precision": "float32"}), (LARGE, {"engine": "onnxruntime"})):
        session, _, log = _open(model, pixels, **changes)
        assert session.name.startswith("onnxruntime") and session.name.endswith("on CPU with 32-bit floats")
        assert log.infos == [f"The model runs in {session.name}."]


@pytest.mark.parametrize("color_space", ["residual", "direct", "luma_chroma"])
def test_torch_gives_what_onnxruntime_gives(tmp_path, color_space):
    """Batch norm is folded and colour decoded alike: exactly so in 32 bits, within a level in 16."""
    model = _u_net(tmp_path, color_space=color_space)
    _, exact, _ = _open(model, engine="onnxruntime")
    assert exact.std() > 5
    session, same, log = _open(model, engine="torch", precision="float32")
    np.testing.assert_allclose(same, exact, atol=0.01)
    assert session.name in log.infos[-1] and "PyTorch" in session.name and session.channels == (1, 3)
    _, rounded, _ = _open(model, engine="torch", precision="bfloat16")
    assert 0 < np.abs(rounded - exact).mean() < 0.5


@needs_openvino
def test_openvino_gives_what_onnxruntime_gives(tmp_path):
    model = _u_net(tmp_path)
    _, exact, _ = _open(model, engine="onnxruntime")
    session, same, _ = _open(model, engine="openvino", precision="float32")
    np.testing.assert_allclose(same, exact, atol=0.01)
    assert session.channels == (1, 3) and "OpenVINO" in session.name and session.parallel == 1
    _, rounded, _ = _open(model, engine="openvino", precision="bfloat16")
    assert np.abs(rounded - exact).mean() < 1.0


@pytest.mark.parametrize(("decoder", "kept"), [("transposed", 0), ("resize", 0), ("shuffle", 3)])
def test_batch_norms_are_folded_into_the_convolutions_of_a_u_net(decoder, kept):
    """Which are classes of their own; sub-pixel convolutions have four channels for one of the norm."""
    import torch

    from image_translation.models.inference.torch_engine import fold_batch_norm
    from image_translation.models.networks.initialization import initialize
    from image_translation.models.networks.unet import UNet

    chance = torch.Generator().manual_seed(0)
    network = UNet(1, 2, ngf=4, depth=4, decoder=decoder, dropout=0.0).train()
    initialize(network, chance, std=0.2)
    with torch.no_grad():
        network(torch.randn(3, 1, 32, 32, generator=chance))
        image = torch.randn(1, 1, 48, 32, generator=chance)
        expected = network.eval()(image)
        fold_batch_norm(network)
        folded = network(image)
    assert sum(isinstance(layer, torch.nn.BatchNorm2d) for layer in network.modules()) == kept
    torch.testing.assert_close(folded, expected, atol=1e-4, rtol=1e-4)


def test_large_raster_takes_torch_where_bfloat16_is_fast(tmp_path, monkeypatch):
    from image_translation.models.inference import torch_engine

    model = _u_net(tmp_path)
    monkeypatch.setattr(torch_engine, "fast_bfloat16", lambda device: True)
    session, _, log = _open(model, LARGE)
    assert "PyTorch" in session.name and "bfloat16" in session.name
    assert "on average" in log.infos[0] and session.name in log.infos[1]
    monkeypatch.setattr(torch_engine, "fast_bfloat16", lambda device: False)
    monkeypatch.setattr(engines, "_PACKAGES", {"torch": ("torch", "safetensors")})
    session, _, _ = _open(model, LARGE)
    assert session.name.startswith("onnxruntime")


@needs_openvino
def test_openvino_is_taken_where_bfloat16_is_asked_for_only(tmp_path):
    model = package(tmp_path)
    assert _open(model, LARGE)[0].name.startswith("onnxruntime")
    session, _, log = _open(model, precision="bfloat16")
    assert "OpenVINO" in session.name and "bfloat16" in session.name and "on average" in log.infos[0]


def test_weights_that_are_not_the_graph_s_are_noticed(tmp_path, monkeypatch):
    from image_translation.models.inference import torch_engine

    monkeypatch.setattr(torch_engine, "fast_bfloat16", lambda device: True)
    monkeypatch.setattr(engines, "_PACKAGES", {"torch": ("torch", "safetensors")})
    session, _, log = _open(_u_net(tmp_path, weights_seed=5), LARGE)
    assert session.name.startswith("onnxruntime") and "is not used, since it differs" in log.infos[0]


def test_damaged_weights_leave_onnxruntime(tmp_path, monkeypatch):
    model = package(tmp_path)
    (tmp_path / "bad.safetensors").write_bytes(b"\x05" * 40)
    with open_package(model) as opened:
        files = {"onnx": opened.onnx, "weights": tmp_path / "bad.safetensors"}
        write_package(tmp_path / "bad.dlpk", opened.definition, files)
    monkeypatch.setattr(engines, "_PACKAGES", {"torch": ("torch", "safetensors")})
    session, _, log = _open(tmp_path / "bad.dlpk", LARGE)
    assert session.name.startswith("onnxruntime") and "torch cannot be used" in log.infos[0]
    with pytest.raises(PackageError, match="set ENGINE to onnxruntime"):
        _open(tmp_path / "bad.dlpk", engine="torch")


@pytest.mark.parametrize("engine", ["onnxruntime", "torch"])
def test_runs_go_on_side_by_side_within_the_threads(tmp_path, engine):
    """Two callers at a time get what one gets; a single thread is not shared out."""
    model = _u_net(tmp_path)
    with open_package(model) as opened:
        batches = [made_up_tile(opened.definition) + number for number in range(6)]
        one = open_session(opened, _settings(engine=engine, precision="float32", threads=1), 0, Recorder())
        two = open_session(opened, _settings(engine=engine, precision="float32", threads=2), 0, Recorder())
        assert (one.parallel, two.parallel) == (1, 2)
        expected = [one.run(batch) for batch in batches]
        with ThreadPoolExecutor(2) as pool:
            for found, alone in zip(pool.map(two.run, batches), expected):
                np.testing.assert_allclose(found, alone, atol=0.01)


def test_torch_gives_the_threads_back(tmp_path):
    import torch

    before = torch.get_num_threads()
    session, _, _ = _open(_u_net(tmp_path), engine="torch", threads=1)
    assert torch.get_num_threads() == 1
    del session
    gc.collect()
    assert torch.get_num_threads() == before


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"engine": "onnxruntime", "precision": "bfloat16"}, InputError, "PRECISION bfloat16 needs ENGINE torch"),
        ({"engine": "torch"}, PackageError, "holds no weights"),
        ({"engine": "openvino", "device": "gpu"}, InputError, "on the CPU only"),
    ],
)
def test_impossible_choices_are_named(tmp_path, changes, error, words):
    if changes["engine"] == "openvino" and importlib.util.find_spec("openvino") is None:
        pytest.skip("openvino is not installed")
    with pytest.raises(error, match=words):
        _open(package(tmp_path), **changes)


def test_missing_packages_are_named(tmp_path, monkeypatch):
    monkeypatch.setattr(engines.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(MissingPackagesError, match="ENGINE openvino needs .* openvino"):
        _open(package(tmp_path), engine="openvino")
    session, _, _ = _open(package(tmp_path), LARGE)
    assert session.name.startswith("onnxruntime")


@pytest.mark.parametrize("values", [{"engine": "tf"}, {"precision": "int8"}, {"blending": "cubic"}])
def test_wrong_words_are_refused(values):
    with pytest.raises(InputError, match=f"{next(iter(values)).upper()} .* must be one of"):
        _settings(**values)


class _Runtime(SimpleNamespace):
    """onnxruntime as it is, with two graphics cards more: one that does not open and one that fails when it runs."""

    def __init__(self):
        names = ("capi", "RunOptions", "SessionOptions")
        super().__init__(**{name: getattr(onnxruntime, name) for name in names}, __version__="1.2.3")
        self.reports = True

    def disable_telemetry_events(self):
        self.reports = False

    def get_available_providers(self):
        return ["CUDAExecutionProvider", "DmlExecutionProvider", "CPUExecutionProvider"]

    def InferenceSession(self, path, options, providers):  # noqa: N802
        names = [name if isinstance(name, str) else name[0] for name in providers]
        if names[0] == "CUDAExecutionProvider":
            raise RuntimeError("no driver\nmore")
        return _Failing(path, names) if names[0] == "DmlExecutionProvider" else onnxruntime.InferenceSession(path)


class _Failing:
    def __init__(self, path, names):
        self._session, self._names = onnxruntime.InferenceSession(path), names

    def get_providers(self):
        return self._names

    def get_inputs(self):
        return self._session.get_inputs()

    def run(self, names, values, options=None):
        raise onnxruntime.capi.onnxruntime_pybind11_state.RuntimeException("out of memory")


def test_failing_graphics_cards_leave_the_processor(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "onnxruntime", _Runtime())
    model = linear_onnx(tmp_path / "m.onnx", ((2.0,),))
    log = Recorder()
    session = OnnxSession(model, "automatic", 0, log)
    assert session.parallel == 1 and session._runtime.reports is False
    assert session.provider == "Dml" and log.warnings == ["CUDA cannot be used (no driver); Dml is tried."]
    batch = np.ones((1, 1, 8, 8), np.float32)
    np.testing.assert_array_equal(session.run(batch), 2 * batch)
    assert session.provider == "CPU" and "Dml failed (" in log.warnings[1] and "going on with CPU" in log.warnings[1]


@contextmanager
def _on_a_card(tmp_path, *errors):
    """A session on a device that is made up: it computes on the CPU, and each run fails with the next of the errors."""
    import torch

    from image_translation.models.inference.torch_engine import TorchSession

    log, left, sizes = Recorder(), list(errors), []
    with open_package(_u_net(tmp_path), at_once=False) as opened:
        session = TorchSession(opened, "float32", "cpu", 0, log)
        session.expected = session.run(made_up_tile(opened.definition))
        working = session._translator

        class Card:
            def __call__(self, batch):
                sizes.append(len(batch))
                if left:
                    raise left.pop(0)
                return working(batch)

        def run(batch):
            if session._device.type == "cpu":
                return usual(batch)
            return session._translator(torch.from_numpy(batch)).detach().numpy()

        usual, session._run = session._run, run
        session._translator, session._device = Card(), torch.device("meta")
        yield session, np.repeat(made_up_tile(opened.definition), 4, axis=0), log, sizes


@pytest.mark.parametrize("text", ["CUDA error: the launch timed out and was terminated", "CUDA error: unknown error"])
def test_torch_goes_on_without_a_card_that_is_lost(tmp_path, text):
    """With weights read anew, since those on a lost card are lost, and under another name."""
    with _on_a_card(tmp_path, RuntimeError(text + "\nmore")) as (session, batch, log, sizes):
        lost = session._translator
        np.testing.assert_allclose(session.run(batch), np.repeat(session.expected, 4, axis=0), atol=1e-3)
        assert session._translator is not lost
        assert session.name.endswith("on CPU with 32-bit floats")
        assert log.warnings == [f"META failed ({text}); going on with the CPU."]
        assert sizes == [4]


def test_a_card_that_lacks_memory_runs_smaller_batches(tmp_path):
    errors = [RuntimeError("cuDNN error: CUDNN_STATUS_ALLOC_FAILED")]
    with _on_a_card(tmp_path, *errors) as (session, batch, log, sizes):
        for _ in range(2):
            np.testing.assert_allclose(session.run(batch), np.repeat(session.expected, 4, axis=0), atol=1e-3)
        assert sizes == [4, 2, 2, 2, 2]
        assert log.warnings == [] and "META" in session.name


def test_a_card_without_memory_for_a_tile_is_given_up(tmp_path):
    with _on_a_card(tmp_path, *[RuntimeError("CUDA out of memory. Tried")] * 3) as (session, batch, log, sizes):
        np.testing.assert_allclose(session.run(batch), np.repeat(session.expected, 4, axis=0), atol=1e-3)
        assert sizes == [4, 2, 1]
        assert log.warnings == ["META failed (CUDA out of memory. Tried); going on with the CPU."]


@pytest.mark.parametrize("text", ["CUDA error: device-side assert triggered", "a defect"])
def test_a_defect_on_a_card_is_not_hidden(tmp_path, text):
    with _on_a_card(tmp_path, RuntimeError(text)) as (session, batch, log, _):
        with pytest.raises(RuntimeError, match=text):
            session.run(batch)
        assert log.warnings == []


def test_a_processor_without_memory_for_a_tile_names_the_parameter(tmp_path, monkeypatch):
    session, _, _ = _open(_u_net(tmp_path), engine="torch", precision="float32")
    sizes = []

    def refuse(batch):
        sizes.append(len(batch))
        raise RuntimeError("[enforce fail at alloc_cpu.cpp:117] DefaultCPUAllocator: can't allocate memory\nmore")

    monkeypatch.setattr(session, "_run", refuse)
    with pytest.raises(OutOfMemoryError, match="tile of 64 x 32 px .*set a smaller TILE_SIZE") as caught:
        session.run(np.zeros((4, 1, 32, 64), np.float32))
    assert sizes == [4, 2, 1] and "\n" not in str(caught.value)


class _Greedy:
    """onnxruntime's session on a device that has memory for so many tiles."""

    def __init__(self, session, provider, most):
        self._session, self._provider, self._most, self.sizes = session, provider, most, []

    def run(self, names, values, options):
        (batch,) = values.values()
        self.sizes.append(len(batch))
        if len(batch) > self._most:
            raise onnxruntime.capi.onnxruntime_pybind11_state.RuntimeException("Failed to allocate memory\nmore")
        return self._session.run(names, values)

    def get_providers(self):
        return [self._provider]


@pytest.mark.parametrize("provider", ["CPUExecutionProvider", "CUDAExecutionProvider"])
def test_onnxruntime_runs_smaller_batches_where_memory_lacks(tmp_path, monkeypatch, provider):
    log = Recorder()
    session = OnnxSession(linear_onnx(tmp_path / "m.onnx", ((2.0,),)), "cpu", 0, log)
    greedy = _Greedy(session._session, provider, 1)
    monkeypatch.setattr(session, "_session", greedy)
    batch = np.random.default_rng(0).random((3, 1, 8, 16)).astype(np.float32)
    for _ in range(2):
        np.testing.assert_array_equal(session.run(batch), 2 * batch)
    assert greedy.sizes == [3, 2, 1, 1, 1, 1, 1, 1] and log.warnings == []


def test_onnxruntime_without_memory_for_a_tile_names_the_parameter(tmp_path, monkeypatch):
    session = OnnxSession(linear_onnx(tmp_path / "m.onnx", ((2.0,),)), "cpu", 0, Recorder())
    monkeypatch.setattr(session, "_session", _Greedy(session._session, "CPUExecutionProvider", 0))
    with pytest.raises(OutOfMemoryError, match="a tile of 16 x 8 px .*a smaller TILE_SIZE") as caught:
        session.run(np.zeros((2, 1, 8, 16), np.float32))
    assert "\n" not in str(caught.value)


def test_a_card_that_takes_no_weights_leaves_the_processor(tmp_path, monkeypatch):
    import torch

    from image_translation.models.inference import torch_engine

    class Translator(torch_engine.nn.Module):
        def to(self, device):
            if device.type != "cpu":
                raise RuntimeError("CUDA error: no kernel image is available for execution on the device")
            return self

    load = torch_engine._load
    monkeypatch.setattr(torch_engine, "_device", lambda wanted: torch.device("cuda"))
    monkeypatch.setattr(torch_engine, "fast_bfloat16", lambda device: device.type == "cuda")

    def loaded(package):
        made = Translator()
        made.generator = load(package).generator
        return made

    monkeypatch.setattr(torch_engine, "_load", loaded)
    log = Recorder()
    with open_package(_u_net(tmp_path), at_once=False) as opened:
        session = open_session(opened, _settings(engine="torch"), 0, log)
    assert session.name.endswith("on CPU with 32-bit floats")
    assert log.warnings[0].startswith("CUDA failed (CUDA error: no kernel image")


def test_made_up_tile_has_the_tones_of_the_training():
    bands = (band("a", maximum=200.0), band("b", "uint16", 4000.0))
    tile = made_up_tile(definition(input_bands=bands, tile_size=96))
    assert tile.shape == (1, 2, 96, 96) and tile.dtype == np.float32
    assert tile[0, 0].mean() == pytest.approx(100.0, abs=25) and 30 < tile[0, 0].std() < 60
    assert tile[0, 0].min() >= 0 and tile[0, 0].max() <= 200
    np.testing.assert_array_equal(tile, made_up_tile(definition(input_bands=bands, tile_size=96)))


def test_differences_are_counted_in_255ths_of_the_output_range():
    plain = definition(output_range=(0.0, 510.0))
    difference = compare(lambda tile: tile + 4.0, lambda tile: tile, plain)
    assert (difference.mean, difference.worst) == pytest.approx((2.0, 2.0), abs=1e-4)


def test_log_of_a_job_names_engine_device_and_precision(tmp_path):
    raster = helpers.make_raster(tmp_path / "grey.tif", helpers.noise(1, 64, 64))
    done = classify(tmp_path, raster, _u_net(tmp_path), engine="torch", precision="bfloat16", threads=1)
    assert any("PyTorch" in line and "CPU" in line and "bfloat16" in line for line in done.infos)
