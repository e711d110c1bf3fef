"""Which bands of the raster the model is given: by number, by name, or in order."""

from __future__ import annotations

import re
from typing import List, Optional, Sequence, Tuple

from ..errors import InputError
from ..feedback import Feedback
from ..package.definition import ModelDefinition
from ..rasters.source import RasterSource
from .settings import ClassifySettings

Labels = Sequence[Tuple[str, ...]]


def choose_bands(settings: ClassifySettings, definition: ModelDefinition, feedback: Feedback) -> Tuple[int, ...]:
    """Numbers of the bands for the model's input bands, in the model's order.

    With INPUT_BANDS, those. Else the bands whose descriptions or colours are the names of the model's bands, when
    each name is found exactly once; else the first ones.

    Raises:
        InputError: the raster cannot be read, lacks a band, or their number is not the model's.
    """
    wanted = len(definition.input_bands)
    with RasterSource(settings.input) as source:
        numbers, labels = source.bands, source.band_labels
    if settings.input_bands:
        chosen = tuple(_number(settings.input, text, numbers, labels) for text in settings.input_bands)
        if len(chosen) != wanted:
            raise InputError(
                f"The model {definition.name} needs {wanted} band(s) and INPUT_BANDS names {len(chosen)}; "
                f"choose {wanted}."
            )
        return chosen
    if len(numbers) < wanted:
        raise InputError(
            f"The model {definition.name} needs {wanted} band(s) and {settings.input} has {len(numbers)}; choose "
            "another raster or another model."
        )
    names = [band.name for band in definition.input_bands]
    found = [_find(name, numbers, labels) for name in names]
    by_name = tuple(number for number in found if number is not None)
    if len(set(by_name)) == wanted:
        told = ", ".join(f"{name} is band {number}" for name, number in zip(names, by_name))
        feedback.info(f"Bands by their names: {told}.")
        return by_name
    if any(number not in (None, first) for number, first in zip(found, numbers)):
        feedback.warning(
            f"Only some names of the model's bands ({', '.join(names)}) are found in {settings.input}, so its first "
            f"{wanted} are taken in order; name them with INPUT_BANDS if that is wrong."
        )
    return tuple(numbers[:wanted])


def _number(path: str, text: str, numbers: Sequence[int], labels: Labels) -> int:
    """The band of a number or name in INPUT_BANDS; whether a number exists is found out where the band is opened."""
    if text.strip().isdigit():
        return int(text)
    number = _find(text, numbers, labels)
    if number is None:
        known = ", ".join("/".join(names) or str(number) for number, names in zip(numbers, labels))
        raise InputError(f"INPUT_BANDS {text!r} is no band of {path} or more than one; it has {known}.")
    return number


def _find(name: str, numbers: Sequence[int], labels: Labels) -> Optional[int]:
    """The only band that is called so; a description counts before a colour."""
    plain = _plain(name)
    if not plain:
        return None
    for position in range(max(map(len, labels), default=0)):
        found: List[int] = [
            number
            for number, names in zip(numbers, labels)
            if len(names) > position and _plain(names[position]) == plain
        ]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _plain(name: str) -> str:
    """A name without case, blanks and signs; "" for one that is no more than a number, such as "Band 1"."""
    plain = re.sub(r"[\W_]+", "", name.casefold())
    return "" if re.fullmatch(r"(band)?\d*", plain) else plain
