"""Web maps as references: what a layer that only QGIS can read shows around the photo, as a GeoTIFF."""

import math
import re
import time
from dataclasses import dataclass

from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsProcessingUtils,
    QgsRasterBlockFeedback,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QCoreApplication, QTimer

from ..models.errors import InputError

translate = QCoreApplication.translate
WIDENED = 1.5
LEAST = 1000  # cells each way, so that there is something to learn from around a small photo
MOST = 4_000_000  # cells in all
PIECE = 1024
PATIENCE = 60.0  # seconds, for a piece
_PROBE = 256
_TRIES = 7  # zoom levels
_FITTING = 1.5  # times coarser than a zoom level the photo may be
_COLOURED = 12  # levels between the channels; "no picture here" is written in grey
_TICK = 200  # milliseconds


@dataclass(frozen=True)
class Photo:
    """Where a photo lies.

    Attributes:
        name: of its layer.
        crs, extent: in QGIS's own types.
        columns, rows: pixels.
    """

    name: str
    crs: QgsCoordinateReferenceSystem
    extent: QgsRectangle
    columns: int
    rows: int


class ServedLayer:
    """The parts of a raster layer that are needed to read it in another thread.

    Args:
        layer: of which QGIS alone has the pixels; asked in its own thread.
    """

    def __init__(self, layer):
        self.name, self.crs, self.extent = layer.name(), layer.crs(), layer.extent()
        self._provider, self._renderer = layer.dataProvider().clone(), layer.renderer().clone()
        self._renderer.setInput(self._provider)
        self.resolutions = sorted(self._provider.nativeResolutions())

    def read(self, window, columns, rows, feedback):
        """What the layer shows of a rectangle in its CRS: (4, rows, columns) uint8, red, green, blue and opacity.

        Raises:
            TimeoutError: no answer for ``PATIENCE`` seconds.
            Cancelled: the user stopped it.
        """
        import numpy as np

        started, answer = time.monotonic(), QgsRasterBlockFeedback()

        def look():
            if feedback.is_cancelled() or time.monotonic() - started > PATIENCE:
                answer.cancel()

        timer = QTimer()  # which the wait for the server lets run
        timer.timeout.connect(look)
        timer.start(_TICK)
        block = self._renderer.block(1, window, columns, rows, answer)
        timer.stop()
        feedback.check()
        if answer.isCanceled():
            raise TimeoutError
        data = bytes(block.data())
        if len(data) != 4 * rows * columns:
            return np.zeros((4, rows, columns), np.uint8)
        pixels = np.frombuffer(data, "<u4").reshape(rows, columns)
        opacity = pixels >> 24
        colours = [(pixels >> shift & 255) * 255 // np.maximum(opacity, 1) for shift in (16, 8, 0)]
        return np.stack([*(np.minimum(colour, 255) for colour in colours), opacity]).astype(np.uint8)


def save_surroundings(served, name, photo, context, feedback):
    """Write what a layer shows around the photo to a temporary GeoTIFF in the layer's CRS.

    Its cells are about those of the photo or the finest that the server has, and at most ``MOST``.

    Args:
        served: a :class:`ServedLayer`.
        name: of the parameter that it was given for.
        photo: a :class:`Photo`.
        context: of the run.
        feedback: the engine's.

    Returns:
        the file's name.

    Raises:
        InputError: nobody knows where the photo lies on the layer, the server does not answer, or shows nothing there.
        Cancelled: the user stopped it.
    """
    shown = _on_layer(served, name, photo, context)
    try:
        cell = _cell(served, shown, photo, feedback)
        window = _window(served, shown, cell)
        return _save(served, name, window, cell, feedback)
    except TimeoutError:
        text = translate(
            "ImageTranslation",
            "The server of {parameter} ({layer}) does not answer; check the connection, or save the layer around the "
            "photo as a GeoTIFF and choose that.",
        )
        raise InputError(text.format(parameter=name, layer=served.name)) from None


def _on_layer(served, name, photo, context):
    """The photo's extent in the layer's CRS."""
    if not photo.crs.isValid():
        text = translate(
            "ImageTranslation",
            "INPUT ({photo}) has no coordinate reference system, so nobody knows where it lies on {parameter} "
            "({layer}); assign one.",
        )
        raise InputError(text.format(photo=photo.name, parameter=name, layer=served.name))
    try:
        shown = QgsCoordinateTransform(photo.crs, served.crs, context.transformContext()).transformBoundingBox(
            photo.extent
        )
    except QgsCsException:
        shown = QgsRectangle()
    if not (shown.isFinite() and shown.width() > 0 and shown.height() > 0 and served.extent.intersects(shown)):
        text = translate(
            "ImageTranslation",
            "{parameter} ({layer}) does not show the place of INPUT ({photo}); choose a layer that does.",
        )
        raise InputError(text.format(parameter=name, layer=served.name, photo=photo.name))
    return shown


def _cell(served, shown, photo, feedback):
    """The cell size to read, in units of the layer's CRS: of those that the server has, where it tells them."""
    own = math.sqrt(shown.width() * shown.height() / (photo.columns * photo.rows))
    least = WIDENED * math.sqrt(shown.width() * shown.height() / MOST)
    fitting = max(own / _FITTING, least)
    if served.resolutions:
        cells = [each for each in served.resolutions if each >= fitting] or [max(least, served.resolutions[-1])]
    else:
        cells = [max(own, least) * 2**i for i in range(_TRIES)]
    with_picture = []
    for cell in cells[:_TRIES]:
        half = _PROBE * cell / 2
        middle = shown.center()
        probe = QgsRectangle(middle.x() - half, middle.y() - half, middle.x() + half, middle.y() + half)
        *colours, opacity = served.read(probe, _PROBE, _PROBE, feedback).astype(int)
        if max(abs(a - b)[opacity > 0].max(initial=0) for a, b in zip(colours, colours[1:])) > _COLOURED:
            return cell
        with_picture += [cell] * bool(opacity.any())
    return (with_picture or cells)[0]


def _window(served, shown, cell):
    """The rectangle to read, whole cells of the layer wide and high."""
    left, top = served.extent.xMinimum(), served.extent.yMaximum()
    columns = _span(shown.xMinimum() - left, shown.xMaximum() - left, served.extent.width(), cell)
    rows = _span(top - shown.yMaximum(), top - shown.yMinimum(), served.extent.height(), cell)
    return QgsRectangle(left + columns[0] * cell, top - rows[1] * cell, left + columns[1] * cell, top - rows[0] * cell)


def _span(first, last, length, cell):
    """Numbers of the first cell of a widened span, and of the one behind its last, within the layer."""
    half = max(WIDENED * (last - first), LEAST * cell) / 2
    middle = (first + last) / 2
    begin, end = math.floor((middle - half) / cell), math.ceil((middle + half) / cell)
    return max(0, begin), max(1, min(end, math.ceil(length / cell)))


def _save(served, name, window, cell, feedback):
    from ..models.rasters.calls import GdalFailure, checked

    columns, rows = (max(1, round(length / cell)) for length in (window.width(), window.height()))
    text = translate(
        "ImageTranslation", "{parameter} ({layer}): {columns} × {rows} cells around the photo are read from the server."
    )
    feedback.info(text.format(parameter=name, layer=served.name, columns=columns, rows=rows))
    path = QgsProcessingUtils.generateTempFilename(f"{re.sub('[^0-9A-Za-z]+', '_', served.name)[:40] or 'web'}.tif")
    options = ["TILED=YES", "COMPRESS=DEFLATE", "ZLEVEL=1", "PHOTOMETRIC=RGB", "ALPHA=YES"]
    try:
        dataset = checked(gdal.GetDriverByName("GTiff").Create, path, columns, rows, 4, gdal.GDT_Byte, options)
        checked(dataset.SetGeoTransform, (window.xMinimum(), cell, 0.0, window.yMaximum(), 0.0, -cell))
        checked(dataset.SetProjection, served.crs.toWkt())
        if not _fill(served, dataset, window, cell, feedback):
            text = translate(
                "ImageTranslation",
                "{parameter} ({layer}) shows nothing around the photo: its server does not answer or has no picture "
                "there; choose another layer.",
            )
            raise InputError(text.format(parameter=name, layer=served.name))
        checked(dataset.FlushCache, strict=True)
    except GdalFailure as error:
        text = translate(
            "ImageTranslation", "What {parameter} ({layer}) shows cannot be written to a temporary file: {problem}"
        )
        raise InputError(text.format(parameter=name, layer=served.name, problem=error)) from error
    return path


def _fill(served, dataset, window, cell, feedback):
    """Read the layer piece by piece into a dataset; whether it shows anything."""
    from ..models.rasters.calls import checked

    something = False
    for top in range(0, dataset.RasterYSize, PIECE):
        for left in range(0, dataset.RasterXSize, PIECE):
            columns, rows = min(PIECE, dataset.RasterXSize - left), min(PIECE, dataset.RasterYSize - top)
            x, y = window.xMinimum() + left * cell, window.yMaximum() - top * cell
            pixels = served.read(QgsRectangle(x, y - rows * cell, x + columns * cell, y), columns, rows, feedback)
            something |= bool(pixels[3].any())
            checked(dataset.WriteRaster, left, top, columns, rows, pixels.tobytes())
    return something
