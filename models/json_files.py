"""JSON files that may be damaged, or made by a stranger to do harm."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

MALFORMED = (ArithmeticError, AttributeError, EOFError, LookupError, OSError, TypeError, ValueError)
"""What comes of reading values that are not there, not of their type, or too large."""
_MAX_DIGITS = 19


def read_json(path: Path, encoding: str = "utf-8") -> Any:
    """The value that a file holds.

    Raises:
        OSError: it cannot be read.
        ValueError: it is no JSON text, is nested more deeply than anything that we write, holds whole numbers of more
            than 19 digits, or texts that are not Unicode.
    """
    text = path.read_text(encoding=encoding)
    try:
        value = json.loads(text, parse_int=_whole_number)
        if "\\u" in text:
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    return value


def _whole_number(digits: str) -> int:
    if len(digits) > _MAX_DIGITS + 1:
        raise ValueError(f"a whole number has {len(digits)} digits")
    return int(digits)
