"""Known Colour: what a click makes of the palette's choice, in a layer whose points show it."""

from __future__ import annotations

import numpy as np
import pytest

from image_translation.models.place.known import read_known_colours
from image_translation.models.place.palette import GROUNDS
from image_translation.models.rasters.grid import Grid
from image_translation.tests import helpers
from image_translation.tests.helpers import make_raster

pytestmark = pytest.mark.qgis
WIDTH, HEIGHT = 240, 120
GRID = Grid(WIDTH, HEIGHT, helpers.UTM, helpers.wkt(32617))


class Photo:
    """A grey photo in a window, with the tool and a red picture below its left half."""

    def __init__(self, window, folder):
        from qgis.core import QgsProject, QgsRasterLayer
        from qgis.gui import QgsLayerTreeMapCanvasBridge
        from qgis.PyQt.QtWidgets import QAction

        from image_translation.plugin.known_colour import KnownColourTool

        self.window, self.canvas, self.project = window, window.mapCanvas(), QgsProject.instance()
        self.canvas.setFixedSize(WIDTH, HEIGHT)
        self.canvas.setFrameStyle(0)
        self.canvas.enableAntiAliasing(False)
        window.mainWindow().show()
        grey = np.full((3, HEIGHT, WIDTH), 100, np.uint8)
        red = np.stack([np.full((HEIGHT, WIDTH // 2), value, np.uint8) for value in (200, 30, 10)])
        self.photo = QgsRasterLayer(make_raster(folder / "grey.tif", grey), "photo")
        self.other = QgsRasterLayer(make_raster(folder / "red.tif", red), "other")
        self.bridge = QgsLayerTreeMapCanvasBridge(self.project.layerTreeRoot(), self.canvas)
        self.project.addMapLayers([self.photo, self.other])
        self.bridge.setCanvasLayers()
        self.canvas.setDestinationCrs(self.photo.crs())
        self.canvas.setExtent(self.photo.extent())
        self.told, self.ended, action = [], [], QAction(window.mainWindow())
        action.setCheckable(True)
        action.triggered.connect(self.ended.append)
        self.tool = KnownColourTool(window)
        self.tool.setAction(action)
        self.tool.messageEmitted.connect(lambda text, *_: self.told.append(text))
        self.canvas.setMapTool(self.tool)

    def close(self):
        from qgis.PyQt import sip

        self.canvas.unsetMapTool(self.tool)
        sip.delete(self.bridge)
        self.project.clear()

    def click(self, column, row, button="LeftButton"):
        """Click where the photo has a pixel."""
        from qgis.PyQt.QtCore import QPoint, Qt
        from qgis.PyQt.QtTest import QTest

        x, y = GRID.to_map(np.array(column + 0.5), np.array(row + 0.5))
        place = self.canvas.getCoordinateTransform().transform(float(x), float(y))
        spot = QPoint(round(place.x()), round(place.y()))
        QTest.mouseClick(self.canvas.viewport(), getattr(Qt.MouseButton, button), Qt.KeyboardModifier.NoModifier, spot)

    def choose(self, title):
        """Press a button of the palette."""
        from qgis.PyQt.QtWidgets import QToolButton

        next(button for button in self.tool.palette.findChildren(QToolButton) if button.text() == title).click()

    def layers(self):
        return [layer for layer in self.project.mapLayers().values() if layer not in (self.photo, self.other)]

    def points(self, layer=None):
        """(red, green, blue, ground) of each point, those that are not saved too."""
        layer = layer or self.layers()[0]
        features = sorted(layer.getFeatures(), key=lambda feature: feature.id(), reverse=True)
        names = ("red", "green", "blue", "ground")
        return [tuple(feature[name] or None for name in names) for feature in features]


@pytest.fixture
def scene(provider, tmp_path):
    from qgis.PyQt import sip

    from image_translation.tests.plugin.window import Window

    window = Window()
    scene = Photo(window, tmp_path)
    yield scene
    scene.close()
    sip.delete(window.mainWindow())


def test_clicks_make_a_layer_and_points_that_the_engine_reads(scene, tmp_path):
    from qgis.core import QgsVectorFileWriter

    scene.click(30, 40)
    (layer,) = scene.layers()
    assert layer.name() == "Known colours" and layer.crs() == scene.photo.crs() and layer.isEditable()
    assert scene.project.layerTreeRoot().findLayers()[0].layer() is layer
    assert scene.window.activeLayer() is layer
    scene.choose("Red tiles")
    scene.click(200, 100)
    scene.click(100, 100, "RightButton")
    assert scene.layers() == [layer]
    assert scene.points() == [(*GROUNDS["grass"], "grass"), (*GROUNDS["red tiles"], "red tiles")]
    options = QgsVectorFileWriter.SaveVectorOptions()
    path = str(tmp_path / "k.gpkg")
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, path, scene.project.transformContext(), options)
    known = read_known_colours(path, "", GRID, helpers.Recorder())
    order = np.argsort(known.columns)
    np.testing.assert_allclose(known.columns[order], [30.5, 200.5], atol=0.6)
    np.testing.assert_allclose(known.rows[order], [40.5, 100.5], atol=0.6)
    assert known.colours[order].tolist() == [list(map(float, GROUNDS[name])) for name in ("grass", "red tiles")]


def test_each_point_is_one_step_that_can_be_undone(scene):
    scene.click(30, 40)
    scene.choose("Snow")
    scene.click(50, 40)
    layer = scene.layers()[0]
    assert layer.undoStack().count() == 2 and layer.undoStack().undoText() == "Known Colour"
    layer.undoStack().undo()
    assert [ground for *_, ground in scene.points()] == ["grass"]
    layer.undoStack().redo()
    assert [ground for *_, ground in scene.points()] == ["grass", "snow"]
    assert layer.commitChanges() and layer.featureCount() == 2


def test_points_are_shown_in_their_colours(scene):
    from qgis.core import QgsMapRendererSequentialJob, QgsMapSettings

    from image_translation.tests.plugin.test_swipe import values

    scene.choose("Sand")
    scene.click(60, 60)
    scene.choose("Woods")
    scene.click(180, 60)
    settings = QgsMapSettings(scene.canvas.mapSettings())
    settings.setLayers(scene.layers())
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    seen = values(job.renderedImage())
    assert tuple(seen[60, 60]) == GROUNDS["sand"] and tuple(seen[60, 180]) == GROUNDS["woods"]


def test_any_colour(scene):
    from qgis.PyQt.QtCore import QTimer
    from qgis.PyQt.QtGui import QColor
    from qgis.PyQt.QtWidgets import QApplication, QColorDialog

    def answer(colour):
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QColorDialog):
            return
        if colour is None:
            dialog.reject()
        else:
            dialog.setCurrentColor(colour)
            dialog.accept()

    scene.choose("Crop")
    for colour in (None, QColor(1, 2, 3), None):
        QTimer.singleShot(100, lambda colour=colour: answer(colour))
        scene.choose("Pick a Colour…")
        scene.click(10, 10)
    crop = (*GROUNDS["crop"], "crop")
    assert scene.points() == [crop, (1, 2, 3, None), (1, 2, 3, None)]


def test_the_colour_of_another_layer(scene):
    scene.choose("From Another Layer")
    scene.click(30, 40)
    assert scene.points() == [(200, 30, 10, None)], "the photo above it is grey"
    assert scene.told[-1] == "The colour is taken from other."
    scene.other.setOpacity(0.5)
    scene.click(30, 50)
    assert np.abs(np.subtract(scene.points()[1][:3], (200, 30, 10))).max() <= 2
    scene.click(200, 40)
    scene.project.layerTreeRoot().findLayer(scene.other).setItemVisibilityChecked(False)
    scene.bridge.setCanvasLayers()
    scene.click(30, 40)
    assert len(scene.points()) == 2
    assert scene.told[-2:] == ["No layer shows a colour at this point; show one that does."] * 2


def test_a_photo_in_another_crs_than_the_map(scene):
    from qgis.core import QgsCoordinateReferenceSystem, QgsPointXY

    scene.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    scene.canvas.zoomToFullExtent()
    centre = scene.canvas.mapSettings().layerExtentToOutputExtent(scene.photo, scene.photo.extent()).center()
    scene.choose("From Another Layer")
    scene.tool.add(QgsPointXY(centre.x() - 1e-4, centre.y()))
    (layer,) = scene.layers()
    assert layer.crs() == scene.photo.crs() and scene.points() == [(200, 30, 10, None)]
    there = next(layer.getFeatures()).geometry().asPoint()
    assert scene.photo.extent().contains(there)
    assert there.x() == pytest.approx(scene.photo.extent().center().x() - 9.95, abs=0.3)


def test_beside_the_photo(scene):
    from qgis.core import QgsPointXY

    scene.tool.add(QgsPointXY(0, 0))
    assert scene.layers() == [] and scene.told[-1] == "There is no image at this point; click on the photo."


def test_the_layer_that_is_there_goes_on(scene):
    from qgis.core import QgsVectorLayer

    scene.click(30, 40)
    ours = scene.layers()[0]
    scene.window.setActiveLayer(scene.photo)
    scene.click(40, 40)
    assert scene.layers() == [ours] and len(scene.points()) == 2 and scene.window.activeLayer() is ours
    own = QgsVectorLayer(
        "MultiPoint?crs=EPSG:4326&field=red:integer&field=green:double&field=Blue:integer", "o", "memory"
    )
    scene.project.addMapLayer(own)
    scene.window.setActiveLayer(own)
    scene.click(50, 40)
    assert len(scene.points(ours)) == 2
    (feature,) = own.getFeatures()
    assert tuple(feature.attributes()) == GROUNDS["grass"]
    assert feature.geometry().isMultipart() and -180 < feature.geometry().boundingBox().xMinimum() < 180
    for layer in (own, ours):
        assert layer.rollBack() and layer.setReadOnly(True)
    scene.click(60, 40)
    assert len(scene.layers()) == 3, "layers that take no points are left alone"


def test_escape_and_closing_the_palette_end_it(scene):
    from qgis.PyQt.QtCore import Qt
    from qgis.PyQt.QtTest import QTest

    palette = scene.tool.palette
    assert palette.isVisible() and scene.told[0].startswith("Choose what the ground is")
    QTest.keyClick(scene.canvas, Qt.Key.Key_Escape)
    assert scene.ended == [False]
    palette.close()
    assert scene.ended == [False, True]
    scene.canvas.unsetMapTool(scene.tool)
    assert not palette.isVisible()
    palette.close()
    assert scene.ended == [False, True], "not in use"


def test_the_palette_has_every_ground(scene):
    from image_translation.plugin.ground_palette import ground_titles

    assert list(ground_titles()) == list(GROUNDS)
    palette = scene.tool.palette
    for ground, title in ground_titles().items():
        scene.choose(title)
        assert palette.ground == ground and palette.colour.getRgb()[:3] == GROUNDS[ground]
