"""Texts of strangers, made fit for a log, a terminal and a window.

What a file says of itself may hold commands for the terminal, marks that turn the direction of writing, or halves of
characters that no stream takes.
"""

from __future__ import annotations

import re

MAX_SENTENCE = 4000
_SPACES = re.compile("[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
_UNFIT = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028-\u202e\u2066-\u2069]")
_COMMANDS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_MARKUP = re.compile(r"<(?=[A-Za-z!/?])")


def harmless(text: str) -> str:
    """``text`` with a replacement character for each that is no letter but a command; line breaks stay."""
    return _UNFIT.sub("\ufffd", text)


def commands(text: str) -> bool:
    """Whether there is anything in ``text`` that a terminal would do rather than show; line breaks and tabs are not."""
    return _COMMANDS.search(text) is not None


def sentence(text: str) -> str:
    """``text`` in one harmless line of at most ``MAX_SENTENCE`` letters that no window takes for HTML."""
    line = _MARKUP.sub("\u2039", harmless(_SPACES.sub(" ", text)))
    return line if len(line) <= MAX_SENTENCE else f"{line[:MAX_SENTENCE]}\u2026"
