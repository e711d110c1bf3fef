"""The encoding of protocol buffers: what writers write is read, and nothing that is spelled otherwise."""

import pytest

from image_translation.models.package.wire import FIXED32, FIXED64, LENGTH, VARINT, fields, message


def _read(content):
    return list(fields(content, 0, len(content)))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\x08\x00", [(1, VARINT, 0, 2)]),
        (b"\x08\x7f", [(1, VARINT, 127, 2)]),
        (b"\x08\x80\x01", [(1, VARINT, 128, 3)]),
        (b"\x08" + b"\xff" * 9 + b"\x01", [(1, VARINT, 2**64 - 1, 11)]),
        (b"\x09" + b"x" * 8, [(1, FIXED64, 1, 9)]),
        (b"\x0d" + b"x" * 4, [(1, FIXED32, 1, 5)]),
        (b"\x0a\x00", [(1, LENGTH, 2, 2)]),
        (b"\x0a\x02xy\x10\x05", [(1, LENGTH, 2, 4), (2, VARINT, 5, 6)]),
        (b"\xf8\xff\xff\xff\x0f\x01", [(2**29 - 1, VARINT, 1, 6)]),
        (message(1000, b"x" * 300), [(1000, LENGTH, 4, 304)]),
    ],
)
def test_what_writers_write(content, expected):
    assert _read(content) == expected


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x08", "cut short"),
        (b"\x08\x80", "cut short"),
        (b"\x80", "cut short"),
        (b"\x0a\x03xy", "cut short"),
        (b"\x0d" + b"x" * 3, "cut short"),
        (b"\x09" + b"x" * 7, "cut short"),
        (b"\x08\x80\x00", "too long"),
        (b"\x08\xff\x00", "too long"),
        (b"\x88\x00\x01", "too long"),
        (b"\x0a\x81\x00x", "too long"),
        (b"\x08" + b"\xff" * 9 + b"\x02", "too long"),
        (b"\x08" + b"\x80" * 9 + b"\x02", "too long"),
        (b"\x08" + b"\xff" * 10 + b"\x01", "too long"),
        (b"\x00\x01", "field number 0"),
        (b"\x80\x80\x80\x80\x10\x01", "field number 536870912"),
        (b"\x0b\x0c", "wire type 3"),
        (b"\x0c", "wire type 4"),
        (b"\x0e", "wire type 6"),
        (b"\x0f", "wire type 7"),
    ],
)
def test_what_no_writer_writes(content, words):
    with pytest.raises(ValueError, match=words):
        _read(content)


def test_a_message_ends_where_it_ends():
    """A number may not go on behind the end of its message, though the file goes on."""
    content = b"\x08\x81\x01"
    assert list(fields(content, 0, 3)) == [(1, VARINT, 129, 3)]
    with pytest.raises(ValueError, match="cut short"):
        list(fields(content, 0, 2))
