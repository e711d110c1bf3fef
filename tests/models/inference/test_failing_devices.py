"""What an engine does when a card, or the memory of the computer, fails."""

import sys
from contextlib import contextmanager
from types import SimpleNamespace

import numpy as np
import onnxruntime
import pytest

from image_translation.models.errors import OutOfMemoryError
from image_translation.models.inference.engines import made_up_tile, open_session
from image_translation.models.inference.onnx_session import OnnxSession
from image_translation.models.package.archive import open_package
from image_translation.tests.classifying import Recorder
from image_translation.tests.engines import opened_session, settings_for, u_net
from image_translation.tests.packages import linear_onnx


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

    def get_outputs(self):
        return self._session.get_outputs()

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


class _WithOpenVino(_Runtime):
    """onnxruntime as it is, with OpenVINO in it; keeps how sessions are asked for."""

    def get_available_providers(self):
        return ["OpenVINOExecutionProvider", "CPUExecutionProvider"]

    def InferenceSession(self, path, options, providers):  # noqa: N802
        self.asked = providers
        return onnxruntime.InferenceSession(path)


def test_openvino_in_onnxruntime_keeps_to_the_threads_and_is_no_card(tmp_path, monkeypatch):
    runtime = _WithOpenVino()
    monkeypatch.setitem(sys.modules, "onnxruntime", runtime)
    model, log = linear_onnx(tmp_path / "m.onnx", ((2.0,),)), Recorder()
    plain = {"device_type": "CPU", "precision": "FP32"}
    for threads, options in ((3, {**plain, "num_of_threads": "3"}), (0, plain)):
        OnnxSession(model, "automatic", threads, log)
        assert runtime.asked == [("OpenVINOExecutionProvider", options), "CPUExecutionProvider"]
    OnnxSession(model, "cpu", 3, log)
    assert runtime.asked == ["CPUExecutionProvider"] and log.warnings == []
    OnnxSession(model, "gpu", 3, log)
    assert runtime.asked == ["CPUExecutionProvider"] and "has no GPU support" in log.warnings[0]


@contextmanager
def _on_a_card(tmp_path, *errors):
    """A session on a device that is made up: it computes on the CPU, and each run fails with the next of the errors."""
    import torch

    from image_translation.models.inference.torch_engine import TorchSession

    log, left, sizes = Recorder(), list(errors), []
    with open_package(u_net(tmp_path), at_once=False) as opened:
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
    session, _, _ = opened_session(u_net(tmp_path), engine="torch", precision="float32")
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
    with open_package(u_net(tmp_path), at_once=False) as opened:
        session = open_session(opened, settings_for(engine="torch"), 0, log)
    assert session.name.endswith("on CPU with 32-bit floats")
    assert log.warnings[0].startswith("CUDA failed (CUDA error: no kernel image")
