"""Looks through an ONNX file before any runtime opens it.

Two things in an ONNX file reach beyond it: tensors that are kept in other files (which may lie anywhere) and
operators that another library brings. A model that needs neither runs everywhere, so a file with one is refused. Only
the few fields that matter are read (field numbers: https://github.com/onnx/onnx, onnx.proto).
"""

from __future__ import annotations

import mmap
from pathlib import Path
from typing import Dict

from ..errors import PackageError
from .wire import LENGTH, Buffer, Field, fields

MAX_BYTES = 8 << 30
MAX_PARTS = 5_000_000

_STANDARD_DOMAINS = (b"", b"ai.onnx", b"ai.onnx.ml")
_EXTERNAL = 1
_MAX_DEPTH = 64
# By message: the fields that hold further messages, and their kind.
_NESTED: Dict[str, Dict[int, str]] = {
    "model": {7: "graph", 8: "opset", 20: "training", 25: "function"},
    "graph": {1: "node", 5: "tensor", 15: "sparse"},
    "training": {1: "graph", 2: "graph"},
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
        PackageError: with what was found, or because the file is no ONNX model or too large for one.
    """
    size = path.stat().st_size
    if size == 0:
        raise PackageError(f"The model {path.name} is empty; copy or download it again.")
    if size > MAX_BYTES:
        raise PackageError(f"The model {path.name} has {size >> 30} GB, more than the {MAX_BYTES >> 30} GB allowed.")
    with open(path, "rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        try:
            _Check(content, path.name).message(0, len(content), "model", 0)
        except (IndexError, ValueError) as error:
            raise PackageError(
                f"The model {path.name} is not a readable ONNX file ({error}); copy or download it again."
            ) from error


class _Check:
    """Goes through every message of a file that can hold a tensor or name an operator."""

    def __init__(self, content: Buffer, name: str) -> None:
        self._content, self._name, self._seen = content, name, 0

    def message(self, start: int, end: int, kind: str, depth: int) -> None:
        if depth > _MAX_DEPTH:
            raise ValueError("nested too deeply")
        for field in fields(self._content, start, end):
            self._seen += 1
            if self._seen > MAX_PARTS:
                raise ValueError(f"more than {MAX_PARTS} parts")
            self._field(field, kind, depth)

    def _field(self, field: Field, kind: str, depth: int) -> None:
        number, wire_type, first, last = field
        if wire_type == LENGTH and number in _NESTED.get(kind, {}):
            self.message(first, last, _NESTED[kind][number], depth + 1)
        elif wire_type == LENGTH and number == _DOMAIN_FIELD.get(kind):
            domain = self._content[first : min(last, first + 80)]
            if domain not in _STANDARD_DOMAINS:
                raise PackageError(
                    f"The model {self._name} needs operators of '{domain.decode('utf-8', 'replace')}', which are not "
                    "part of ONNX; it is refused."
                )
        elif kind == "tensor" and number == _DATA_LOCATION_FIELD and first == _EXTERNAL:
            raise PackageError(f"The model {self._name} keeps data in another file, which it must not; it is refused.")
