"""Known Colour: clicks on the photo say what is there, for colours that a model shall keep to."""

from qgis.core import Qgis, QgsPointXY, QgsRasterLayer, QgsRectangle, QgsSingleBandGrayRenderer
from qgis.gui import QgsMapTool
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtGui import QColor

from .ground_palette import GroundPalette
from .known_layer import add_point, known_layer, make_layer

translate = QCoreApplication.translate
NEARBY = 3  # pixels of the screen in a row whose median is taken
NEUTRAL = 4  # levels by which the channels of a grey picture differ after a compression with loss


class KnownColourTool(QgsMapTool):
    """Each click adds a point of the colour that is chosen in the palette, which is shown as long as the tool is.

    Args:
        iface: the QGIS window.
    """

    def __init__(self, iface):
        super().__init__(iface.mapCanvas())
        self.setToolName(translate("ImageTranslation", "Known Colour"))
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._iface = iface
        self.palette = GroundPalette(iface.mainWindow())
        self.palette.closed.connect(self._end)
        self.palette.hide()
        iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.palette)

    def activate(self):
        super().activate()
        self.palette.show()
        self.palette.raise_()
        text = translate(
            "ImageTranslation", "Choose what the ground is, and click on it in the photo. Escape ends this."
        )
        self._tell(text, Qgis.MessageLevel.Info)

    def deactivate(self):
        self.palette.hide()
        self.messageDiscarded.emit()
        super().deactivate()

    def close(self):
        """Take the palette out of the window."""
        self._iface.removeDockWidget(self.palette)
        self.palette.deleteLater()

    def canvasReleaseEvent(self, event):
        if event.button() == Qt.MouseButton.LeftButton:
            self.add(event.mapPoint())

    def keyPressEvent(self, event):
        if event.key() == Qt.Key.Key_Escape:
            event.accept()
            self._end()

    def add(self, point):
        """Add a point of the chosen colour at ``point``, which is in the map's CRS."""
        photos = self._rasters_at(point)
        if not photos:
            text = translate("ImageTranslation", "There is no image at this point; click on the photo.")
            self._tell(text, Qgis.MessageLevel.Warning)
            return
        colour = self.palette.colour or self._shown_at(photos, point)
        if colour is None:
            text = translate("ImageTranslation", "No layer shows a colour at this point; show one that does.")
            self._tell(text, Qgis.MessageLevel.Warning)
            return
        layer = known_layer(self._iface.activeLayer()) or make_layer(photos[0].crs())
        if self._iface.activeLayer() != layer:
            self._iface.setActiveLayer(layer)  # QGIS undoes what was done to the active layer
        if not add_point(layer, self.toLayerCoordinates(layer, point), colour, self.palette.ground):
            text = translate("ImageTranslation", "The layer {layer} takes no point; choose or make another one.")
            self._tell(text.format(layer=layer.name()), Qgis.MessageLevel.Warning)

    def _rasters_at(self, point):
        """The raster layers that the map shows at a point, the topmost first."""
        layers = [layer for layer in self.canvas().layers() if isinstance(layer, QgsRasterLayer)]
        return [layer for layer in layers if layer.extent().contains(self.toLayerCoordinates(layer, point))]

    def _shown_at(self, layers, point):
        """The colour of the first layer that shows one; None when all are grey or transparent there."""
        cell = self.canvas().mapUnitsPerPixel()
        for layer in layers:
            if isinstance(layer.renderer(), QgsSingleBandGrayRenderer):
                continue
            centre = self.toLayerCoordinates(layer, point)
            beside = self.toLayerCoordinates(layer, QgsPointXY(point.x() + cell, point.y() + cell))
            colour = colour_shown(layer, centre, abs(beside.x() - centre.x()), abs(beside.y() - centre.y()))
            if colour is not None:
                text = translate("ImageTranslation", "The colour is taken from {layer}.")
                self._tell(text.format(layer=layer.name()), Qgis.MessageLevel.Info)
                return colour
        return None

    def _tell(self, text, level):
        self.messageDiscarded.emit()
        self.messageEmitted.emit(text, level)

    def _end(self):
        if self.isActive() and self.action() is not None:
            self.action().trigger()


def colour_shown(layer, point, width, height):
    """The median colour that a raster layer shows about a point in its CRS; None where it is transparent or grey.

    Args:
        width, height: of one of the pixels that are looked at.
    """
    across, down = NEARBY * width / 2, NEARBY * height / 2
    place = QgsRectangle(point.x() - across, point.y() - down, point.x() + across, point.y() + down)
    block = layer.renderer().block(1, place, NEARBY, NEARBY)
    pixels = [pixel for pixel in map(_opaque, map(block.color, range(NEARBY * NEARBY))) if pixel is not None]
    if all(max(pixel) - min(pixel) <= NEUTRAL for pixel in pixels):
        return None
    return QColor(*(sorted(channel)[len(channel) // 2] for channel in zip(*pixels)))


def _opaque(rgba):
    """Red, green and blue of a pixel that was multiplied by its opacity; None where nothing is seen."""
    opacity = rgba >> 24 & 255
    return None if not opacity else tuple(min(255, (rgba >> shift & 255) * 255 // opacity) for shift in (16, 8, 0))
