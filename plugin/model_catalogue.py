"""What the model browser shows of a package: its figures and its picture, read without unpacking the model."""

import itertools
import math
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from qgis.PyQt.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QSize, Qt
from qgis.PyQt.QtGui import QImage, QImageReader

from ..models.errors import ImageTranslationError, PackageError
from ..models.net import outer_net
from ..models.package.archive import read_definition, read_part
from ..models.package.definition import ModelDefinition

translate = QCoreApplication.translate
MAX_PACKAGES = 500
MAX_PICTURE_BYTES = 16 << 20
MAX_PICTURE_SIDE = 4096
MAX_REPORT_BYTES = 64 << 20
MAX_LETTERS = 5000
PICTURE_SIZE = QSize(440, 320)
# A report may come from a stranger; in this frame a browser runs no script in it, fetches nothing and goes nowhere.
_FRAME = (
    b'<!DOCTYPE html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    b"img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'\">"
    b'<meta http-equiv="x-dns-prefetch-control" content="off"><title>model_metrics</title>'
    b"<style>body, html, iframe { margin: 0; width: 100%; height: 100% } iframe { border: 0; display: block }</style>"
    b'<iframe sandbox srcdoc="',
    b'"></iframe>\n',
)


@dataclass(frozen=True)
class Entry:
    """A package in the list.

    Attributes:
        path: the ``.dlpk``.
        definition: what it says of itself, None when it cannot be read.
        picture: its thumbnail, null when it has none.
        error: why it cannot be read, or "".
    """

    path: Path
    definition: Optional[ModelDefinition]
    picture: QImage
    error: str = ""


def packages_in(folder):
    """Paths of the packages in ``folder`` and in the folders in it, by name, at most ``MAX_PACKAGES``."""
    try:
        folders = [folder, *sorted(item.path for item in os.scandir(folder) if item.is_dir())]
    except OSError:
        return []
    found = itertools.chain.from_iterable(map(_packages_of, folders))
    return list(itertools.islice(found, MAX_PACKAGES))


def read_entry(path):
    """The entry of the package ``path``; one that cannot be read says why."""
    try:
        with outer_net([str(path)]):
            return Entry(path, read_definition(path), _picture(path))
    except ImageTranslationError as error:
        return Entry(path, None, QImage(), str(error))


def facts(definition):
    """Pairs of a heading and a text that tell what a model is."""
    rows = [
        (translate("ImageTranslation", "PSNR"), figures(definition)),
        (translate("ImageTranslation", "Turns"), _bands(definition.input_bands)),
        (translate("ImageTranslation", "Into"), _bands(definition.output_bands)),
        (translate("ImageTranslation", "Cell size"), _cell_size(definition)),
        (translate("ImageTranslation", "Tiles"), _tiles(definition)),
        (translate("ImageTranslation", "Kind"), f"{definition.model_type}, {definition.color_space}"),
        (translate("ImageTranslation", "Trained on"), _trained_on(definition.training)),
        *definition.card.items(),
    ]
    return [(heading[:MAX_LETTERS], text[:MAX_LETTERS]) for heading, text in rows if text]


def figures(definition):
    """PSNR of a model against that of the fitted curve, "" when it is unknown."""
    model, curve = (definition.metrics.get(name, {}).get("psnr", math.nan) for name in ("model", "fitted_curve"))
    if math.isnan(model):
        return ""
    if math.isnan(curve):
        return translate("ImageTranslation", "{model} dB").format(model=f"{model:.1f}")
    text = translate("ImageTranslation", "{model} dB, a fitted curve {curve} dB")
    return text.format(model=f"{model:.1f}", curve=f"{curve:.1f}")


def report_page(path):
    """The report of a package as a page that is safe to show, None when it has none.

    Raises:
        PackageError: the package or the report cannot be read.
    """
    content = read_part(path, "report", MAX_REPORT_BYTES)
    if content is None:
        return None
    for sign, entity in ((b"&", b"&amp;"), (b"<", b"&lt;"), (b'"', b"&quot;")):
        content = content.replace(sign, entity)
    return content.join(_FRAME)


def _packages_of(folder):
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return []
    paths = (Path(folder, name) for name in names if name.lower().endswith(".dlpk"))
    return [path for path in paths if path.is_file()]


def _picture(path):
    content = read_part(path, "thumbnail", MAX_PICTURE_BYTES)
    if content is None:
        return QImage()
    data = QByteArray(content)
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, b"png")
    size = reader.size()
    if not size.isValid() or max(size.width(), size.height()) > MAX_PICTURE_SIDE:
        text = translate("ImageTranslation", "The thumbnail in {path} is no PNG of up to {side} pixels; copy it again.")
        raise PackageError(text.format(path=path, side=MAX_PICTURE_SIDE))
    if size.width() > PICTURE_SIZE.width() or size.height() > PICTURE_SIZE.height():
        reader.setScaledSize(size.scaled(PICTURE_SIZE, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


def _bands(bands):
    names = ", ".join(band.name for band in bands)
    text = translate("ImageTranslation", "{count} band(s) of {type}: {names}")
    return text.format(count=len(bands), type=bands[0].dtype, names=names)


def _cell_size(definition):
    x, y = definition.cell_size
    if not (x > 0 and y > 0):
        return translate("ImageTranslation", "unknown")
    if definition.crs.lstrip().upper().startswith("GEOG"):
        unit = translate("ImageTranslation", "degrees")
    elif definition.crs:
        unit = translate("ImageTranslation", "map units")
    else:
        unit = translate("ImageTranslation", "pixels (no coordinate reference system)")
    return f"{x:.4g} × {y:.4g} {unit}"


def _tiles(definition):
    if definition.fixed_size:
        text = translate("ImageTranslation", "{size} × {size} pixels only")
    else:
        text = translate("ImageTranslation", "{size} × {size} pixels")
    return text.format(size=definition.tile_size)


def _trained_on(training):
    chips, sources = training.get("train_chips"), training.get("sources")
    if not isinstance(chips, int):
        return ""
    pairs = sources if isinstance(sources, list) else []
    names = "; ".join(" → ".join(map(str, pair)) for pair in pairs if isinstance(pair, list))
    if names:
        return translate("ImageTranslation", "{chips} chips of {names}").format(chips=chips, names=names)
    return translate("ImageTranslation", "{chips} chips").format(chips=chips)
