"""Makes the black-and-white version of a colour raster, on the same grid and with the same NoData."""

from __future__ import annotations

import argparse
from typing import List, Optional

import numpy as np

from image_translation.models.rasters.source import RasterSource
from image_translation.models.rasters.writer import RasterWriter

REC_601 = np.array([0.299, 0.587, 0.114])


def main(arguments: Optional[List[str]] = None) -> None:
    """Write the Rec. 601 luma of the first three bands (8 bit)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("colour", help="raster with red, green and blue bands of 8 bits")
    parser.add_argument("grey", help="GeoTIFF to write")
    paths = parser.parse_args(arguments)
    with RasterSource(paths.colour, bands=(1, 2, 3)) as colour:
        values, valid = colour.read(0, 0, colour.grid.width, colour.grid.height)
        luma = np.clip(np.rint(np.tensordot(REC_601, values, axes=1)), 0, 255).astype(np.uint8)
        if colour.nodata is not None:
            luma = np.where(valid, _without(luma, int(colour.nodata)), int(colour.nodata)).astype(np.uint8)
        with RasterWriter(paths.grey, colour.grid, 1, np.dtype(np.uint8), nodata=colour.nodata) as grey:
            grey.write(0, 0, luma[np.newaxis])


def _without(luma: np.ndarray, nodata: int) -> np.ndarray:
    """Luma that must not look like NoData is moved by one level."""
    return np.where(luma == nodata, nodata - 1 if nodata > 0 else 1, luma)


if __name__ == "__main__":
    main()
