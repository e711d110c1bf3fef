"""The mutator itself: the same seed gives the same files, and the changes that matter do happen."""

import json
import random

import pytest

from image_translation.models.errors import InputError
from image_translation.tests.fuzz import mutate, runner


def test_a_seed_gives_the_same_bytes_everywhere():
    content = bytes(range(256)) * 4
    many = [mutate.mutate_bytes(content, random.Random(f"0:{number}")) for number in range(200)]
    assert many == [mutate.mutate_bytes(content, random.Random(f"0:{number}")) for number in range(200)]
    assert sum(each != content for each in many) > 190
    assert max(map(len, many)) <= len(content) + 3 * mutate.MAX_GROWTH


def test_a_widened_varint_is_longer_and_begins_alike():
    for number in range(20):
        wide = mutate.widen_varint(b"\x70\x01", random.Random(number))
        assert len(wide) > 2 and wide[0] & 0x7F == 0x70 and any(byte > 0x80 or byte < 0x80 for byte in wide)


def test_json_gets_absurd_values():
    content = json.dumps({"a": 1, "b": [1, 2, {"c": "text"}]}).encode()
    texts = [mutate.mutate_json(content, random.Random(number)) for number in range(400)]
    for part in (b"9" * 400, b"NaN", b"[" * 3000, b"\\ud800", b"\xed\xa0\x80", b"1e400", b"\\u0000"):
        assert any(part in text for text in texts), part


def test_zips_get_odd_names_lying_headers_and_changed_members():
    content = mutate.zip_of([("a.txt", b"a" * 100), ("b.json", b"{}")])
    names, refused = set(), 0
    for number in range(300):
        try:
            names.update(
                name
                for name, _ in mutate.zip_members(
                    mutate.mutate_zip(content, random.Random(number), lambda *_: b"changed")
                )
            )
        except Exception:  # zipfile has many
            refused += 1
    assert {"../escaped", "a.txt", "x" * 300} <= names and 30 < refused < 250


def test_the_runner_counts_what_must_not_be():
    ends = iter([None, InputError("x.tif is damaged; copy it again."), InputError("Damaged."), ValueError("oops")])

    def case(chance):
        end = next(ends)
        if end is not None:
            raise end

    outcome = runner.fuzz(case, lambda: "x.tif", count=4)
    assert outcome.ended == {"": 1, "InputError": 2}
    assert len(outcome.failures) == 2
    assert "0:2: the sentence does not name x.tif" in outcome.failures[0] and "oops" in outcome.failures[1]


def test_the_runner_ends_what_hangs(monkeypatch):
    pytest.importorskip("fcntl", reason="alarms are a thing of Unix")
    monkeypatch.setattr(runner, "CASE_SECONDS", 0.2)

    def case(chance):
        while True:
            pass

    outcome = runner.fuzz(case, lambda: "x", count=1)
    assert "TooLong" in outcome.failures[0]
