"""Small synthetic rasters, and questions about rasters that many tests ask.

Import it as ``from image_translation.tests import helpers``.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import Dict, Iterator, List, Mapping, Optional, Sequence, Tuple

import numpy as np
import pytest
from osgeo import gdal, osr

from image_translation.models.feedback import Feedback

UTM = (400000.0, 0.5, 0.0, 3000000.0, 0.0, -0.5)
"""A north-up geotransform in metres, half a metre a pixel."""


def wkt(epsg: int) -> str:
    """WKT of an EPSG code; "" for 0."""
    if not epsg:
        return ""
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(epsg)
    return str(reference.ExportToWkt())


def noise(bands: int, height: int, width: int, dtype: str = "uint8", seed: int = 0) -> np.ndarray:
    """(bands, height, width) random values over most of the type's range, none of them 0."""
    generator = np.random.default_rng(seed)
    if np.dtype(dtype).kind == "f":
        return generator.normal(100.0, 25.0, (bands, height, width)).astype(dtype)
    high = min(np.iinfo(dtype).max, 10_000)
    return generator.integers(1, high, (bands, height, width)).astype(dtype)


def scene(height: int, width: int, seed: int = 0) -> np.ndarray:
    """(3, height, width) uint8: smooth coloured fields, an image whose colour follows from its grey."""
    generator = np.random.default_rng(seed)
    rows, columns = np.mgrid[:height, :width]
    grey = np.zeros((height, width))
    for _ in range(6):
        x, y, phase = generator.uniform(-0.15, 0.15), generator.uniform(-0.15, 0.15), generator.uniform(0, 6)
        grey += np.sin(columns * x + rows * y + phase)
    grey = 127 + 100 * grey / np.abs(grey).max()
    bands = [grey * 0.8 + 40, grey * 0.9 + 20 + 10 * np.sin(grey / 40), 230 - grey * 0.7]
    return np.clip(np.rint(bands), 1, 255).astype(np.uint8)


def pattern(x: np.ndarray, y: np.ndarray, period: float) -> np.ndarray:
    """A smooth pattern of known position: values from 0 to 1 at map coordinates ``x``, ``y``."""
    return 0.5 + 0.25 * np.sin(2 * np.pi * x / period) + 0.25 * np.cos(2 * np.pi * y / (1.3 * period))


def make_raster(
    path: Path,
    values: np.ndarray,
    *,
    epsg: int = 32617,
    geotransform: Optional[Sequence[float]] = UTM,
    nodata: Optional[float] = None,
    alpha: Optional[np.ndarray] = None,
    mask: Optional[np.ndarray] = None,
    names: Sequence[str] = (),
    driver: str = "GTiff",
    options: Sequence[str] = (),
) -> str:
    """Write a raster and return its path as text.

    Args:
        path: where.
        values: (C, H, W) or (H, W).
        epsg: of its CRS; 0 for none.
        geotransform: None for none.
        nodata: value of every band.
        alpha: (H, W), appended as alpha band.
        mask: (H, W) bool, True where valid, as mask band of the dataset.
        names: band descriptions.
        driver: GDAL's name of the format.
        options: GDAL's creation options.
    """
    bands = values[None] if values.ndim == 2 else values
    colors = [gdal.GCI_RedBand, gdal.GCI_GreenBand, gdal.GCI_BlueBand] if len(bands) == 3 else []
    if alpha is not None:
        colors = [*(colors or [gdal.GCI_Undefined] * len(bands)), gdal.GCI_AlphaBand]
        bands = np.concatenate([bands, alpha[None].astype(bands.dtype)])
    count, height, width = bands.shape
    code = _TYPES[bands.dtype.name]
    memory = gdal.GetDriverByName("MEM").Create("", width, height, count, code)
    if geotransform is not None:
        memory.SetGeoTransform(tuple(geotransform))
    if epsg:
        memory.SetProjection(wkt(epsg))
    memory.WriteRaster(0, 0, width, height, np.ascontiguousarray(bands).tobytes(), buf_type=code)
    for number in range(1, count + 1):
        band = memory.GetRasterBand(number)
        if colors:
            band.SetColorInterpretation(colors[number - 1])
        if nodata is not None:
            band.SetNoDataValue(nodata)
        if number <= len(names):
            band.SetDescription(names[number - 1])
    if mask is not None:
        memory.CreateMaskBand(gdal.GMF_PER_DATASET)
        data = (mask * 255).astype(np.uint8).tobytes()
        memory.GetRasterBand(1).GetMaskBand().WriteRaster(0, 0, width, height, data)
    path.parent.mkdir(parents=True, exist_ok=True)
    copy = gdal.GetDriverByName(driver).CreateCopy(str(path), memory, 0, list(options))
    if copy is None:
        raise RuntimeError(gdal.GetLastErrorMsg())
    copy.FlushCache()
    return str(path)


def pixels(path: Path) -> np.ndarray:
    """(C, H, W): all bands of a raster, alpha included."""
    dataset = gdal.Open(str(path))
    values = dataset.ReadAsArray()
    return values[None] if values.ndim == 2 else values


def mask_of(path: Path) -> np.ndarray:
    """(H, W) bool: the mask of the first band as GDAL sees it."""
    dataset = gdal.Open(str(path))
    return dataset.GetRasterBand(1).GetMaskBand().ReadAsArray() > 0


def geotransform_of(path: Path) -> Tuple[float, ...]:
    """Six numbers in GDAL's order."""
    return tuple(gdal.Open(str(path)).GetGeoTransform())


def epsg_of(path: Path) -> int:
    """EPSG code of a raster's CRS, 0 without one."""
    projection = gdal.Open(str(path)).GetProjection()
    return int(osr.SpatialReference(projection).GetAuthorityCode(None) or 0) if projection else 0


def nodata_of(path: Path) -> List[Optional[float]]:
    """NoData value of each band."""
    dataset = gdal.Open(str(path))
    return [dataset.GetRasterBand(n).GetNoDataValue() for n in range(1, dataset.RasterCount + 1)]


def color_names(path: Path) -> List[str]:
    """GDAL's name of each band's colour interpretation."""
    dataset = gdal.Open(str(path))
    return [
        gdal.GetColorInterpretationName(dataset.GetRasterBand(n).GetColorInterpretation())
        for n in range(1, dataset.RasterCount + 1)
    ]


def assert_same_grid(first: Path, second: Path) -> None:
    """Both rasters have the same size, geotransform and CRS."""
    one, two = gdal.Open(str(first)), gdal.Open(str(second))
    assert (one.RasterXSize, one.RasterYSize) == (two.RasterXSize, two.RasterYSize)
    assert one.GetGeoTransform() == two.GetGeoTransform()
    assert epsg_of(first) == epsg_of(second)


def tree(folder: Path) -> Dict[str, bytes]:
    """Relative path and content of every file below a folder, to see that nothing has changed."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Let writing fail beyond ``size`` bytes a file, as it does when the disk is full."""
    resource = pytest.importorskip("resource", reason="file size limits are a thing of Unix")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


class Recorder(Feedback):
    """Keeps what it is told; asks to stop at the n-th question when ``cancel_at`` is given."""

    def __init__(self, cancel_at: Optional[int] = None) -> None:
        self.fractions: List[float] = []
        self.messages: List[str] = []
        self.infos: List[str] = []
        self.warnings: List[str] = []
        self.epochs: List[Mapping[str, float]] = []
        self._questions, self._cancel_at = 0, cancel_at

    def progress(self, fraction: float, message: str = "") -> None:
        self.fractions.append(fraction)
        self.messages.append(message)

    def info(self, text: str) -> None:
        self.infos.append(text)

    def warning(self, text: str) -> None:
        self.warnings.append(text)

    def epoch(self, values: Mapping[str, float]) -> None:
        self.epochs.append(values)

    def is_cancelled(self) -> bool:
        self._questions += 1
        return self._cancel_at is not None and self._questions >= self._cancel_at


_TYPES = {
    "uint8": gdal.GDT_Byte,
    "uint16": gdal.GDT_UInt16,
    "int16": gdal.GDT_Int16,
    "uint32": gdal.GDT_UInt32,
    "int32": gdal.GDT_Int32,
    "float32": gdal.GDT_Float32,
    "float64": gdal.GDT_Float64,
}
