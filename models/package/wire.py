"""Reads and writes the encoding of protocol buffers, which ONNX files are in.

Done here because inference has to do without the onnx package, and because a file from a stranger is looked through
before any library opens it (encoding: https://protobuf.dev/programming-guides/encoding/).
"""

from __future__ import annotations

import mmap
from typing import Iterator, Tuple, Union

Buffer = Union[bytes, mmap.mmap]
Field = Tuple[int, int, int, int]
"""Field number, wire type, and start and end of the value; a varint's value stands in place of the start."""

VARINT, FIXED64, LENGTH, FIXED32 = 0, 1, 2, 5


def fields(content: Buffer, start: int, end: int) -> Iterator[Field]:
    """The fields of one message; raises ValueError or IndexError where the bytes make no sense."""
    position = start
    while position < end:
        tag, position = _varint(content, position)
        number, wire_type = tag >> 3, tag & 7
        if wire_type == VARINT:
            value, position = _varint(content, position)
            yield number, wire_type, value, position
            continue
        if wire_type == LENGTH:
            length, position = _varint(content, position)
        elif wire_type in (FIXED64, FIXED32):
            length = 8 if wire_type == FIXED64 else 4
        else:
            raise ValueError(f"unknown wire type {wire_type}")
        if position + length > end:
            raise ValueError("cut short")
        yield number, wire_type, position, position + length
        position += length


def message(number: int, content: bytes) -> bytes:
    """One field that holds text, bytes or a message."""
    return _encoded(number << 3 | LENGTH) + _encoded(len(content)) + content


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


def _encoded(value: int) -> bytes:
    result = bytearray()
    while value > 0x7F:
        result.append(value & 0x7F | 0x80)
        value >>= 7
    result.append(value)
    return bytes(result)
