"""Outputs of an ONNX file come and go without the onnx package, which then reads it as before."""

from __future__ import annotations

import onnx
import pytest

from image_translation.models.package.onnx_file import add_metadata, read_onnx, with_outputs, without_outputs
from image_translation.models.package.onnx_safety import check_onnx
from image_translation.tests.packages import mapped_onnx


def test_tensors_become_outputs_and_go_again(tmp_path):
    path = mapped_onnx(tmp_path / "m.onnx")
    add_metadata(path, {"key": "x" * 200})
    before = path.read_bytes()
    more = with_outputs(before, ["map_2", "map_hidden"])
    path.write_bytes(more)
    check_onnx(path)
    assert [port.name for port in read_onnx(path).outputs] == ["output", "map_2", "map_hidden"]
    assert read_onnx(path).metadata == {"key": "x" * 200}
    model = onnx.load_from_string(more)
    onnx.checker.check_model(model, full_check=True)
    assert model.SerializeToString() == more
    assert without_outputs(more, ["map_hidden", "map_2"]) == before
    del model.graph.output[1:]
    assert model.SerializeToString() == before


@pytest.mark.parametrize("name", ["map_4", "output", "input", "gains"])
def test_what_no_node_makes_inside_is_no_further_output(tmp_path, name):
    content = mapped_onnx(tmp_path / "m.onnx").read_bytes()
    with pytest.raises(KeyError, match=name):
        with_outputs(content, ["map_2", name])


def test_outputs_that_are_not_there_are_not_taken_away(tmp_path):
    content = mapped_onnx(tmp_path / "m.onnx").read_bytes()
    assert without_outputs(content, ["map_2"]) == content
