"""Which bands of the raster the model is given: by number, by name, or in order."""

from __future__ import annotations

import re
from typing import List, Optional, Sequence, Tuple

from ..errors import InputError
from ..feedback import Feedback
from ..package.definition import ModelDefinition
from ..rasters.source import RasterSource, open_raster
from .area import LUMA, colour_bands
from .settings import ClassifySettings
from .tone import sample

Labels = Sequence[Tuple[str, ...]]
GREY_NAMES = {"", "luma", "luminance", "lightness", "intensity", "grey", "gray", "greyscale", "grayscale"}
GREY_NAMES |= {"pan", "panchromatic"}
_SAMPLES_ACROSS = 3


def choose_bands(settings: ClassifySettings, definition: ModelDefinition, feedback: Feedback) -> Tuple[int, ...]:
    """Numbers of the bands for the model's input bands, in the model's order.

    With INPUT_BANDS, those. Else the bands whose descriptions or colours are the names of the model's bands, when
    each name is found exactly once; else, for a model of one grey band, the luma (:data:`LUMA`) of colours that
    differ; else the first ones, with a warning where others are left.

    Raises:
        InputError: the raster cannot be read, lacks a band, or their number is not the model's.
    """
    wanted = len(definition.input_bands)
    with RasterSource(settings.input) as source:
        numbers, labels, paletted, colours = source.bands, source.band_labels, source.paletted, colour_bands(source)
    if paletted:
        feedback.info(f"{settings.input} holds numbers of colours in a table; the model is given the colours.")
    if settings.input_bands and not (paletted and settings.input_bands == ("1",)):
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
    found = [find_band(name, numbers, labels) for name in names]
    by_name = tuple(number for number in found if number is not None)
    if len(set(by_name)) == wanted:
        told = ", ".join(f"{name} is band {number}" for name, number in zip(names, by_name))
        feedback.info(f"Bands by their names: {told}.")
        return by_name
    if wanted == 1 and colours and plain_name(names[0]) in GREY_NAMES:
        if _all_equal(settings.input, colours):
            return (colours[0],)
        feedback.info(
            f"{settings.input} is in colour and the model {definition.name} takes grey: it is given the luma of bands "
            f"{_listed(colours)}; choose another band with INPUT_BANDS if that is wrong."
        )
        return (LUMA,)
    taken = tuple(numbers[:wanted])
    if any(number not in (None, first) for number, first in zip(found, numbers)):
        feedback.warning(
            f"Only some names of the model's bands ({', '.join(names)}) are found in {settings.input}, so its first "
            f"{wanted} are taken in order; name them with INPUT_BANDS if that is wrong."
        )
    elif len(numbers) > wanted:
        feedback.warning(
            f"{settings.input} has {len(numbers)} bands and the model {definition.name} takes {wanted}: it is given "
            f"{'band' if wanted == 1 else 'bands'} {_listed(taken)}; choose others with INPUT_BANDS if that is wrong."
        )
    return taken


def _all_equal(path: str, bands: Sequence[int]) -> bool:
    """Whether the bands hold the same values, in samples spread over the raster: a grey picture stored as colours."""
    with open_raster(path, bands) as source:
        values = sample(source, _SAMPLES_ACROSS)
    return bool((values == values[0]).all())


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))


def _number(path: str, text: str, numbers: Sequence[int], labels: Labels) -> int:
    """The band of a number or name in INPUT_BANDS; whether a number exists is found out where the band is opened."""
    if text.strip().isdigit():
        return int(text)
    number = find_band(text, numbers, labels)
    if number is None:
        known = ", ".join("/".join(names) or str(number) for number, names in zip(numbers, labels))
        raise InputError(f"INPUT_BANDS {text!r} is no band of {path} or more than one; it has {known}.")
    return number


def find_band(name: str, numbers: Sequence[int], labels: Labels) -> Optional[int]:
    """The only band that is called so; a description counts before a colour."""
    plain = plain_name(name)
    if not plain:
        return None
    for position in range(max(map(len, labels), default=0)):
        found: List[int] = [
            number
            for number, names in zip(numbers, labels)
            if len(names) > position and plain_name(names[position]) == plain
        ]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def plain_name(name: str) -> str:
    """A name without case, blanks and signs; "" for one that is no more than a number, such as "Band 1"."""
    plain = re.sub(r"[\W_]+", "", name.casefold())
    return "" if re.fullmatch(r"(band)?\d*", plain) else plain
