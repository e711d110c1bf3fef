"""A small palette of ground in the colours that orthophotos show: natural, slightly muted sRGB.

They follow medians of the pixels of their hue in classes of UC Merced (United States, 0.3 m): crop and dry grass in
*agricultural*, grass in *golf course* and *baseball diamond*, woods in *forest*, bare soil in *chaparral*, dark soil in
*medium residential*, waters in *harbor* and *river*, gravel and concrete in *freeway*, asphalt in *intersection*, tiles
and slate in *buildings* and the residential ones. Sand is that of dunes in Monterey; metal and snow are chosen by eye.
"""

from __future__ import annotations

import re
from typing import Dict, Optional, Tuple

Colour = Tuple[float, float, float]

GROUNDS: Dict[str, Tuple[int, int, int]] = {
    "grass": (100, 125, 94),
    "dry grass": (160, 152, 122),
    "crop": (129, 151, 126),
    "woods": (70, 91, 77),
    "bare soil": (156, 135, 110),
    "dark soil": (107, 91, 71),
    "sand": (193, 185, 167),
    "gravel": (135, 134, 125),
    "clear water": (50, 67, 73),
    "muddy water": (122, 109, 94),
    "asphalt": (116, 116, 116),
    "concrete": (177, 178, 172),
    "red tiles": (162, 114, 97),
    "slate": (92, 97, 106),
    "metal roof": (190, 197, 200),
    "snow": (236, 240, 245),
}
"""Red, green and blue from 0 to 255 by the name of the ground."""

_CSS = (
    "black 000000 silver c0c0c0 gray 808080 grey 808080 white ffffff maroon 800000 red ff0000 purple 800080 "
    "fuchsia ff00ff magenta ff00ff green 008000 lime 00ff00 olive 808000 yellow ffff00 navy 000080 blue 0000ff "
    "teal 008080 aqua 00ffff cyan 00ffff brown a52a2a tan d2b48c beige f5f5dc khaki f0e68c orange ffa500 gold ffd700 "
    "pink ffc0cb salmon fa8072 sienna a0522d chocolate d2691e firebrick b22222 darkgreen 006400 forestgreen 228b22 "
    "lightgreen 90ee90 lightblue add8e6 skyblue 87ceeb lightgray d3d3d3 lightgrey d3d3d3 darkgray a9a9a9 "
    "darkgrey a9a9a9"
).split()
_SEPARATORS = re.compile(r"[\s_-]+")
_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})")
_NUMBER = r"\s*([0-9]{1,3}(?:\.[0-9]{1,20})?)\s*"
# QGIS writes red,green,blue,alpha and, from 3.38 on, the same in fractions behind it.
_NUMBERS = re.compile(rf"(?:rgba?\()?{_NUMBER}[,; ]{_NUMBER}[,; ]{_NUMBER}(?:,\s*[0-9.]+(?:,[a-z]+:[0-9.,]*)?)?\)?")
FORMS = "#rrggbb, #rgb, red,green,blue from 0 to 255, a plain colour name of CSS, or one of " + ", ".join(GROUNDS)
"""What :func:`parse_colour` reads, for messages."""


def parse_colour(text: str) -> Optional[Colour]:
    """Red, green and blue from 0 to 255 of a colour as people and QGIS write it; None where it is none of FORMS."""
    text = text.strip().lower()
    known = _NAMED.get(_SEPARATORS.sub("", text))
    if known is not None:
        return known
    if _HEX.fullmatch(text):
        return _from_hex(text[1:])
    found = _NUMBERS.fullmatch(text)
    return colour_of(*found.groups()) if found else None


def colour_of(*numbers: object) -> Optional[Colour]:
    """Three numbers, or texts of numbers, as a colour; None where one is no number from 0 to 255."""
    try:
        red, green, blue = (float(str(number)) for number in numbers)
    except ValueError:
        return None
    return (red, green, blue) if all(0.0 <= number <= 255.0 for number in (red, green, blue)) else None


def _from_hex(digits: str) -> Colour:
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = bytes.fromhex(digits)
    return float(red), float(green), float(blue)


_NAMED: Dict[str, Colour] = {
    **{name: _from_hex(digits) for name, digits in zip(_CSS[::2], _CSS[1::2])},
    **{name.replace(" ", ""): (float(r), float(g), float(b)) for name, (r, g, b) in GROUNDS.items()},
}
