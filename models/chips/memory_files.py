"""Files in GDAL's file system in memory."""

from __future__ import annotations

import uuid
from contextlib import contextmanager
from typing import Any, Iterator

from osgeo import gdal


@contextmanager
def memory_file(suffix: str) -> Iterator[str]:
    """A free name, at which nothing is left afterwards."""
    name = f"/vsimem/image_translation/{uuid.uuid4().hex}{suffix}"
    try:
        yield name
    finally:
        for each in (name, f"{name}.aux.xml"):
            if gdal.VSIStatL(each) is not None:
                gdal.Unlink(each)


def content(name: str) -> bytes:
    """All bytes of a file."""
    stream: Any = gdal.VSIFOpenL(name, "rb")
    try:
        return bytes(gdal.VSIFReadL(1, gdal.VSIStatL(name).size, stream))
    finally:
        gdal.VSIFCloseL(stream)
