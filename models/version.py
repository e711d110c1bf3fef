"""Which version of the plugin this is."""

from __future__ import annotations

import re
from pathlib import Path

_METADATA = Path(__file__).resolve().parent.parent / "metadata.txt"


def plugin_version() -> str:
    """The version that ``metadata.txt`` names; "" without that file."""
    text = _METADATA.read_text(encoding="utf-8") if _METADATA.is_file() else ""
    found = re.search(r"^version=(.+)$", text, re.MULTILINE)
    return found.group(1).strip() if found else ""
