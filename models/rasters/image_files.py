"""Images from a folder that may be a stranger's: what they say can make GDAL read nothing but themselves.

GDAL goes by the content of a file, whatever its name: a ``chip.tif`` may be the text of a virtual raster or of a web
service, and so may the masks and overviews that lie beside it.
"""

from __future__ import annotations

from html import unescape
from pathlib import Path
from typing import Tuple

from osgeo import gdal

from ..errors import InputError
from .calls import Dataset, GdalFailure, checked

DRIVERS = ("GTiff", "PNG", "JPEG")
_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_RASTERS_BESIDE = (".msk", ".MSK", ".ovr", ".OVR")
_NAMES_OTHERS = "OVERVIEW_FILE"


def open_image(path: str) -> Dataset:
    """Open a GeoTIFF, PNG or JPEG.

    Raises:
        InputError: it is no regular file, or no such image, or a file beside it names others.
    """
    file = Path(path)
    if not file.is_file():
        what = "is not a regular file" if file.exists() else "does not exist"
        raise InputError(f"{path} {what}; export or copy the chips again.")
    _check_beside(file)
    try:
        return checked(
            gdal.OpenEx, path, gdal.OF_RASTER | gdal.OF_VERBOSE_ERROR, allowed_drivers=list(DRIVERS)
        )
    except GdalFailure as error:
        raise InputError(
            f"{path} cannot be opened as a TIFF, PNG or JPEG image ({error}); export or copy the chips again."
        ) from error


def _check_beside(file: Path) -> None:
    """Refuse masks and overviews that are no TIFF, and statistics (``.aux.xml``) that name other files."""
    for suffix in _RASTERS_BESIDE:
        beside = file.with_name(f"{file.name}{suffix}")
        if beside.exists() and not (beside.is_file() and _begins_as(beside, _TIFF)):
            raise InputError(f"{beside} is no TIFF, as a mask or overview of {file.name} must be; delete it.")
    beside = file.with_name(f"{file.name}.aux.xml")
    if beside.exists() and not (beside.is_file() and _NAMES_OTHERS not in _plain_text(beside).upper()):
        raise InputError(f"{beside} names other files to be read in place of {file.name}; delete it.")


def _begins_as(file: Path, signatures: Tuple[bytes, ...]) -> bool:
    with open(file, "rb") as stream:
        return stream.read(4) in signatures


def _plain_text(file: Path) -> str:
    """What an XML file says, with its character references resolved."""
    return unescape(file.read_text(encoding="latin-1"))
