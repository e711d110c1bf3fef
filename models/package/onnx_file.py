"""What an ONNX file says about itself, read without the onnx package.

Field numbers: https://github.com/onnx/onnx, onnx.proto.
"""

from __future__ import annotations

import mmap
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, Iterator, List, Mapping, Optional, Sequence, Set, Tuple

from ..errors import PackageError
from .onnx_safety import check_onnx
from .wire import LENGTH, VARINT, Buffer, fields, message

FLOAT32 = 1

_GRAPH, _METADATA = 7, 14
_NODE, _INITIALIZER, _INPUT, _OUTPUT = 1, 5, 11, 12
_TENSOR_NAME, _NODE_OUTPUT = 8, 2
# The type in a ValueInfoProto: a tensor of 32-bit floats with four axes of any length.
_FOUR_AXES = message(2, message(1, b"\x08\x01" + message(2, 4 * message(1, b""))))


@dataclass(frozen=True)
class Port:
    """An input or an output of a graph.

    Attributes:
        name: of the port.
        element_type: number of ONNX's data type, 0 when it is no tensor.
        shape: size of each axis, None where it is free.
    """

    name: str
    element_type: int
    shape: Tuple[Optional[int], ...]


@dataclass(frozen=True)
class OnnxFile:
    """What a file says.

    Attributes:
        inputs: what the graph wants, without those that have a value of their own.
        outputs: what it gives.
        metadata: its metadata_props.
    """

    inputs: Tuple[Port, ...]
    outputs: Tuple[Port, ...]
    metadata: Mapping[str, str]


def read_onnx(path: Path, name: str = "") -> OnnxFile:
    """Check an ONNX file as :func:`check_onnx` does and read its ports and metadata; ``name`` as there.

    Raises:
        PackageError: it does not exist, is unsafe, or is no ONNX model.
    """
    if not path.is_file():
        raise PackageError(f"The model {path} does not exist; choose a .dlpk, .emd or .onnx file.")
    check_onnx(path, name)
    with open(path, "rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return _read(content)


def add_metadata(path: Path, entries: Mapping[str, str]) -> None:
    """Give an ONNX file these metadata_props; a message's fields may come in any order, so they go to its end."""
    with open(path, "ab") as stream:
        for key, value in entries.items():
            stream.write(message(_METADATA, message(1, key.encode()) + message(2, value.encode())))


def with_outputs(content: bytes, names: Sequence[str]) -> bytes:
    """A model that gives tensors of its graph besides its outputs.

    Args:
        content: of an ONNX file that was checked.
        names: of the tensors, 32-bit floats (N, channels, height, width).

    Raises:
        KeyError: no node of the graph makes a tensor of that name, or it is an output already.
    """
    graph = next(_parts(content, 0, len(content), _GRAPH))
    made = {_text(content, *part, 1) for part in _parts(content, *graph, _OUTPUT)}
    inner: Set[str] = set()
    for node in _parts(content, *graph, _NODE):
        inner.update(content[first:last].decode("utf-8") for first, last in _parts(content, *node, _NODE_OUTPUT))
    for name in names:
        if name not in inner - made:
            raise KeyError(name)
    further = b"".join(message(_OUTPUT, message(1, name.encode()) + _FOUR_AXES) for name in names)
    return _with_graph(content, content[slice(*graph)] + further)


def without_outputs(content: bytes, names: Sequence[str]) -> bytes:
    """A model that no longer gives these outputs, though its graph has them inside as before.

    Args:
        content: of an ONNX file.
        names: of the outputs.
    """
    first, last = next(_parts(content, 0, len(content), _GRAPH))
    kept, position = [], first
    for number, wire_type, start, end in fields(content, first, last):
        given = number == _OUTPUT and wire_type == LENGTH and _text(content, start, end, 1) in names
        kept += [] if given else [content[position:end]]
        position = end
    return _with_graph(content, b"".join(kept))


def _with_graph(content: bytes, graph: bytes) -> bytes:
    """The model with another graph in place of its own."""
    parts, position = [], 0
    for number, wire_type, _, end in fields(content, 0, len(content)):
        is_graph = number == _GRAPH and wire_type == LENGTH
        parts.append(message(_GRAPH, graph) if is_graph else content[position:end])
        position = end
    return b"".join(parts)


def _read(content: Buffer) -> OnnxFile:
    inputs: List[Port] = []
    outputs: List[Port] = []
    metadata: Dict[str, str] = {}
    constants: Set[str] = set()
    for first, last in _parts(content, 0, len(content), _METADATA):
        metadata[_text(content, first, last, 1)] = _text(content, first, last, 2)
    for graph in _parts(content, 0, len(content), _GRAPH):
        constants.update(_text(content, *part, _TENSOR_NAME) for part in _parts(content, *graph, _INITIALIZER))
        inputs += [_port(content, *part) for part in _parts(content, *graph, _INPUT)]
        outputs += [_port(content, *part) for part in _parts(content, *graph, _OUTPUT)]
    return OnnxFile(tuple(port for port in inputs if port.name not in constants), tuple(outputs), metadata)


def _port(content: Buffer, start: int, end: int) -> Port:
    """ValueInfoProto: name 1, type 2. TypeProto: tensor_type 1. Tensor: elem_type 1, shape 2. Shape: dim 1."""
    element_type = 0
    shape: List[Optional[int]] = []
    for kind in _parts(content, start, end, 2):
        for tensor in _parts(content, *kind, 1):
            element_type = _number(content, *tensor, 1) or 0
            for sizes in _parts(content, *tensor, 2):
                shape = [_number(content, *axis, 1) for axis in _parts(content, *sizes, 1)]
    return Port(_text(content, start, end, 1), element_type, tuple(shape))


def _parts(content: Buffer, start: int, end: int, wanted: int) -> Iterator[Tuple[int, int]]:
    """Start and end of what is in the field ``wanted``."""
    for number, wire_type, first, last in fields(content, start, end):
        if number == wanted and wire_type == LENGTH:
            yield first, last


def _text(content: Buffer, start: int, end: int, wanted: int) -> str:
    text = ""
    for first, last in _parts(content, start, end, wanted):
        text = content[first:last].decode("utf-8")
    return text


def _number(content: Buffer, start: int, end: int, wanted: int) -> Optional[int]:
    """A positive whole number, None where there is none."""
    for number, wire_type, value, _ in fields(content, start, end):
        if number == wanted and wire_type == VARINT and 0 < value < 1 << 31:
            return value
    return None
