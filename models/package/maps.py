"""The feature maps that a model's graph holds besides its output, as its definition names them."""

from __future__ import annotations

import re
from typing import Any, Dict, Mapping

FeatureMaps = Mapping[str, Mapping[str, int]]
"""By the name of the tensor in the graph: ``step``, pixels a cell, and ``channels``."""
MAX_MAPS = 16
MAX_STEP = 64
MAX_CHANNELS = 4096
_NAME = re.compile(r"map_\w{1,60}", re.ASCII)
_STEPS = tuple(2**i for i in range(MAX_STEP.bit_length()))


def known_maps(maps: FeatureMaps) -> Dict[str, Dict[str, int]]:
    """Those that a definition may name: an encoder can have maps that are coarser or have more channels."""
    return {name: dict(sizes) for name, sizes in maps.items() if _in_range(sizes["step"], sizes["channels"])}


def read_maps(value: Mapping[str, Any], size_multiple: int) -> Dict[str, Dict[str, int]]:
    """The feature maps of a definition.

    Args:
        value: what its JSON holds.
        size_multiple: pixels that every tile is a multiple of, and that cells must divide.

    Raises:
        ValueError: a name or number is none that the format knows.
    """
    if len(value) > MAX_MAPS:
        raise ValueError(f"Maps names {len(value)} feature maps, more than {MAX_MAPS}")
    maps = {}
    for name, sizes in value.items():
        if not _NAME.fullmatch(name):
            raise ValueError(f"Maps names {name[:80]!r}, which is no name of a feature map")
        if not isinstance(sizes, dict) or set(sizes) != {"step", "channels"}:
            raise ValueError(f"{name} in Maps has not just step and channels")
        if not _in_range(sizes["step"], sizes["channels"]) or size_multiple % sizes["step"]:
            raise ValueError(f"{name} in Maps has a step or channels out of range")
        maps[name] = dict(sizes)
    return maps


def _in_range(step: object, channels: object) -> bool:
    whole = type(step) is int and type(channels) is int  # true is a whole number too
    return whole and step in _STEPS and isinstance(channels, int) and 1 <= channels <= MAX_CHANNELS
