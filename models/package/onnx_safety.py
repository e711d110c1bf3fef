"""Looks through an ONNX file before any runtime opens it.

Two things in an ONNX file reach beyond it: tensors that are kept in other files (which may lie anywhere) and
operators that another library brings. A model that needs neither runs everywhere, so a file with one is refused. So
that no runtime can read a file otherwise than it was read here, anything that is not known, comes twice, or is not
spelled as writers of ONNX spell it is refused too.
"""

from __future__ import annotations

import mmap
from pathlib import Path
from typing import Set

from ..errors import PackageError
from ..texts import commands
from .onnx_schema import ONE_OF, SCHEMA
from .wire import FIXED32, FIXED64, LENGTH, VARINT, Buffer, Field, fields

MAX_BYTES = (2 << 30) - 1
"""No library reads a longer message of protocol buffers."""
MAX_PARTS = 5_000_000
MAX_TEXT_BYTES = 16 << 20

_STANDARD_DOMAINS = (b"", b"ai.onnx", b"ai.onnx.ml")
_MAX_DEPTH = 64
_WIRE_TYPES = {
    **dict.fromkeys(("int32", "int64", "uint64", "enum", "location"), VARINT),
    **dict.fromkeys(("string", "bytes", "doc", "domain", "external", *SCHEMA), LENGTH),
    "float": FIXED32,
    "double": FIXED64,
}
_GRAPH = 7


def check_onnx(path: Path, name: str = "") -> None:
    """Refuse an ONNX file that names other files or foreign operators, or that could be read in two ways.

    Args:
        path: the file.
        name: what to call it in messages, where that is not the file's name.

    Raises:
        PackageError: with what was found, or because the file is no ONNX model or too large for one.
    """
    name = name or path.name
    size = path.stat().st_size
    if size == 0:
        raise PackageError(f"The model {name} is empty; copy or download it again.")
    if size > MAX_BYTES:
        raise PackageError(f"The model {name} has {size >> 20} MB, more than the 2 GB that ONNX files may have.")
    with open(path, "rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        try:
            if _GRAPH not in _Check(content, name).message(0, len(content), "ModelProto", 0):
                raise ValueError("without a graph")
        except ValueError as error:
            raise PackageError(
                f"The model {name} is not a readable ONNX file ({error}); copy or download it again, or export "
                "it anew."
            ) from error


class _Check:
    """Goes through every field of every message of a file."""

    def __init__(self, content: Buffer, name: str) -> None:
        self._content, self._name, self._parts = content, name, 0

    def message(self, start: int, end: int, kind: str, depth: int) -> Set[int]:
        """Check one message; the numbers of the fields that it has."""
        if depth > _MAX_DEPTH:
            raise ValueError("nested too deeply")
        seen: Set[int] = set()
        for field in fields(self._content, start, end):
            self._parts += 1
            if self._parts > MAX_PARTS:
                raise ValueError(f"more than {MAX_PARTS} parts")
            number = field[0]
            told = SCHEMA[kind].get(number)
            if told is None:
                raise ValueError(f"unknown field {number} of {kind}")
            again = told.startswith("*")
            if number in seen and not again:
                raise ValueError(f"field {number} of {kind} twice")
            seen.add(number)
            self._field(field, told.lstrip("*"), again, kind, depth)
        if len(seen.intersection(ONE_OF.get(kind, ()))) > 1:
            raise ValueError(f"{kind} of two kinds")
        return seen

    def _field(self, field: Field, told: str, again: bool, kind: str, depth: int) -> None:
        number, wire_type, first, last = field
        if wire_type != _WIRE_TYPES[told]:
            if again and wire_type == LENGTH:  # many numbers in one
                return
            raise ValueError(f"field {number} of {kind} of another type")
        if told in SCHEMA:
            self.message(first, last, told, depth + 1)
        elif told == "external" or (told == "location" and first):
            raise PackageError(f"The model {self._name} keeps data in another file, which it must not; it is refused.")
        elif told == "domain":
            self._domain(first, last)
        elif told == "string":
            if last - first > MAX_TEXT_BYTES:
                raise ValueError(f"a text of {last - first >> 20} MB is larger than {MAX_TEXT_BYTES >> 20} MB")
            if commands(self._content[first:last].decode("utf-8")):  # a runtime would put it into its messages
                raise ValueError(f"field {number} of {kind} is no text")
        elif told in ("int32", "enum") and 1 << 31 <= first < (1 << 64) - (1 << 31):
            raise ValueError(f"field {number} of {kind} out of range")

    def _domain(self, first: int, last: int) -> None:
        domain = self._content[first : min(last, first + 80)]
        if domain not in _STANDARD_DOMAINS:
            raise PackageError(
                f"The model {self._name} needs operators of {domain.decode('utf-8', 'replace')!r}, which are not part "
                "of ONNX; it is refused."
            )
