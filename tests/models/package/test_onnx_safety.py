"""ONNX files that reach beyond themselves are refused before a runtime sees them."""

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from image_translation.models.errors import PackageError
from image_translation.models.package.archive import open_package, write_package
from image_translation.models.package.onnx_safety import check_onnx
from image_translation.tests.packages import definition, linear_onnx


@pytest.fixture
def plain(tmp_path):
    return linear_onnx(tmp_path / "plain.onnx", np.ones((3, 1)))


def _save(model, path):
    path.write_bytes(model.SerializeToString())
    return path


def test_plain_model_passes(plain):
    check_onnx(plain)


def test_external_data_is_refused(plain, tmp_path):
    model = onnx.load(str(plain))
    tensor = model.graph.initializer[0]
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="../../etc/passwd")
    with pytest.raises(PackageError, match="keeps data in another file"):
        check_onnx(_save(model, tmp_path / "external.onnx"))


def test_external_data_inside_a_subgraph_is_refused(plain, tmp_path):
    outer = onnx.load(str(plain))
    inner = numpy_helper.from_array(np.zeros(3, np.float32), "inner")
    inner.data_location = TensorProto.EXTERNAL
    constant = helper.make_node("Constant", [], ["x"], value=inner)
    branch = helper.make_graph([constant], "branch", [], [helper.make_tensor_value_info("x", 1, [3])])
    outer.graph.node.append(helper.make_node("If", ["c"], ["y"], then_branch=branch, else_branch=branch))
    with pytest.raises(PackageError, match="keeps data in another file"):
        check_onnx(_save(outer, tmp_path / "nested.onnx"))


@pytest.mark.parametrize("where", ["node", "opset"])
def test_foreign_operators_are_refused(plain, tmp_path, where):
    model = onnx.load(str(plain))
    if where == "node":
        model.graph.node[0].domain = "com.evil"
    else:
        model.opset_import.append(helper.make_opsetid("com.evil", 1))
    with pytest.raises(PackageError, match="operators of 'com.evil'"):
        check_onnx(_save(model, tmp_path / "foreign.onnx"))


@pytest.mark.parametrize("content", [b"", b"\xff" * 40, b"PK\x03\x04 not a model", bytes([0x3A, 0x7F, 0x00])])
def test_rubbish_is_refused(tmp_path, content):
    path = tmp_path / "rubbish.onnx"
    path.write_bytes(content)
    with pytest.raises(PackageError, match=r"rubbish\.onnx"):
        check_onnx(path)


def test_package_with_such_a_model_does_not_open(plain, tmp_path):
    model = onnx.load(str(plain))
    model.graph.node[0].domain = "com.evil"
    path = tmp_path / "evil.dlpk"
    write_package(path, definition(), {"onnx": _save(model, tmp_path / "evil.onnx")})
    with pytest.raises(PackageError, match="com.evil"), open_package(path):
        pass
