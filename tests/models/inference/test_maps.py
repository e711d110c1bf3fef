"""The feature maps behind a model's output, from onnxruntime."""

from __future__ import annotations

import numpy as np
import onnxruntime
import pytest

from image_translation.models.errors import Cancelled, PackageError
from image_translation.models.feedback import Feedback
from image_translation.models.inference.foreign import ForeignSession
from image_translation.models.inference.onnx_session import OnnxSession
from image_translation.models.package.archive import open_package
from image_translation.models.package.bare_onnx import GraphValues, own_metadata
from image_translation.models.package.onnx_file import add_metadata
from image_translation.tests.packages import MAPS, definition, mapped_onnx

BATCH = np.random.default_rng(0).random((3, 1, 8, 12)).astype(np.float32)


def _session(folder, maps=MAPS):
    return OnnxSession(mapped_onnx(folder / "m.onnx"), "cpu", 1, Feedback(), maps)


def _halved(batch):
    return batch.reshape(len(batch), 1, 4, 2, 6, 2).mean((3, 5))


def _check(output, maps, batch):
    halved = _halved(batch)
    np.testing.assert_allclose(maps["map_2"], halved, atol=1e-6)
    np.testing.assert_allclose(maps["map_hidden"], halved * np.float32([1, 2, 3])[:, None, None], atol=1e-6)
    np.testing.assert_allclose(output, maps["map_hidden"].repeat(2, 2).repeat(2, 3), atol=1e-6)


def test_maps_come_with_the_output(tmp_path):
    session = _session(tmp_path)
    output, maps = session.run_with_maps(BATCH)
    assert list(maps) == ["map_2", "map_hidden"] and all(values.dtype == np.float32 for values in maps.values())
    _check(output, maps, BATCH)


def test_the_output_alone_is_that_of_a_session_without_maps(tmp_path):
    session, plain = _session(tmp_path), _session(tmp_path, None)
    np.testing.assert_array_equal(session.run(BATCH), plain.run(BATCH))
    assert session.channels == plain.channels == (1, 3)
    output, maps = plain.run_with_maps(BATCH)
    np.testing.assert_array_equal(output, plain.run(BATCH))
    assert maps == {}


def test_only_those_that_are_asked_for_come(tmp_path):
    session = _session(tmp_path, {"map_hidden": MAPS["map_hidden"]})
    assert list(session.run_with_maps(BATCH)[1]) == ["map_hidden"] and session.channels == (1, 3)


def test_a_batch_that_memory_does_not_suffice_for_is_run_in_parts(tmp_path, monkeypatch):
    session = _session(tmp_path)
    real, sizes = session._session, []

    class Small:
        def get_providers(self):
            return real.get_providers()

        def run(self, names, values, options):
            sizes.append(len(values["input"]))
            if sizes[-1] > 2:
                raise onnxruntime.capi.onnxruntime_pybind11_state.RuntimeException("Failed to allocate memory")
            return real.run(names, values, options)

    monkeypatch.setattr(session, "_session", Small())
    output, maps = session.run_with_maps(BATCH)
    assert sizes == [3, 2, 1]
    _check(output, maps, BATCH)


def test_a_session_that_was_stopped_gives_no_maps(tmp_path):
    session = _session(tmp_path)
    session.stop()
    with pytest.raises(Cancelled):
        session.run_with_maps(BATCH)


def test_a_map_that_the_graph_lacks_is_named(tmp_path):
    with pytest.raises(PackageError, match="m.onnx has no feature map map_4 inside"):
        _session(tmp_path, {"map_4": {"step": 4, "channels": 1}})


def test_a_map_that_holds_no_floats_is_refused(tmp_path):
    with pytest.raises(PackageError, match="onnxruntime cannot read m.onnx"):
        _session(tmp_path, {"map_shape": {"step": 2, "channels": 1}})


@pytest.mark.parametrize("sizes", [{"step": 2, "channels": 2}, {"step": 4, "channels": 1}])
def test_a_map_of_another_size_than_the_definition_says_is_refused(tmp_path, sizes):
    session = _session(tmp_path, {"map_2": sizes})
    with pytest.raises(PackageError, match="map_2 of the model m.onnx is 1 x 4 x 6 for a tile of 12 x 8 px"):
        session.run_with_maps(BATCH)


def test_a_graph_of_fixed_batch_gives_the_maps_of_every_tile(tmp_path):
    path = mapped_onnx(tmp_path / "m.onnx")
    session = ForeignSession(path, GraphValues((2.0,), (1.0,), 0.5, batch=2), "cpu", 1, Feedback(), MAPS)
    output, maps = session.run_with_maps(BATCH)
    _check(2 * output, maps, 2 * BATCH + 1)
    np.testing.assert_array_equal(session.run(BATCH), output)


def test_a_model_out_of_a_package_has_its_maps(tmp_path):
    path = mapped_onnx(tmp_path / "m.onnx")
    add_metadata(path, own_metadata(definition(maps=MAPS)))
    with open_package(path) as opened:
        session = ForeignSession(path, opened.values, "cpu", 1, Feedback(), opened.definition.maps)
    _check(*session.run_with_maps(BATCH), BATCH)
