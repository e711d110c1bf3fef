"""Swipe: pixels of the canvas on both sides of the line."""

from __future__ import annotations

import numpy as np
import pytest

from image_translation.tests.helpers import make_raster

pytestmark = pytest.mark.qgis
WIDTH, HEIGHT = 240, 120


def values(image):
    """(height, width, 3) integers of a picture."""
    from qgis.PyQt.QtGui import QImage

    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    bits = image.constBits()
    bits.setsize(image.sizeInBytes())
    return np.frombuffer(bytes(bits), np.uint8).reshape(image.height(), image.width(), 4)[..., :3].astype(int)


class Map:
    """A canvas of two rasters, the colourful ``result`` over the grey ``input``."""

    def __init__(self, folder):
        from qgis.core import QgsProject, QgsRasterLayer
        from qgis.gui import QgsLayerTreeMapCanvasBridge, QgsMapCanvas

        from image_translation.plugin.swipe import SwipeTool

        columns = np.linspace(20, 230, WIDTH).astype(np.uint8)
        grey = np.repeat(np.broadcast_to(columns, (1, HEIGHT, WIDTH)), 3, axis=0)
        red = np.stack([np.full((HEIGHT, WIDTH), value, np.uint8) for value in (200, 30, 10)])
        self.project, self.canvas = QgsProject(), QgsMapCanvas()
        self.canvas.resize(WIDTH, HEIGHT)
        self.canvas.setFrameStyle(0)
        self.canvas.enableAntiAliasing(False)
        self.input = QgsRasterLayer(make_raster(folder / "grey.tif", grey), "input")
        self.result = QgsRasterLayer(make_raster(folder / "red.tif", red), "result")
        self.bridge = QgsLayerTreeMapCanvasBridge(self.project.layerTreeRoot(), self.canvas)
        self.project.addMapLayers([self.result, self.input])
        self.bridge.setCanvasLayers()
        self.canvas.setDestinationCrs(self.input.crs())
        self.canvas.show()
        self.canvas.setExtent(self.input.extent())
        self.canvas.setCurrentLayer(self.result)
        self.tool = SwipeTool(self.canvas)
        self.told = []
        self.tool.messageEmitted.connect(lambda text, *_: self.told.append(text))

    def close(self):
        """Delete all of it in the order in which QGIS does, before QGIS itself ends."""
        from qgis.PyQt import sip

        for item in (self.bridge, self.canvas, self.project):
            sip.delete(item)

    def swipe(self):
        """Take the tool and wait until the map without the layer is there."""
        self.canvas.setMapTool(self.tool)
        self.wait()

    def wait(self):
        from image_translation.tests.plugin.window import wait_until

        done = []
        self.canvas.mapCanvasRefreshed.connect(lambda: done.append(1))
        self.canvas.refresh()
        wait_until(lambda: done and self.tool._job is None and not self.tool._soon.isActive())

    def move_mouse(self, x):
        from qgis.PyQt.QtCore import QCoreApplication, QEvent, QPointF, Qt
        from qgis.PyQt.QtGui import QMouseEvent

        none = Qt.MouseButton.NoButton
        place = QPointF(x, HEIGHT // 2)
        event = QMouseEvent(QEvent.Type.MouseMove, place, place, none, none, Qt.KeyboardModifier.NoModifier)
        QCoreApplication.sendEvent(self.canvas.viewport(), event)

    def pixels(self):
        """(HEIGHT, WIDTH, 3) as seen on the canvas."""
        return values(self.canvas.grab().toImage())

    def rendered(self, *layers):
        """The same of a plain rendering of ``layers``."""
        from qgis.core import QgsMapRendererSequentialJob, QgsMapSettings

        settings = QgsMapSettings(self.canvas.mapSettings())
        settings.setLayers(layers)
        job = QgsMapRendererSequentialJob(settings)
        job.start()
        job.waitForFinished()
        return values(job.renderedImage())

    def assert_line_at(self, x):
        """Left of the line both layers, right of it the input alone."""
        seen, both, alone = self.pixels(), self.rendered(self.result, self.input), self.rendered(self.input)
        np.testing.assert_array_equal(seen[:, : x - 3], both[:, : x - 3])
        np.testing.assert_array_equal(seen[:, x + 3 :], alone[:, x + 3 :])
        assert (seen[HEIGHT // 2, x] == 255).all()
        assert (both[:, x + 3 :] != alone[:, x + 3 :]).any()


@pytest.fixture
def scene(provider, tmp_path):
    scene = Map(tmp_path)
    yield scene
    scene.close()


def test_the_line_follows_the_mouse(scene):
    scene.swipe()
    scene.assert_line_at(WIDTH // 2)
    for x in (30, 200):
        scene.move_mouse(x)
        scene.assert_line_at(x)
    assert scene.told == ["result is shown left of the mouse only. Escape ends this."]


def test_zoom_drag_and_turn(scene):
    scene.swipe()
    scene.move_mouse(80)
    scene.canvas.zoomByFactor(0.5)
    scene.wait()
    scene.assert_line_at(80)
    extent = scene.canvas.extent()
    scene.canvas.setExtent(extent.buffered(extent.width()))
    scene.wait()
    scene.assert_line_at(80)
    scene.canvas.setRotation(30)
    scene.wait()
    scene.assert_line_at(80)


def test_another_layer_a_hidden_one_and_none(scene):
    scene.canvas.setCurrentLayer(None)
    scene.swipe()
    scene.assert_line_at(WIDTH // 2)
    scene.canvas.setCurrentLayer(scene.input)
    scene.wait()
    assert scene.told[-1].startswith("input is shown")
    scene.project.removeMapLayer(scene.result)
    scene.wait()
    assert (scene.pixels()[:, WIDTH // 2 + 3 :] == 255).all(), "nothing is below the only layer"
    assert (scene.pixels()[:, : WIDTH // 2 - 3] < 255).all()
    scene.project.removeMapLayer(scene.input)
    scene.wait()
    assert scene.told[-1] == "Nothing to swipe: choose a layer that the map shows."
    assert (scene.pixels() == 255).all(), "no line and no layer"


def test_a_layer_removed_while_it_is_drawn(scene):
    scene.canvas.setMapTool(scene.tool)
    scene.project.removeMapLayers([scene.result.id(), scene.input.id()])
    scene.wait()
    assert (scene.pixels() == 255).all()


def test_it_leaves_nothing_behind(scene):
    from image_translation.tests.plugin.window import wait_until

    items = len(scene.canvas.scene().items())
    scene.swipe()
    assert len(scene.canvas.scene().items()) == items + 1
    scene.canvas.refresh()
    scene.tool._render()
    scene.canvas.unsetMapTool(scene.tool)
    assert len(scene.canvas.scene().items()) == items
    np.testing.assert_array_equal(scene.pixels(), scene.rendered(scene.result, scene.input))
    wait_until(lambda: scene.tool.children() == [scene.tool._soon])
    scene.swipe()
    scene.assert_line_at(WIDTH // 2)


def test_escape_goes_back(scene):
    from qgis.PyQt.QtCore import Qt
    from qgis.PyQt.QtTest import QTest
    from qgis.PyQt.QtWidgets import QAction

    ended, action = [], QAction()
    action.setCheckable(True)
    action.triggered.connect(ended.append)
    scene.tool.setAction(action)
    scene.swipe()
    assert action.isChecked()
    QTest.keyClick(scene.canvas, Qt.Key.Key_Escape)
    assert ended == [False]


def test_the_canvas_goes_first(scene, tmp_path):
    from qgis.PyQt import sip

    (tmp_path / "other").mkdir()
    other = Map(tmp_path / "other")
    other.swipe()
    other.close()
    assert sip.isdeleted(other.tool)
