"""The presets are what the manual says."""

from __future__ import annotations

from pathlib import Path
from typing import Dict, List

from image_translation.models.training.presets import PRESETS
from image_translation.models.training.settings import PRESET_NAMES

_MANUAL = Path(__file__).parents[3] / "docs" / "training.md"


def _table() -> Dict[str, List[str]]:
    """The rows of the manual's table of presets by setting, and its heading."""
    lines = [line.strip("| \n").split(" | ") for line in _MANUAL.read_text(encoding="utf-8").splitlines()]
    start = next(i for i, cells in enumerate(lines) if cells[0] == "setting")
    end = next(i for i in range(start, len(lines)) if lines[i] == [""])
    return {cells[0].strip("`"): cells[1:] for cells in [lines[start], *lines[start + 2 : end]]}


def _word(value: object) -> str:
    return value if isinstance(value, str) else f"{value:g}"


def test_the_manual_s_table_is_the_presets() -> None:
    table = _table()
    assert [name.lower() for name in table.pop("setting")] == list(PRESET_NAMES) == list(PRESETS)
    for place, name in enumerate(PRESET_NAMES):
        told = {key: cells[place] for key, cells in table.items()}
        assert told == {key: _word(value) for key, value in PRESETS[name].items()}, name
