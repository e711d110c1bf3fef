"""ONNX files that reach beyond themselves are refused before a runtime sees them."""

import random

import numpy as np
import onnx
import pytest
from google.protobuf.message import DecodeError
from google.protobuf.unknown_fields import UnknownFieldSet
from onnx import TensorProto, helper, numpy_helper

from image_translation.models.errors import PackageError
from image_translation.models.package import onnx_safety, wire
from image_translation.models.package.archive import open_package, write_package
from image_translation.models.package.onnx_safety import check_onnx
from image_translation.models.package.onnx_schema import ONE_OF, SCHEMA
from image_translation.tests.fuzz.onnx_mutate import EXTERNAL, FOREIGN, mutate_onnx
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


def _varint(value):
    return wire._encoded(value)


def _in_graph(extra):
    """A whole model whose graph ends in these bytes."""
    model = onnx.ModelProto(ir_version=8, opset_import=[helper.make_opsetid("", 17)])
    return model.SerializeToString() + wire.message(7, extra)


def _tensor(*parts):
    return _in_graph(wire.message(5, b"".join(parts)))


TRICKS = {
    "location of 1 + 2**32": _tensor(b"\x70" + _varint(1 + (1 << 32))),
    "location of 1 in two bytes": _tensor(b"\x70\x81\x00"),
    "location of 1 in eleven bytes": _tensor(b"\x70\x81" + b"\x80" * 9 + b"\x00"),
    "location of 1 + 2**64": _tensor(b"\x70\x81" + b"\x80" * 8 + b"\x02"),
    "location under a tag of two bytes": _tensor(b"\xf0\x00\x01"),
    "location under a tag of 2**32": _tensor(_varint((14 << 3) + (1 << 32)) + b"\x01"),
    "location twice": _tensor(b"\x70\x00\x70\x01"),
    "another location": _tensor(b"\x70\x02"),
    "path without location": _tensor(EXTERNAL),
    "path in a group": _tensor(b"\x6b" + EXTERNAL + b"\x6c"),
    "unknown group": _tensor(b"\xfb\x07\xfc\x07"),
    "field number 0": _tensor(b"\x02\x00"),
    "location packed": _tensor(wire.message(14, b"\x01")),
    "unknown field": _tensor(wire.message(99, b"x")),
    "length in two bytes": _in_graph(b"\x2a\x82\x00\x70\x01"),
    "a second graph": _in_graph(b"") + wire.message(7, b""),
    "a model that ends in zeros": _in_graph(b"") + b"\0\0",
    "number beyond its message": _in_graph(wire.message(5, b"\x70") + b"\x01"),
    "external tensor of a function's default": _in_graph(b"")
    + wire.message(25, wire.message(11, wire.message(5, b"\x70\x01"))),
    "external tensor in training": _in_graph(b"") + wire.message(20, wire.message(1, wire.message(5, b"\x70\x01"))),
    "external sparse tensor": _in_graph(wire.message(15, wire.message(1, b"\x70\x01"))),
    "foreign node": _in_graph(wire.message(1, FOREIGN)),
    "foreign node, then another domain": _in_graph(wire.message(1, FOREIGN + wire.message(7, b""))),
    "foreign node under a tag of two bytes": _in_graph(wire.message(1, b"\xba\x00" + FOREIGN[1:])),
    "foreign node under a tag of 2**32": _in_graph(
        wire.message(1, _varint(7 << 3 | 2 | 1 << 32) + FOREIGN[1:])
    ),
    "domain that ends in NUL": _in_graph(wire.message(1, wire.message(7, b"ai.onnx\0"))),
    "foreign function": _in_graph(b"") + wire.message(25, wire.message(10, b"com.microsoft")),
    "foreign node of a function": _in_graph(b"") + wire.message(25, wire.message(7, FOREIGN)),
    "foreign opset of a function": _in_graph(b"") + wire.message(25, wire.message(9, wire.message(1, b"com.ms"))),
    "foreign type": _in_graph(wire.message(11, wire.message(2, wire.message(7, wire.message(1, b"com.ms"))))),
    "two sizes of an axis": _in_graph(
        wire.message(11, wire.message(2, wire.message(1, wire.message(2, wire.message(1, b"\x08\x01\x12\x01n")))))
    ),
    "data type of 2**32 + 1": _tensor(b"\x10" + _varint(1 + (1 << 32))),
    "name that is no text": _in_graph(wire.message(1, wire.message(4, b"\xff"))),
    "name that commands a terminal": _in_graph(wire.message(1, wire.message(3, b"\x1b[2J"))),
    "port that commands a terminal": _in_graph(wire.message(11, wire.message(1, "\x9b2J".encode()))),
    "no graph": b"\x08\x08",
}


@pytest.mark.parametrize("trick", TRICKS)
def test_what_could_be_read_otherwise_is_refused(tmp_path, trick):
    path = tmp_path / "trick.onnx"
    path.write_bytes(TRICKS[trick])
    with pytest.raises(PackageError, match=r"trick\.onnx") as caught:
        check_onnx(path)
    assert str(caught.value).endswith(".") and str(caught.value).isprintable()


def test_the_schema_is_that_of_onnx():
    """Every message below ModelProto, every field, its type, and whether it comes again."""
    kinds = {1: "double", 2: "float", 3: "int64", 4: "uint64", 5: "int32", 9: "string", 12: "bytes", 14: "enum"}
    ours = {"doc": "string", "domain": "string", "location": "enum", "external": "*StringStringEntryProto"}
    found, waiting = {}, [onnx.ModelProto.DESCRIPTOR]
    while waiting:
        message = waiting.pop()
        if message.name in found:
            continue
        nested = [field.message_type for field in message.fields if field.message_type]
        waiting += nested
        found[message.name] = {
            field.number: ("*" if field.is_repeated else "")
            + (field.message_type.name if field.message_type else kinds[field.type])
            for field in message.fields
        }
        groups = [tuple(sorted(field.number for field in group.fields)) for group in message.oneofs]
        assert groups == ([ONE_OF[message.name]] if message.name in ONE_OF else [])
    assert found == {
        name: {number: ours.get(kind, kind) for number, kind in table.items()} for name, table in SCHEMA.items()
    }


def test_numbers_below_zero_and_unpacked_ones_pass(tmp_path):
    model = onnx.load(str(linear_onnx(tmp_path / "plain.onnx", np.ones((3, 1)))))
    model.graph.node[0].attribute.append(helper.make_attribute("axes", [-1, -(2**63), 2**63 - 1]))
    tensor = helper.make_tensor("t", TensorProto.INT32, [2], [-1, -(2**31)])
    model.graph.initializer.append(tensor)
    path = _save(model, tmp_path / "below.onnx")
    check_onnx(path)
    path.write_bytes(_tensor(b"\x28" + _varint((1 << 64) - 1), b"\x28\x05"))
    check_onnx(path)


def _everything(tmp_path):
    """The bytes of a model with something in every message that can hold a tensor or name an operator."""
    inner = helper.make_graph(
        [helper.make_node("Constant", [], ["x"], value=numpy_helper.from_array(np.zeros(3, np.float32), "inner"))],
        "branch",
        [],
        [helper.make_tensor_value_info("x", 1, [3])],
    )
    model = onnx.load(str(linear_onnx(tmp_path / "plain.onnx", np.ones((3, 1)))))
    model.graph.node.append(helper.make_node("If", ["c"], ["y"], then_branch=inner, else_branch=inner))
    values, indices = numpy_helper.from_array(np.ones(2, np.float32)), numpy_helper.from_array(np.arange(2))
    sparse = helper.make_sparse_tensor(values, indices, [4])
    model.graph.sparse_initializer.append(sparse)
    model.graph.node.append(helper.make_node("Constant", [], ["s"], sparse_value=sparse))
    function = helper.make_function("", "Twice", ["a"], ["b"], list(inner.node), [helper.make_opsetid("", 17)])
    function.attribute_proto.append(helper.make_attribute("t", values))
    model.functions.append(function)
    model.training_info.append(onnx.TrainingInfoProto(algorithm=inner))
    model.graph.value_info.append(onnx.ValueInfoProto(name="o", type=onnx.TypeProto(opaque_type={"name": "o"})))
    return model.SerializeToString()


def _reaches_beyond(message):
    """Whether protobuf finds, at any depth, a tensor elsewhere, a foreign domain, or what it does not know."""
    if len(UnknownFieldSet(message)):
        return True
    for field, value in message.ListFields():
        if field.message_type:
            values = value if field.is_repeated else [value]
            if field.name == "external_data" or any(map(_reaches_beyond, values)):
                return True
        elif field.name == "data_location" and value != TensorProto.DEFAULT:
            return True
        elif field.name == "domain" and not isinstance(message, onnx.ModelProto):
            if value not in ("", "ai.onnx", "ai.onnx.ml"):
                return True
    return False


def test_nothing_that_passes_reaches_beyond_itself_for_protobuf(tmp_path):
    content = _everything(tmp_path)
    path = tmp_path / "mutated.onnx"
    path.write_bytes(content)
    check_onnx(path)
    passed = dangerous = 0
    for number in range(2000):
        mutated = mutate_onnx(content, random.Random(number))
        model = onnx.ModelProto()
        try:
            model.ParseFromString(mutated)
            beyond = _reaches_beyond(model)
        except (DecodeError, UnicodeDecodeError):
            beyond = False
        path.unlink()  # a new file is quicker than the same one again
        path.write_bytes(mutated or b"x")
        try:
            check_onnx(path)
        except PackageError:
            dangerous += beyond
            continue
        passed += 1
        assert not beyond, (number, mutated)
    assert dangerous > 500 and passed > 100, (dangerous, passed)


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


def test_graphs_in_graphs_end_somewhere(tmp_path):
    def nested(depth):
        graph = b""
        for _ in range(depth):
            graph = wire.message(1, wire.message(5, wire.message(6, graph)))
        return _in_graph(graph)

    path = tmp_path / "nested.onnx"
    path.write_bytes(nested(21))
    check_onnx(path)
    path.write_bytes(nested(22))
    with pytest.raises(PackageError, match="nested too deeply"):
        check_onnx(path)


def test_a_long_text_is_refused_and_a_long_remark_is_not(tmp_path, monkeypatch):
    monkeypatch.setattr(onnx_safety, "MAX_TEXT_BYTES", 1 << 20)
    path = tmp_path / "long.onnx"
    for size, passes in ((1 << 20, True), ((1 << 20) + 1, False)):
        path.write_bytes(_in_graph(wire.message(2, b"x" * size)))
        if passes:
            check_onnx(path)
        else:
            with pytest.raises(PackageError, match="a text of 1 MB is larger than 1 MB"):
                check_onnx(path)
    path.write_bytes(_in_graph(wire.message(10, b"\xff\x1b" * (1 << 20))))
    check_onnx(path)
