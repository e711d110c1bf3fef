"""Rasters as a bad disk, another program or a stranger leaves them: exported, classified and compared.

``python -m image_translation.tests.fuzz.rasters --count 1000 --seed 3``
"""

from __future__ import annotations

import random
import re
import shutil
import sys
from pathlib import Path
from typing import Callable, Dict, List, Tuple

import numpy as np
from osgeo import gdal

from image_translation.models.chips.export import ExportSettings, export_chips
from image_translation.models.chips.folder import ChipFolder
from image_translation.models.comparison import ComparisonSettings, compare_images
from image_translation.models.errors import ImageTranslationError
from image_translation.models.evaluation.evaluate import EvaluateSettings, evaluate_model
from image_translation.models.feedback import Feedback
from image_translation.models.inference.classify import ClassifySettings, classify_pixels
from image_translation.models.rasters.source import RasterSource
from image_translation.tests import helpers
from image_translation.tests.fuzz.mutate import mutate_bytes
from image_translation.tests.fuzz.runner import Broken, Outcome, fuzz, main
from image_translation.tests.packages import package

SIZE, TILE = 96, 32
LARGE = 1 << 20
"""Pixels of a raster that is too large to be read whole in a fuzzer."""
_TYPES = ("uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64", "float32", "float64")
_COMPLEX = ("CInt16", "CInt32", "CFloat32", "CFloat64")
_NODATA = (None, None, 0.0, 255.0, -9999.0, float("nan"), float("inf"), -1.797e308, 1e300, 0.5)
_PLACES = (
    helpers.UTM,
    None,
    (0.0, 1.0, 0.0, 0.0, 0.0, 1.0),
    (float("nan"),) * 6,
    (0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
    (1e300, 1e300, 0.0, 1e300, 0.0, -1e300),
    (0.0, 1e-320, 0.0, 0.0, 0.0, -1e-320),
    (0.0, float("inf"), 0.0, 0.0, 0.0, 1.0),
    (10.0, 0.5, 0.3, 50.0, 0.3, -0.5),
)
_SYSTEMS = (
    "",
    "no WKT at all",
    'LOCAL_CS["scan"]',
    'GEOGCS["x",DATUM["y",SPHEROID["z",0,0]],PRIMEM["p",0],UNIT["degree",0]]',
    'PROJCS["x",GEOGCS["x",DATUM["y",SPHEROID["z",6378137,298]],PRIMEM["p",0],UNIT["degree",0.0174]],'
    'PROJECTION["Nothing_Known"],UNIT["metre",1]]',
)


def start(folder: Path, count: int, seed: int, seconds: float) -> Outcome:
    """Run the cases in ``folder``."""
    gdal.SetErrorHandler("CPLQuietErrorHandler")
    try:
        models = [package(folder), package(folder, "cells", crs=helpers.wkt(32617), cell_size=(0.9, 0.7))]
        fine = helpers.make_raster(folder / "fine.tif", helpers.scene(SIZE, SIZE))
        place = folder / "case"

        def case(chance: random.Random) -> None:
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
            path = _KINDS[chance.choices(list(_KINDS), _WEIGHTS)[0]](place, chance)
            if chance.random() < 0.6:
                path.write_bytes(mutate_bytes(path.read_bytes(), chance))
            _use(path, fine, chance.choice(models), chance)

        return fuzz(case, lambda: "", count, seed, seconds)
    finally:
        gdal.SetErrorHandler("CPLDefaultErrorHandler")


def _plain(place: Path, chance: random.Random) -> Path:
    """A GeoTIFF of any type, number of bands, compression, NoData value, place and coordinate reference system."""
    dtype = chance.choice(_TYPES)
    values = _values(chance.choice((1, 1, 3, 3, 4, 13)), dtype, chance)
    options = [f"COMPRESS={chance.choice(('NONE', 'DEFLATE', 'LZW'))}", f"TILED={chance.choice(('YES', 'NO'))}"]
    return _created(place / "odd.tif", values, _type(dtype), options, chance)


def _type(name: str) -> int:
    names = {"uint8": "Byte", "int8": "Int8"}
    return int(gdal.GetDataTypeByName(names.get(name, name.replace("ui", "UI").replace("i", "I", 1).title())))


def _values(bands: int, dtype: str, chance: random.Random) -> np.ndarray:
    """Noise, a few of whose pixels are the extremes of the type."""
    values = helpers.noise(bands, SIZE, SIZE, dtype if dtype != "int8" else "uint8", seed=chance.randrange(99))
    values = values.astype(dtype)
    if values.dtype.kind == "f":
        limits = np.finfo(dtype)
        odd = (np.nan, np.inf, -np.inf, limits.max, limits.min, limits.tiny, -9999.0, 0.0)
    else:
        odd = (np.iinfo(dtype).min, np.iinfo(dtype).max, 0)
    for _ in range(chance.choice((0, 1, 50))):
        values[chance.randrange(bands), chance.randrange(SIZE), chance.randrange(SIZE)] = chance.choice(odd)
    if chance.random() < 0.05:
        values[:] = chance.choice(odd)
    return values


def _created(path: Path, values: np.ndarray, code: int, options: List[str], chance: random.Random) -> Path:
    """Write a GeoTIFF, as far as GDAL takes what is asked."""
    bands, height, width = values.shape
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), width, height, bands, code or gdal.GDT_Byte, options)
    geotransform = chance.choice(_PLACES) if chance.random() < 0.4 else helpers.UTM
    system = chance.choice(_SYSTEMS) if chance.random() < 0.3 else helpers.wkt(chance.choice((32617, 4326, 3857)))
    steps: List[Tuple[Callable[..., object], object]] = [(dataset.SetProjection, system)]
    if geotransform is not None:
        steps.append((dataset.SetGeoTransform, geotransform))
    nodata = chance.choice(_NODATA)
    for number in range(1, bands + 1):
        band = dataset.GetRasterBand(number)
        data = np.ascontiguousarray(values[number - 1]).astype(np.float64)
        band.WriteRaster(0, 0, width, height, data.tobytes(), buf_type=gdal.GDT_Float64)
        if nodata is not None:
            steps.append((band.SetNoDataValue, nodata))
        if chance.random() < 0.05:
            steps.append((band.SetDescription, chance.choice(("\x1b[31m", "a\nb", "é" * 200, "<img src=x>"))))
        if chance.random() < 0.05:
            steps.append((band.SetScale, chance.choice((0.0, float("nan"), 1e300, 2.0))))
            steps.append((band.SetOffset, chance.choice((float("inf"), -1e300, 5.0))))
    for function, value in steps:
        try:
            function(value)
        except (RuntimeError, SystemError, TypeError):
            continue
    dataset.FlushCache()
    del dataset
    return path


def _complex(place: Path, chance: random.Random) -> Path:
    code = gdal.GetDataTypeByName(chance.choice(_COMPLEX))
    return _created(place / "odd.tif", _values(1, "float32", chance), code, [], chance)


def _bits(place: Path, chance: random.Random) -> Path:
    """Fewer bits than a byte, or half floats."""
    if chance.random() < 0.3:
        return _created(place / "odd.tif", _values(3, "float32", chance), gdal.GDT_Float32, ["NBITS=16"], chance)
    bits = chance.choice((1, 2, 4, 7))
    values = (helpers.noise(1, SIZE, SIZE) % 2**bits).astype(np.uint8)
    return _created(place / "odd.tif", values, gdal.GDT_Byte, [f"NBITS={bits}"], chance)


def _palette(place: Path, chance: random.Random) -> Path:
    path = place / "odd.png"
    dataset = gdal.GetDriverByName("MEM").Create("", SIZE, SIZE, 1, gdal.GDT_Byte)
    table = gdal.ColorTable()
    for number in range(chance.choice((1, 16, 256))):
        table.SetColorEntry(number, (number, 255 - number, number // 2, chance.choice((255, 0))))
    dataset.GetRasterBand(1).SetColorTable(table)
    values = helpers.noise(1, SIZE, SIZE) % chance.choice((2, 16, 255))
    dataset.GetRasterBand(1).WriteRaster(0, 0, SIZE, SIZE, values.astype(np.uint8).tobytes())
    gdal.GetDriverByName("PNG").CreateCopy(str(path), dataset)
    return path


def _picture(place: Path, chance: random.Random) -> Path:
    driver, suffix = chance.choice((("PNG", "png"), ("JPEG", "jpg"), ("GTiff", "tif")))
    options = ("COMPRESS=JPEG", "PHOTOMETRIC=YCBCR") if driver == "GTiff" else ()
    path = place / f"odd.{suffix}"
    helpers.make_raster(path, helpers.scene(SIZE, SIZE), driver=driver, options=options)
    return path


def _vrt(place: Path, chance: random.Random) -> Path:
    """A virtual raster of absurd size, without bands, or made of itself."""
    path = place / "odd.vrt"
    size = [chance.choice((0, -1, 1, SIZE, 2**31 - 1, 2**40)) for _ in range(2)]
    band = (
        f'<VRTRasterBand dataType="{chance.choice(("Byte", "Float64", "CFloat32", "Nothing"))}" band="1"><SimpleSource>'
        f'<SourceFilename relativeToVRT="1">{chance.choice(("odd.vrt", "nowhere.tif"))}</SourceFilename>'
        "<SourceBand>1</SourceBand></SimpleSource></VRTRasterBand>"
    )
    bands = band * chance.choice((0, 1, 1, 3, 500))
    path.write_text(f'<VRTDataset rasterXSize="{size[0]}" rasterYSize="{size[1]}">{bands}</VRTDataset>')
    return path


def _text_grid(place: Path, chance: random.Random) -> Path:
    """A text grid, whose header says anything."""
    path = place / "odd.asc"
    numbers = ["3", "3", "0", "0", "1", "-9999"]
    for _ in range(chance.randrange(3)):
        numbers[chance.randrange(6)] = chance.choice(("0", "-1", "1e400", "nan", "99999999999", "x", "9" * 400))
    keys = ("ncols", "nrows", "xllcorner", "yllcorner", "cellsize", "NODATA_value")
    head = "".join(f"{key} {number}\n" for key, number in zip(keys, numbers))
    path.write_text(head + "1 2 3\n4 nan 6\n7 1e400 -9999\n")
    return path


def _large(place: Path, chance: random.Random) -> Path:
    """A file of some bytes that declares a raster of billions of pixels."""
    path = place / "odd.tif"
    size = chance.choice((60_000, 500_000, 2**31 - 1))
    block = ["TILED=YES", "BLOCKXSIZE=65536", "BLOCKYSIZE=65536"] if size > 60_000 else ["TILED=YES"]
    options = ["SPARSE_OK=TRUE", "BIGTIFF=YES", *block]
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), size, size, chance.choice((1, 3)), gdal.GDT_Byte, options)
    if dataset is None:
        return _plain(place, chance)
    dataset.SetGeoTransform(helpers.UTM)
    del dataset
    return path


_KINDS: Dict[str, Callable[[Path, random.Random], Path]] = {
    "plain": _plain,
    "complex": _complex,
    "bits": _bits,
    "palette": _palette,
    "picture": _picture,
    "vrt": _vrt,
    "text": _text_grid,
    "large": _large,
}
_WEIGHTS = (10, 1, 2, 2, 4, 2, 2, 1)


def _use(path: Path, fine: str, model: Path, chance: random.Random) -> None:
    """One of the jobs, on the damaged raster."""
    with RasterSource(str(path)) as source:
        source.read(0, 0, min(8, source.grid.width), min(8, source.grid.height))
        large = source.grid.width * source.grid.height > LARGE
    jobs = [_compare_part] if large else [_export, _classify, _classify, _compare, _compare_other, _judge]
    try:
        chance.choice(jobs)(path, fine, model)
    except ImageTranslationError as error:
        if not re.search(rf"{re.escape(path.name)}|{re.escape(Path(fine).name)}|[A-Z_]{{4,}}", str(error)):
            raise Broken(f"neither file nor parameter are named: {error}") from error
        raise


def _export(path: Path, fine: str, model: Path) -> None:
    output = path.parent / "chips"
    wanted = ExportSettings(
        target=str(path), output=output, grey_from_target=True, tile_size=TILE, stride=TILE, max_nodata=90.0
    )
    export_chips(wanted, Feedback())
    chips = ChipFolder.open(output)
    for index in range(len(chips)):
        if chips.read(index)[0].shape[1:] != (TILE, TILE):
            raise Broken(f"chip {index} is of another size")


def _classify(path: Path, fine: str, model: Path) -> None:
    output = path.parent / "out.tif"
    at_cells = model.stem == "cells"
    settings = ClassifySettings(
        str(path), model, output, tile_size=64, batch_size=1, match_cell_size=at_cells, uncertainty=at_cells
    )
    classify_pixels(settings, Feedback())
    with RasterSource(str(path)) as source, RasterSource(str(output)) as result:
        if (result.grid.width, result.grid.height) != (source.file_grid.width, source.file_grid.height):
            raise Broken("the result is of another size")


def _judge(path: Path, fine: str, model: Path) -> None:
    """As the result and as the truth."""
    for number, (result, truth) in enumerate(((str(path), fine), (fine, str(path)))):
        page = path.parent / f"page{number}.html"
        evaluate_model(EvaluateSettings(output=page, result=result, truth=truth, input=fine), Feedback())


def _compare(path: Path, fine: str, model: Path) -> None:
    compare_images(ComparisonSettings(before=fine, after=str(path), output=path.parent / "page.html"), Feedback())


def _compare_part(path: Path, fine: str, model: Path) -> None:
    with RasterSource(str(path)) as source:
        place = source.grid.window(7, 7, 50, 50).extent()
    page = path.parent / "page.html"
    compare_images(ComparisonSettings(before=str(path), after=str(path), extent=place, output=page), Feedback())


def _compare_other(path: Path, fine: str, model: Path) -> None:
    compare_images(ComparisonSettings(before=str(path), after=fine, output=path.parent / "page.html"), Feedback())


if __name__ == "__main__":
    sys.exit(main("rasters", start))
