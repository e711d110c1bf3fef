"""Models that give no numbers, pixels of another number, or no answer at all."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper

from image_translation.models.errors import Cancelled, PackageError
from image_translation.models.feedback import Feedback
from image_translation.models.inference import answers
from image_translation.models.inference.onnx_session import OnnxSession
from image_translation.tests import helpers
from image_translation.tests.classifying import classify
from image_translation.tests.packages import write_model


def _model(folder, nodes, constants=()):
    """A package whose graph is made of these nodes, from ``input`` to ``output``."""
    ports = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", bands, "h", "w"])
        for name, bands in (("input", 1), ("output", 3))
    ]
    graph = helper.make_graph(nodes, "odd", ports[:1], ports[1:], list(constants))
    return write_model(folder, graph)


def _grey_to_three(source, target="output"):
    return helper.make_node("Concat", [source] * 3, [target], axis=1)


@pytest.mark.parametrize("operator, value", [("Log", 100), ("Log", 0), ("Sqrt", 7)])
def test_values_that_are_no_numbers_end_the_job_with_the_models_name(tmp_path, operator, value):
    """The logarithm of 100 - 100 is minus infinite, that of 0 - 100 no number; so is the root of 7 - 100."""
    nodes = [
        helper.make_node("Sub", ["input", "hundred"], ["moved"]),
        helper.make_node(operator, ["moved"], ["odd"]),
        _grey_to_three("odd"),
    ]
    model = _model(tmp_path, nodes, [numpy_helper.from_array(np.float32(100), "hundred")])
    values = np.full((1, 64, 64), 200, np.uint8)
    values[0, 30, 40:44] = value
    raster = helpers.make_raster(tmp_path / "grey.tif", values)
    with pytest.raises(PackageError, match=r"model.dlpk gives no number \(NaN or infinite\) for 4 of the 4096 valid"):
        classify(tmp_path, raster, model)
    assert not (tmp_path / "out.tif").exists()


def test_no_numbers_outside_of_the_valid_pixels_are_no_matter():
    output, valid = np.full((3, 8, 8), 5, np.float32), np.ones((8, 8), bool)
    output[1, 2, 2], valid[2, 2] = np.nan, False
    found = answers.finite(answers.Path("m.dlpk"), output, valid)
    assert found[1, 2, 2] == 0 and np.isfinite(found).all() and (found[0] == output[0]).all()


@pytest.mark.parametrize("pads, given", [([0, 0, 0, 0, 0, 0, 0, 8], "1 x 3 x 64 x 72"), ([0] * 6 + [-1, 0], "63 x 64")])
def test_an_answer_of_another_size_is_a_sentence(tmp_path, pads, given):
    nodes = [helper.make_node("Pad", ["input", "pads"], ["wider"]), _grey_to_three("wider")]
    model = _model(tmp_path, nodes, [numpy_helper.from_array(np.array(pads, np.int64), "pads")])
    raster = helpers.make_raster(tmp_path / "grey.tif", helpers.noise(1, 64, 64))
    with pytest.raises(PackageError, match=rf"model.dlpk gives .*{given} values .* for 1 x 3 x 64 x 64"):
        classify(tmp_path, raster, model, tile_size=64)
    assert not (tmp_path / "out.tif").exists()


def _endless(folder):
    """A model that adds 0 to its input more often than anybody can wait for."""
    kinds = {"i": TensorProto.INT64, "go": TensorProto.BOOL}
    scalar = [helper.make_tensor_value_info(name, kind, []) for name, kind in kinds.items()]
    state = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in ("before", "after")]
    body = helper.make_graph(
        [helper.make_node("Add", ["before", "nothing"], ["after"]), helper.make_node("Identity", ["go"], ["on"])],
        "body",
        [*scalar, state[0]],
        [helper.make_tensor_value_info("on", TensorProto.BOOL, []), state[1]],
        [numpy_helper.from_array(np.float32(0), "nothing")],
    )
    nodes = [helper.make_node("Loop", ["often", "yes", "input"], ["same"], body=body), _grey_to_three("same")]
    constants = [numpy_helper.from_array(np.int64(2**62), "often"), numpy_helper.from_array(np.bool_(True), "yes")]
    return _model(folder, nodes, constants)


class Impatient(Feedback):
    """Cancels after a second."""

    def __init__(self):
        self.begun = time.monotonic()

    def is_cancelled(self):
        return time.monotonic() - self.begun > 1.0


def test_an_endless_model_can_be_cancelled(tmp_path):
    raster = helpers.make_raster(tmp_path / "grey.tif", helpers.noise(1, 64, 64))
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        classify(tmp_path, raster, _endless(tmp_path), Impatient(), tile_size=64)
    assert time.monotonic() - begun < 20 and not (tmp_path / "out.tif").exists()


def _busy(folder, side=2500, times=400):
    """A model that multiplies matrices which do not depend on its input, for minutes."""
    nodes = [helper.make_node("ConstantOfShape", ["shape"], ["product_0"])]
    names = [f"product_{number}" for number in range(times + 1)]
    nodes += [helper.make_node("MatMul", [before] * 2, [after]) for before, after in zip(names, names[1:])]
    nodes += [
        helper.make_node("ReduceMean", names[-1:], ["nothing"], keepdims=0),
        helper.make_node("Add", ["input", "nothing"], ["same"]),
        _grey_to_three("same"),
    ]
    return _model(folder, nodes, [numpy_helper.from_array(np.array([side, side]), "shape")])


def test_what_a_model_makes_of_constants_alone_can_be_cancelled_too(tmp_path):
    """onnxruntime would compute it when it opens the model, and the job could not end meanwhile."""
    raster = helpers.make_raster(tmp_path / "grey.tif", helpers.noise(1, 64, 64))
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        classify(tmp_path, raster, _busy(tmp_path), Impatient(), tile_size=64)
    assert time.monotonic() - begun < 20 and not (tmp_path / "out.tif").exists()


def test_an_endless_model_is_told_as_one(tmp_path, monkeypatch):
    monkeypatch.setattr(answers, "SECONDS", 0.5)
    monkeypatch.setattr(answers, "SECONDS_A_TILE", 1.0)
    raster = helpers.make_raster(tmp_path / "grey.tif", helpers.noise(1, 64, 64))
    with pytest.raises(PackageError, match="model.dlpk has not finished tiles of .* and may never end"):
        classify(tmp_path, raster, _endless(tmp_path), tile_size=64)
    assert threading.active_count() < 20


def test_a_stopped_session_stays_so(tmp_path):
    model = _endless(tmp_path).with_name("graph.onnx")
    session = OnnxSession(model, "cpu", 1, Feedback())
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(session.run, np.zeros((1, 1, 8, 8), np.float32))
        time.sleep(0.5)
        session.stop()
        with pytest.raises(Cancelled):
            answer.result(10)
    with pytest.raises(Cancelled):
        session.run(np.zeros((1, 1, 8, 8), np.float32))
