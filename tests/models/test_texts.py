"""Texts of strangers: what is no letter is not shown, and no window takes them for HTML."""

import pytest

from image_translation.models.cli import ConsoleFeedback
from image_translation.models.errors import PackageError, UnexpectedError
from image_translation.models.texts import MAX_SENTENCE, commands, harmless, sentence


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ünïcode 图 𝕏 a\u00a0b\u200cc", "Ünïcode 图 𝕏 a\u00a0b\u200cc"),
        ("one\ntwo", "one\ntwo"),
        ("\x1b[31m\x00\x07\x7f\x9b", "\ufffd[31m\ufffd\ufffd\ufffd\ufffd"),
        ("a\tb\rc", "a\ufffdb\ufffdc"),
        ("\ud800\udfff", "\ufffd\ufffd"),
        ("\u202etxt.exe\u2066\u2028", "\ufffdtxt.exe\ufffd\ufffd"),
    ],
)
def test_harmless(text, expected):
    assert harmless(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one\n\ntwo\tthree\r\nfour\u2028five", "one two three four five"),
        ("a < b and 1 <2", "a < b and 1 <2"),
        ("<img src=x></img><!-- --><?x?>", "‹img src=x>‹/img>‹!-- -->‹?x?>"),
        ("x" * MAX_SENTENCE, "x" * MAX_SENTENCE),
        ("x" * (MAX_SENTENCE + 1), "x" * MAX_SENTENCE + "…"),
    ],
)
def test_sentence(text, expected):
    assert sentence(text) == expected


@pytest.mark.parametrize("letter", [0x00, 0x08, 0x0B, 0x0C, 0x0E, 0x1B, 0x1F, 0x7F, 0x80, 0x9B, 0x9F])
def test_commands(letter):
    assert commands(f"a{chr(letter)}b") and not commands("a\tb\nc\rd ~ \u00a0")


def test_every_error_is_a_sentence():
    assert str(PackageError("\x1b[2J\n<b>")) == "\ufffd[2J ‹b>"
    error = UnexpectedError("a\nb", "trace\nback")
    assert (str(error), error.trace) == ("a b", "trace\nback")


def test_the_command_line_passes_no_commands_on(capsys):
    """Such as stand in the name of a raster's band, which no error of ours cleans."""
    ConsoleFeedback().warning("band \x1b]0;title\x07 of\ntwo lines")
    assert capsys.readouterr().err == "Warning: band \ufffd]0;title\ufffd of\ntwo lines\n"
