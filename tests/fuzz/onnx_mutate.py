"""Changes ONNX files so that the messages around the change stay whole, by which a change gets deep into them."""

from __future__ import annotations

import random

from image_translation.models.package.onnx_schema import SCHEMA
from image_translation.models.package.wire import LENGTH, VARINT, fields, message
from image_translation.tests.fuzz.mutate import mutate_bytes, widen_varint

LOCATION = b"\x70\x01"
"""TensorProto: kept in another file."""
EXTERNAL = message(13, message(1, b"location") + message(2, b"secret.bin"))
"""TensorProto: which file."""
FOREIGN = message(7, b"com.microsoft")
"""NodeProto: whose operator it is."""
_PIECES = (
    LOCATION,
    EXTERNAL,
    EXTERNAL + LOCATION,
    FOREIGN,
    message(1, FOREIGN),  # a node of a graph
    message(5, EXTERNAL + LOCATION),  # a tensor of a graph or of an attribute
    message(8, message(1, b"com.microsoft")),
    message(6, message(1, message(4, b"Gelu") + FOREIGN)),  # a graph of an attribute
    message(20, message(1, message(5, LOCATION))),
    message(25, message(11, message(5, LOCATION))),
    b"\x70\x00",
    b"\x3a\x00",
    b"\x6b" + EXTERNAL + b"\x6c",  # as a group
    b"",
)


def mutate_onnx(content: bytes, chance: random.Random) -> bytes:
    """``content`` with a field changed, put in, or left out somewhere, or spelled otherwise."""
    if chance.random() < 0.1:
        return mutate_bytes(content, chance)
    return _changed(content, "ModelProto", chance)


def _changed(content: bytes, kind: str, chance: random.Random) -> bytes:
    """One message with a change in it or in a message of it."""
    try:
        parts = _parts(content, kind)
    except ValueError:
        return mutate_bytes(content, chance)
    inner = [place for place, (_, _, below) in enumerate(parts) if below]
    if inner and chance.random() < 0.8:
        place = chance.choice(inner)
        number, value, below = parts[place]
        changed = message(number, _changed(value, below, chance))
        if chance.random() < 0.03:  # the head, whose first two or more bytes are the tag and the length
            changed = widen_varint(changed[:2], chance) + changed[2:]
        return b"".join((*map(_encoded, parts[:place]), changed, *map(_encoded, parts[place + 1 :])))
    pieces = [_encoded(part) for part in parts]
    place = chance.randint(0, len(pieces))
    new = chance.choice((*_PIECES, chance.choice(pieces) if pieces else b""))
    if chance.random() < 0.3:
        new = chance.choice((widen_varint, mutate_bytes))(new, chance)
    return b"".join((*pieces[:place], new, *pieces[place + chance.choice((0, 0, 1)) :]))


def _parts(content: bytes, kind: str):
    """Number, bytes, and kind of the message below ("" for a value, whose bytes are those of the whole field)."""
    parts, start = [], 0
    for number, wire_type, first, last in fields(content, 0, len(content)):
        below = SCHEMA.get(kind, {}).get(number, "").lstrip("*")
        below = "StringStringEntryProto" if below == "external" else below
        whole = wire_type == LENGTH and below in SCHEMA
        parts.append((number, content[first:last] if whole else content[start:last], below if whole else ""))
        start = last
        assert wire_type != VARINT or not whole
    return parts


def _encoded(part) -> bytes:
    number, value, below = part
    return message(number, value) if below else value
