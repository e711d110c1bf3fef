"""Which bands of a reference are the model's target, and which its input."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import List, Optional, Tuple

from ..errors import InputError
from ..feedback import Feedback
from ..inference.area import LUMA, colour_bands
from ..inference.band_choice import GREY_NAMES, find_band, plain_name
from ..inference.lightness import keeps_lightness
from ..package.definition import ModelDefinition
from ..rasters.source import RasterSource

_MULTISPECTRAL = 10  # bands, which Sentinel-2 and Landsat 8 have, and older Landsats, numbered otherwise, have not
_VISIBLE = (4, 3, 2)
_WITH_INFRARED = 4  # bands, which are red, green, blue and near infrared nearly everywhere
_NUMBERED = re.compile(r"(?i)b(?:and)?[ _]?0*(\d+)a?")


@dataclass(frozen=True)
class ReferenceBands:
    """Numbers of bands.

    Attributes:
        target: one for each output band of the model.
        inputs: one for each input band, ``(LUMA,)`` for the luma of the target; empty where the reference has none.
        guessed: whether the target's bands were taken without anything that tells which they are.
    """

    target: Tuple[int, ...]
    inputs: Tuple[int, ...]
    guessed: bool = False


def choose_reference_bands(source: RasterSource, definition: ModelDefinition, feedback: Feedback) -> ReferenceBands:
    """By the names of the model's bands, else by what is known of the colours, else the first ones.

    Raises:
        InputError: the reference has fewer bands than the model puts out.
    """
    wanted = [band.name for band in definition.output_bands]
    if len(source.bands) < len(wanted):
        raise InputError(
            f"REFERENCE {source.path} has no colours for the model {definition.name}, which needs {len(wanted)} bands, "
            f"as it has {len(source.bands)} band{'s' * (len(source.bands) > 1)}; choose a colour picture."
        )
    target, guessed = _by_name(wanted, source), False
    if not target and len(wanted) == 3:
        target = colour_bands(source) or _of_satellite(source)
    if not target:
        target, guessed = source.bands[: len(wanted)], len(source.bands) > len(wanted)
    if guessed:
        names, numbers = ", ".join(wanted), ", ".join(map(str, target))
        text = (
            f"Nothing tells which of the {len(source.bands)} bands of REFERENCE {source.path} are {names}; bands "
            f"{numbers} are taken, so name them in the file if that is wrong."
        )
        (feedback.info if len(source.bands) == _WITH_INFRARED else feedback.warning)(text)
    return ReferenceBands(target, _inputs(source, definition), guessed)


def _inputs(source: RasterSource, definition: ModelDefinition) -> Tuple[int, ...]:
    """Strict, since a band that is not what the model takes would teach it nonsense."""
    wanted = [band.name for band in definition.input_bands]
    found = _by_name(wanted, source)
    if found:
        return found
    three = len(definition.output_bands) == 3
    if three and (keeps_lightness(definition) or (len(wanted) == 1 and plain_name(wanted[0]) in GREY_NAMES - {""})):
        return (LUMA,)
    numbers = tuple(number for number in map(_number_of, wanted) if number in source.bands)
    unnamed = not any(source.band_labels[1:])  # of the first one, many writers say that it is grey
    if unnamed and len(numbers) == len(wanted) and numbers != (1,):
        return numbers
    return (LUMA,) if three and len(wanted) == 1 and not plain_name(wanted[0]) else ()


def _by_name(wanted: List[str], source: RasterSource) -> Tuple[int, ...]:
    """The bands that are called so, when each name is found exactly once; else none."""
    found: List[Optional[int]] = [find_band(name, source.bands, source.band_labels) for name in wanted]
    numbers = tuple(number for number in found if number is not None)
    return numbers if len(set(numbers)) == len(wanted) else ()


def _number_of(name: str) -> int:
    """Of a band that has no name but its number; 0 for others."""
    found = re.fullmatch(r"(?i)(?:band[ _]?)?(\d+)", name.strip())
    return int(found.group(1)) if found else 0


def _of_satellite(source: RasterSource) -> Tuple[int, ...]:
    """Red, green and blue of a scene with all the bands of Sentinel-2 or Landsat 8, by their numbers; else none."""
    if len(source.bands) < _MULTISPECTRAL or source.dtype.itemsize == 1:
        return ()
    told = [_NUMBERED.fullmatch(next(iter(labels), "")) for labels in source.band_labels]
    if any(told):
        numbers = [int(match.group(1)) if match else 0 for match in told]
        found = [[band for band, number in zip(source.bands, numbers) if number == each] for each in _VISIBLE]
        return tuple(bands[0] for bands in found) if all(len(bands) == 1 for bands in found) else ()
    return _VISIBLE if not any(source.band_labels[1:]) and len(source.bands) in (12, 13) else ()
