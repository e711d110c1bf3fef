"""Looks through an ONNX file before any runtime opens it.

Two things in an ONNX file reach beyond it: tensors that are kept in other files (which may lie anywhere) and
operators that another library brings. A package of ours has neither, so a file with one is refused. Only the few fields
that matter are read, straight from the protocol buffer (field numbers: https://github.com/onnx/onnx, onnx.proto;
encoding: https://protobuf.dev/programming-guides/encoding/), so that inference does not need the onnx package.
"""

from __future__ import annotations

import mmap
from pathlib import Path
from typing import Dict, Iterator, Tuple, Union

from ..errors import PackageError

Buffer = Union[bytes, mmap.mmap]
Field = Tuple[int, int, int, int]
"""Field number, wire type, and start and end of the value; a varint's value stands in place of the start."""

_VARINT, _FIXED64, _LENGTH, _FIXED32 = 0, 1, 2, 5
_STANDARD_DOMAINS = (b"", b"ai.onnx", b"ai.onnx.ml")
_EXTERNAL = 1
_MAX_DEPTH = 64
# By message: the fields that hold further messages, and their kind.
_NESTED: Dict[str, Dict[int, str]] = {
    "model": {7: "graph", 8: "opset", 25: "function"},
    "graph": {1: "node", 5: "tensor", 15: "sparse"},
    "function": {7: "node", 9: "opset"},
    "node": {5: "attribute"},
    "attribute": {5: "tensor", 6: "graph", 10: "tensor", 11: "graph", 22: "sparse", 23: "sparse"},
    "sparse": {1: "tensor", 2: "tensor"},
}
_DOMAIN_FIELD = {"opset": 1, "node": 7}
_DATA_LOCATION_FIELD = 14


def check_onnx(path: Path) -> None:
    """Refuse an ONNX file that names other files or foreign operators.

    Raises:
        PackageError: with what was found, or because the file is no ONNX model.
    """
    if path.stat().st_size == 0:
        raise PackageError(f"The model {path.name} is empty; copy or download the package again.")
    with open(path, "rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        try:
            _check(content, 0, len(content), "model", path.name, 0)
        except (IndexError, ValueError) as error:
            raise PackageError(f"The model {path.name} is not a readable ONNX file ({error}).") from error


def _check(content: Buffer, start: int, end: int, message: str, name: str, depth: int) -> None:
    if depth > _MAX_DEPTH:
        raise ValueError("nested too deeply")
    for number, wire_type, first, last in _fields(content, start, end):
        if wire_type == _LENGTH and number in _NESTED.get(message, {}):
            _check(content, first, last, _NESTED[message][number], name, depth + 1)
        elif wire_type == _LENGTH and number == _DOMAIN_FIELD.get(message):
            domain = content[first:last]
            if domain not in _STANDARD_DOMAINS:
                raise PackageError(
                    f"The model {name} needs operators of '{domain.decode('utf-8', 'replace')}', which are not part "
                    "of ONNX; the package is refused."
                )
        elif message == "tensor" and number == _DATA_LOCATION_FIELD and first == _EXTERNAL:
            raise PackageError(f"The model {name} keeps data in another file, which a package must not; it is refused.")


def _fields(content: Buffer, start: int, end: int) -> Iterator[Field]:
    """The fields of one message; raises ValueError or IndexError where the bytes make no sense."""
    position = start
    while position < end:
        tag, position = _varint(content, position)
        number, wire_type = tag >> 3, tag & 7
        if wire_type == _VARINT:
            value, position = _varint(content, position)
            yield number, wire_type, value, position
            continue
        if wire_type == _LENGTH:
            length, position = _varint(content, position)
        elif wire_type in (_FIXED64, _FIXED32):
            length = 8 if wire_type == _FIXED64 else 4
        else:
            raise ValueError(f"unknown wire type {wire_type}")
        if position + length > end:
            raise ValueError("cut short")
        yield number, wire_type, position, position + length
        position += length


def _varint(content: Buffer, position: int) -> Tuple[int, int]:
    value = shift = 0
    while True:
        byte = content[position]
        position += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, position
        if shift > 63:
            raise ValueError("number too long")
