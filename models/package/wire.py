"""Reads and writes the encoding of protocol buffers, which ONNX files are in.

Done here because inference has to do without the onnx package, and because a file from a stranger is looked through
before any library opens it (encoding: https://protobuf.dev/programming-guides/encoding/). Only the one spelling that
writers use is read: libraries of different age make different things of the others, so a file could show one face to
this reader and another to them.
"""

from __future__ import annotations

import mmap
from typing import Iterator, Tuple, Union

Buffer = Union[bytes, mmap.mmap]
Field = Tuple[int, int, int, int]
"""Field number, wire type, and start and end of the value; a varint's value stands in place of the start."""

VARINT, FIXED64, LENGTH, FIXED32 = 0, 1, 2, 5
_WIDTHS = {FIXED64: 8, FIXED32: 4}


def fields(content: Buffer, start: int, end: int) -> Iterator[Field]:
    """The fields of one message; raises ValueError where the bytes make no sense or are not spelled as usual."""
    position = start
    while position < end:
        tag, position = _varint(content, position, end)
        number, wire_type = tag >> 3, tag & 7
        if not 0 < tag >> 3 < 1 << 29:
            raise ValueError(f"field number {number}")
        if wire_type == VARINT:
            value, position = _varint(content, position, end)
            yield number, wire_type, value, position
            continue
        if wire_type == LENGTH:
            length, position = _varint(content, position, end)
        elif wire_type in _WIDTHS:
            length = _WIDTHS[wire_type]
        else:
            raise ValueError(f"unknown wire type {wire_type}")
        if position + length > end:
            raise ValueError("cut short")
        yield number, wire_type, position, position + length
        position += length


def message(number: int, content: bytes) -> bytes:
    """One field that holds text, bytes or a message."""
    return _encoded(number << 3 | LENGTH) + _encoded(len(content)) + content


def _varint(content: Buffer, position: int, end: int) -> Tuple[int, int]:
    """A number of up to 64 bits in as few bytes as it needs, and the position behind it."""
    value = shift = 0
    while position < end:
        byte = content[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            if (not byte and shift) or value >= 1 << 64:
                raise ValueError("a number that is spelled too long")
            return value, position
        shift += 7
        if shift > 63:
            raise ValueError("a number that is spelled too long")
    raise ValueError("cut short")


def _encoded(value: int) -> bytes:
    result = bytearray()
    while value > 0x7F:
        result.append(value & 0x7F | 0x80)
        value >>= 7
    result.append(value)
    return bytes(result)
