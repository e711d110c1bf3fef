"""Changes files as a bad disk or an attacker would; shared by the fuzzers of packages, chip folders and rasters.

Every function takes the ``random.Random`` that decides, so that a seed gives the same files everywhere.
"""

from __future__ import annotations

import io
import json
import random
import struct
import warnings
import zipfile
from typing import Any, Callable, List, Tuple

MAX_GROWTH = 1 << 16
"""Bytes by which one change may lengthen a file."""

_NUMBERS = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 2**63 - 1, 2**64 - 1)
_NAMES = (
    "../escaped",
    "/tmp/escaped",
    "C:\\escaped",
    "..\\escaped",
    "CON",
    "",
    " ",
    ".",
    "a\0b",
    "\ud800",
    "\x1b[31mred\x1b[0m",
    "line\nbreak",
    "\u202egnp.exe",
    "é" * 130,
    "x" * 300,
)
_RAW = {
    "@digits": "9" * 400,
    "@longer": "9" * 5000,
    "@huge": "1e400",
    "@small": "-1e-400",
    "@nan": "NaN",
    "@infinite": "-Infinity",
    "@deep": "[" * 3000 + "]" * 3000,
    "@deeper": '{"a":' * 100_000,
    "@surrogate": '"\\ud800"',
}
"""JSON texts that no Python value stands for, by the mark that is put in their place."""
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
_VALUES = (None, True, False, 0, -1, 1, 65537, 1e308, -1e-320, "", "x", [], {}, [[]], {"x": {}}, [1, "x", None])


def mutate_bytes(content: bytes, chance: random.Random, rounds: int = 3) -> bytes:
    """``content`` after one to ``rounds`` changes that know nothing of its meaning."""
    for _ in range(chance.randint(1, rounds)):
        content = chance.choice(_CHANGES)(content, chance) if content else bytes([chance.randrange(256)])
    return content


def mutate_json(content: bytes, chance: random.Random, rounds: int = 2) -> bytes:
    """A JSON text with values of other types, absurd numbers, deep nesting, odd texts, and keys gone or renamed.

    What is no JSON is changed by its bytes.
    """
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return mutate_bytes(content, chance)
    if chance.random() < 0.1:
        return mutate_bytes(content, chance)
    for _ in range(chance.randint(1, rounds)):
        value = _changed_value(value, chance)
    text = json.dumps(value, ensure_ascii=chance.random() < 0.5)
    for mark, raw in _RAW.items():
        text = text.replace(json.dumps(mark), raw)
    return text.encode("utf-8", "surrogatepass")


def mutate_zip(
    content: bytes, chance: random.Random, change: Callable[[str, bytes, random.Random], bytes]
) -> bytes:
    """A zip file with changed members, or with headers that lie.

    Args:
        content: the zip file.
        chance: decides.
        change: gives another content of a member from its name and content.
    """
    try:
        members = zip_members(content)
    except (zipfile.BadZipFile, OSError, ValueError):
        return mutate_bytes(content, chance)
    kind = chance.randrange(6)
    if kind == 0:
        return mutate_bytes(content, chance)
    if kind == 1:
        return _lying_headers(content, chance)
    place = chance.randrange(len(members))
    name, data = members[place]
    if kind == 2:
        members[place] = (chance.choice((*_NAMES, members[0][0])), data)
    elif kind == 3:
        chance.choice((members.pop, lambda _: members.append((name, change(name, data, chance)))))(place)
    else:
        members[place] = (name, change(name, data, chance))
    return zip_of(members, chance.choice(_METHODS))


def zip_members(content: bytes) -> List[Tuple[str, bytes]]:
    """Name and content of each member."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [(info.filename, archive.read(info)) for info in archive.infolist()]


def zip_of(members: List[Tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of these members; names may come twice and be odd."""
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a name comes twice
        with zipfile.ZipFile(stream, "w", method) as archive:
            for name, data in members:
                archive.writestr(zipfile.ZipInfo(name.encode("utf-8", "replace").decode("utf-8") or "_"), data, method)
    return stream.getvalue()


def widen_varint(content: bytes, chance: random.Random) -> bytes:
    """One byte that may end a varint becomes a longer spelling of the same number, or of it plus 2**32 or 2**64."""
    ends = [place for place, byte in enumerate(content) if byte < 0x80]
    if not ends:
        return content
    place = chance.choice(ends)
    middle = bytes([content[place] | 0x80])
    longer = chance.choice((b"\x00", b"\x80\x00", b"\x80\x80\x80\x80\x00", b"\x80\x80\x80\x10", b"\x80" * 8 + b"\x02"))
    return content[:place] + middle + longer + content[place + 1 :]


def _flip(content: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(content))
    return content[:place] + bytes([content[place] ^ 1 << chance.randrange(8)]) + content[place + 1 :]


def _overwrite(content: bytes, chance: random.Random) -> bytes:
    place, length = chance.randrange(len(content)), chance.randint(1, 8)
    return content[:place] + bytes(chance.randrange(256) for _ in range(length)) + content[place + length :]


def _number(content: bytes, chance: random.Random) -> bytes:
    """A number that programs trip over, of any size and byte order."""
    code = chance.choice(("<H", ">H", "<I", ">I", "<Q", ">Q"))
    size = struct.calcsize(code)
    number = struct.pack(code, chance.choice(_NUMBERS) & (1 << 8 * size) - 1)
    place = chance.randrange(len(content))
    return content[:place] + number + content[place + size :]


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def _leave_out(content: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(content))
    return content[:place] + content[place + chance.randint(1, 16) :]


def _splice(content: bytes, chance: random.Random) -> bytes:
    """A piece of the file comes again somewhere else in it, over what is there or between."""
    start, place = chance.randrange(len(content)), chance.randrange(len(content))
    piece = content[start : start + chance.choice((1, 4, 16, 64, 1024, MAX_GROWTH))]
    return content[:place] + piece + content[place + chance.choice((0, len(piece))) :]


def _append(content: bytes, chance: random.Random) -> bytes:
    return content + chance.choice((b"\0", b"\0" * 512, content[: chance.randint(1, 4096)], b"\x1b[31m", b"\xff" * 16))


_CHANGES = (_flip, _flip, _overwrite, _number, _cut, _leave_out, _splice, _append, widen_varint)


def _changed_value(value: Any, chance: random.Random) -> Any:
    """A copy in which one of the values, anywhere, is another, or one of the keys."""
    if isinstance(value, dict) and value and chance.random() < 0.85:
        key = chance.choice(list(value))
        rest = {name: item for name, item in value.items() if name != key}
        kind = chance.random()
        if kind < 0.08:
            return rest
        if kind < 0.16:
            return {**rest, chance.choice(_NAMES): value[key]}
        return {**value, key: _changed_value(value[key], chance)}
    if isinstance(value, list) and value and chance.random() < 0.75:
        place = chance.randrange(len(value))
        if chance.random() < 0.2:
            return chance.choice((value[:place], value + value[place:], value * 50))
        return [*value[:place], _changed_value(value[place], chance), *value[place + 1 :]]
    return chance.choice((chance.choice(_VALUES), chance.choice(list(_RAW)), chance.choice(_NAMES)))


def _lying_headers(content: bytes, chance: random.Random) -> bytes:
    """Something else in the headers of a zip file, in one or in all of them."""
    local, central, size, values = chance.choice(_HEADERS)
    number, result, all_of_them = chance.choice(values), bytearray(content), chance.random() < 0.5
    for signature, place in ((b"PK\3\4", local), (b"PK\1\2", central)):
        starts = [start for start in range(len(content) - 46) if content.startswith(signature, start)]
        if place is None or not starts:
            continue
        for start in starts if all_of_them else [chance.choice(starts)]:
            result[start + place : start + place + size] = (number & (1 << 8 * size) - 1).to_bytes(size, "little")
    return bytes(result)


_HEADERS = (
    (8, 10, 2, (0, 1, 8, 9, 12, 14, 93, 95, 98, 99, 0xFFFF)),  # method
    (6, 8, 2, (1, 8, 0x20, 0x41, 0x800, 0x2000, 0xFFFF)),  # flags: encrypted, patched, UTF-8, masked
    (4, 6, 2, (0, 10, 45, 63, 255, 0xFFFF)),  # version
    (14, 16, 4, _NUMBERS),  # checksum
    (18, 20, 4, _NUMBERS),  # packed size
    (22, 24, 4, _NUMBERS),  # size
    (26, 28, 2, _NUMBERS),  # length of the name
    (28, 30, 2, _NUMBERS),  # length of the extra part
    (None, 42, 4, _NUMBERS),  # offset of the local header
)
"""Place in the local header (None: not there) and in the central one, size in bytes, and numbers to put there."""
