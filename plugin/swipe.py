"""Swipe: a layer is shown on one side of a line that follows the mouse, so that a result is seen over its input."""

from qgis.core import Qgis, QgsMapRendererParallelJob, QgsMapSettings, QgsRasterLayer, QgsRectangle
from qgis.gui import QgsMapCanvasItem, QgsMapTool
from qgis.PyQt.QtCore import QCoreApplication, QLineF, QRectF, Qt, QTimer
from qgis.PyQt.QtGui import QColor, QImage, QPen

translate = QCoreApplication.translate
OVER_THE_MAP = -5.0


class SwipeTool(QgsMapTool):
    """Left of the mouse the map as it is, right of it the map without the layer that is swiped.

    That is the current layer or, when it is not in the map, the topmost raster.
    """

    def __init__(self, canvas):
        super().__init__(canvas)
        self.setToolName(translate("ImageTranslation", "Swipe Between Layers"))
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self._cover = self._job = self._told = None
        # A layer that is being removed is still in the map when another one becomes the current one.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._render)

    def activate(self):
        super().activate()
        canvas = self.canvas()
        if self._cover is None:
            self._cover = SwipeCover(canvas)
            canvas.mapCanvasRefreshed.connect(self._render_soon)
            canvas.currentLayerChanged.connect(self._render_soon)
        self._told = None
        self._render()

    def deactivate(self):
        if self._cover is not None:
            canvas = self.canvas()
            canvas.mapCanvasRefreshed.disconnect(self._render_soon)
            canvas.currentLayerChanged.disconnect(self._render_soon)
            self._stop()
            canvas.scene().removeItem(self._cover)
            self._cover = None
            self.messageDiscarded.emit()
        super().deactivate()

    def canvasMoveEvent(self, event):
        self._cover.move_line(event.pixelPoint().x())

    def keyPressEvent(self, event):
        if event.key() == Qt.Key.Key_Escape and self.action() is not None:
            event.accept()
            self.action().trigger()

    def _render_soon(self, *_):
        self._soon.start()

    def _render(self):
        """Draw the map without the swiped layer, in the background; what is shown stays until that is ready."""
        self._stop()
        shown = self.canvas().mapSettings()
        layer = self._swiped(shown.layers())
        self._tell(layer)
        if layer is None:
            self._cover.clear()
            return
        settings = QgsMapSettings(shown)
        settings.setLayers([other for other in shown.layers() if other != layer])
        # Its parent keeps a cancelled job alive until its threads have ended.
        self._job = QgsMapRendererParallelJob(settings)
        self._job.setParent(self)
        self._job.finished.connect(self._show)
        self._job.start()

    def _show(self):
        job, self._job = self._job, None
        self._cover.show_map(job.renderedImage(), job.mapSettings())
        job.deleteLater()

    def _stop(self):
        self._soon.stop()
        job, self._job = self._job, None
        if job is not None:
            job.finished.disconnect(self._show)
            job.finished.connect(job.deleteLater)
            job.cancelWithoutBlocking()

    def _swiped(self, layers):
        current = self.canvas().currentLayer()
        if current in layers:
            return current
        return next((layer for layer in layers if isinstance(layer, QgsRasterLayer)), None)

    def _tell(self, layer):
        """Say which layer is swiped, whenever that changes."""
        name = "" if layer is None else layer.name()
        if name == self._told:
            return
        self._told = name
        self.messageDiscarded.emit()
        if layer is None:
            text = translate("ImageTranslation", "Nothing to swipe: choose a layer that the map shows.")
            self.messageEmitted.emit(text, Qgis.MessageLevel.Warning)
        else:
            text = translate("ImageTranslation", "{layer} is shown left of the mouse only. Escape ends this.")
            self.messageEmitted.emit(text.format(layer=name), Qgis.MessageLevel.Info)


class SwipeCover(QgsMapCanvasItem):
    """A drawn map that covers the canvas right of a line.

    It lies where it was drawn for, so that it fits when the canvas is dragged or zoomed before the next one is ready.
    """

    def __init__(self, canvas):
        super().__init__(canvas)
        self._image = QImage()
        self._line = canvas.width() // 2
        self.setZValue(OVER_THE_MAP)

    def show_map(self, image, settings):
        """Show ``image``, which was drawn with ``settings``."""
        self._image = image
        transform, size = settings.mapToPixel(), settings.outputSize()
        corner, cell = transform.toMapCoordinates(0, 0), transform.mapUnitsPerPixel()
        right, bottom = corner.x() + size.width() * cell, corner.y() - size.height() * cell
        self.setRect(QgsRectangle(corner.x(), bottom, right, corner.y()))
        self.show()
        self.update()

    def clear(self):
        """Show nothing."""
        self._image = QImage()
        self.hide()

    def move_line(self, x):
        """Put the line to column ``x`` of the canvas."""
        self._line = x
        self.update()

    def paint(self, painter, option=None, widget=None):
        # QGIS makes the rectangle of an item one pixel larger than what it was set to, all around.
        area = QRectF(self.boundingRect().toRect().adjusted(1, 1, -1, -1))
        line = self._line - self.pos().x()
        if self._image.isNull() or line >= area.right():
            return
        painter.save()
        covered = QRectF(line, area.top(), area.right() - line, area.height())
        painter.setClipRect(covered, Qt.ClipOperation.IntersectClip)
        painter.drawImage(area, self._image)
        painter.restore()
        for color, width in ((QColor(60, 60, 60), 4), (QColor(255, 255, 255), 2)):
            painter.setPen(QPen(color, width))
            painter.drawLine(QLineF(line, area.top(), line, area.bottom()))
