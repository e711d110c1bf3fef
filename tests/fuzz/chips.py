"""Chip folders as a bad disk or a stranger leaves them: read, packed, and shown on a contact sheet.

``python -m image_translation.tests.fuzz.chips --count 1000 --seed 3``
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sys
from pathlib import Path
from typing import Callable, Dict, List

import numpy as np
from osgeo import gdal

from image_translation.models.chips.contact_sheet import write_contact_sheet
from image_translation.models.chips.export import ExportSettings, export_chips
from image_translation.models.chips.folder import ChipFolder
from image_translation.models.chips.packed import PackedChips, pack
from image_translation.models.errors import ImageTranslationError
from image_translation.models.feedback import Feedback
from image_translation.tests import helpers
from image_translation.tests.fuzz.mutate import mutate_bytes, mutate_json
from image_translation.tests.fuzz.runner import Broken, Outcome, fuzz, main

TILE = 32
_JSON = ("chips.json", "packed/packed.json", "esri_accumulated_stats.json", "esri_model_definition.emd")
_ODD_NAMES = ("\udcff", "é" * 60, "\x1b[31m", "a\nb", "‮gnp", " ", "CON")


def start(folder: Path, count: int, seed: int, seconds: float) -> Outcome:
    """Run the cases in ``folder``."""
    gdal.SetErrorHandler("CPLQuietErrorHandler")
    try:
        bases = _bases(folder)
        present = folder / "case" / "chips"

        def case(chance: random.Random) -> None:
            shutil.rmtree(present.parent, ignore_errors=True)
            shutil.copytree(chance.choice(bases), present)
            for _ in range(chance.randint(1, 2)):
                _change(present, chance)
            _read(present, chance)

        return fuzz(case, lambda: str(present), count, seed, seconds)
    finally:
        gdal.SetErrorHandler("CPLDefaultErrorHandler")


def _bases(folder: Path) -> List[Path]:
    """Folders of every kind, each of a few chips of 32 pixels."""
    holes = np.ones((96, 96), bool)
    holes[:3, :50] = False
    made = []
    for image_format, dtype in (("TIFF", "float32"), ("TIFF", "uint16"), ("PNG", "uint8"), ("JPEG", "uint8")):
        values = (helpers.scene(96, 96).astype(np.float64) * (1 if dtype == "uint8" else 7)).astype(dtype)
        target = helpers.make_raster(folder / f"{dtype}.tif", values, mask=holes, names=("Red", "Green", "Blue"))
        wanted = ExportSettings(
            target=target,
            output=folder / f"{image_format}_{dtype}",
            grey_from_target=True,
            tile_size=TILE,
            stride=TILE,
            max_nodata=50.0,
            image_format=image_format,
        )
        made.append(export_chips(wanted, Feedback()).folder)
    pack(made[0], Feedback())
    alone = folder / "packed_alone"
    shutil.copytree(made[0] / "packed", alone / "packed")
    arcgis = folder / "arcgis"
    shutil.copytree(made[1], arcgis)
    (arcgis / "chips.json").unlink()
    return [*made, alone, arcgis, *_plain(folder)]


def _plain(folder: Path) -> List[Path]:
    """Image pairs without a description: in two folders, and side by side."""
    pairs, beside = folder / "pairs", folder / "beside"
    for place in (pairs / "trainA", pairs / "trainB", beside / "train"):
        place.mkdir(parents=True)
    for number in range(4):
        values = helpers.scene(TILE, 2 * TILE, seed=number)
        for place, part in (
            (pairs / "trainA", values[:1, :, :TILE]),
            (pairs / "trainB", values[:, :, TILE:]),
            (beside / "train", values),
        ):
            helpers.make_raster(place / f"{number}.png", part, driver="PNG", epsg=0, geotransform=None)
    return [pairs, beside]


def _change(folder: Path, chance: random.Random) -> None:
    """One of the files is another, has another name, or is gone."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    documents = [path for path in files if path.relative_to(folder).as_posix() in _JSON]
    file = chance.choice(documents if documents and chance.random() < 0.4 else files)
    _CHANGES[chance.choices(list(_CHANGES), _WEIGHTS)[0]](file, chance)


def _content(file: Path, chance: random.Random) -> None:
    change = mutate_json if file.name.endswith((".json", ".emd")) else mutate_bytes
    file.write_bytes(change(file.read_bytes(), chance))


def _rename(file: Path, chance: random.Random) -> None:
    file.rename(file.with_name(f"{chance.choice(_ODD_NAMES)}{chance.choice(('', file.suffix))}"))


def _other_kind(file: Path, chance: random.Random) -> None:
    """A folder, a pipe, or a link to itself, to nowhere or to another file."""
    others = sorted(file.parent.iterdir())
    file.unlink()
    kind = chance.randrange(5)
    if kind == 0:
        file.mkdir()
    elif kind == 1 and hasattr(os, "mkfifo"):
        os.mkfifo(file)
    elif sys.platform != "win32":
        file.symlink_to((file, file.parent / "nowhere", chance.choice(others))[chance.randrange(3)])


def _swap(file: Path, chance: random.Random) -> None:
    """The content of another file of the folder."""
    file.write_bytes(chance.choice([path for path in sorted(file.parent.iterdir()) if path.is_file()]).read_bytes())


def _image(file: Path, chance: random.Random) -> None:
    """A whole image of another size, type or number of bands in place of a chip."""
    dtype = chance.choice(("uint8", "int16", "uint32", "float32", "float64"))
    size = chance.choice((1, TILE - 1, TILE, 2 * TILE, 500))
    values = helpers.noise(chance.choice((1, 2, 3, 4, 17)), size, chance.choice((1, size)), dtype)
    odd = chance.choice((None, float("nan"), -1.797e308, 0.0, 1e10))
    helpers.make_raster(file, values, epsg=chance.choice((0, 4326)), nodata=odd)


def _npy(file: Path, chance: random.Random) -> None:
    """An array of another type or shape."""
    dtype = chance.choice(("uint8", "f8", "c16", "S3", "M8[s]", "O", "i4,f4", ">f4"))
    shape = chance.choice(((), (0,), (9, 3, TILE, TILE), (9, TILE, TILE), (2, 1, 1, 1)))
    with open(file, "wb") as stream:
        np.save(stream, np.zeros(shape, dtype), allow_pickle=True)


_CHANGES: Dict[str, Callable[[Path, random.Random], None]] = {
    "content": _content,
    "rename": _rename,
    "other kind": _other_kind,
    "swap": _swap,
    "gone": lambda file, chance: file.unlink(),
    "image": _image,
    "npy": _npy,
}
_WEIGHTS = (12, 1, 1, 2, 1, 2, 1)


def _read(folder: Path, chance: random.Random) -> None:
    """All that a training or a user does with the folder; what is read must be what it claims to be."""
    steps = [_chips, _packed, _sheet]
    chance.shuffle(steps)
    refused: List[ImageTranslationError] = []
    for step in steps:
        try:
            step(folder)
        except ImageTranslationError as error:
            refused.append(error)
    if refused:
        raise refused[0]


def _chips(folder: Path) -> None:
    chips = ChipFolder.open(folder)
    for index in range(len(chips)):
        a, b, valid = chips.read(index)
        shape = (chips.tile_size, chips.tile_size)
        if a.shape != (len(chips.a.band_names), *shape) or b.shape[1:] != shape or valid.shape != shape:
            raise Broken(f"chip {index} has the shapes {a.shape}, {b.shape} and {valid.shape}")


def _packed(folder: Path) -> None:
    chips = pack(folder, Feedback())
    if chips.a.shape[0] != len(chips) or chips.valid.dtype != bool:
        raise Broken("the packed arrays are not those of the chips")
    for array in (chips.a, chips.b, chips.valid):
        np.asarray(array).tobytes()
    json.dumps(PackedChips.open(folder).info.to_json())


def _sheet(folder: Path) -> None:
    page = folder.parent / "page.html"
    write_contact_sheet(folder, page, Feedback())
    page.read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main("chip folders", start))
