"""What scripts/make_screenshots.sh runs inside QGIS: fills in the dialogs, takes pictures of them, and ends QGIS."""

import os
import traceback
from pathlib import Path

import processing
from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsPointXY, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QSize, Qt, QTimer
from qgis.PyQt.QtGui import QColor, QFont, QImage, QPainter
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QDockWidget, QLineEdit, QToolButton
from qgis.utils import iface

FOLDER, DEMO = Path(os.environ["SCREENSHOTS"]), Path(os.environ["DEMO"])
LARGEST = 150_000  # bytes
DIALOG = QSize(900, 620)
# Nothing of this is run; the folders are only shown.
VALUES = {
    "exporttrainingchips": {"TARGET": "Orthophoto", "GREY_FROM_TARGET": True, "OUTPUT": "/data/town/chips"},
    "trainimagetranslationmodel": {
        "CHIPS": "/data/town/chips",
        "PRESET": "Fast",
        "MAX_EPOCHS": 1000,
        "MAX_MINUTES": 10,
        "OUTPUT": "/data/town/town.dlpk",
        "REPORT": "/data/town/report.html",
    },
    "classifypixels": {
        "INPUT": "Air photo",
        "MODEL": "town.dlpk",
        "OUTPUT": "/data/town/photo_in_colour.tif",
    },
    "evaluatemodel": {
        "MODEL": "/data/town/town.dlpk",
        "CHIPS": "/data/town/chips",
        "OUTPUT": "/data/town/evaluation.html",
        "TABLE": "/data/town/evaluation.csv",
    },
    "compareimages": {"BEFORE": "Air photo", "AFTER": "Air photo in colour", "OUTPUT": "/data/town/comparison.html"},
    "colorizehistoricalphotos": {"TARGET": "Orthophoto", "INPUT": "Air photo"},
    "nearinfraredtonaturalcolour": {},
    "comparebeforeandafter": {"INPUT": "Air photo", "MODEL": "/data/town/town.dlpk"},
}

# Ground, and where it is clicked in shares of the map from its upper left.
POINTS = (
    ("asphalt", 0.2, 0.37),
    ("woods", 0.42, 0.5),
    ("woods", 0.27, 0.8),
    ("grass", 0.3, 0.4),
    ("bare soil", 0.6, 0.6),
    ("dry grass", 0.7, 0.4),
)


def save(image, name):
    """Write a picture of at most LARGEST bytes: the dialogs as PNG, photographs (a name with .jpg) as JPEG."""
    path = FOLDER / (name if name.endswith(".jpg") else f"{name}.png")
    for quality in (85, 75, 65, 55) if path.suffix == ".jpg" else (0,):
        if not image.save(str(path), quality=quality):
            raise OSError(f"{path} cannot be written.")
        if path.stat().st_size <= LARGEST:
            return
    raise OSError(f"{path} has {path.stat().st_size} bytes, more than {LARGEST}.")


def grab(widget, name):
    """Take a picture of a widget once it is drawn."""
    QTest.qWait(600)
    save(widget.grab().toImage(), name)


def load(file, name):
    """Add a raster to the project."""
    layer = QgsRasterLayer(str(DEMO / file), name)
    QgsProject.instance().addMapLayer(layer)
    return layer


def dialogs():
    """The dialog of each algorithm, filled in."""
    for algorithm in QgsApplication.processingRegistry().providerById("imagetranslation").algorithms():
        dialog = processing.createAlgorithmDialog(algorithm.id(), VALUES[algorithm.name()])
        dialog.resize(DIALOG)
        dialog.show()
        hint = getattr(dialog.mainWidget().wrappers.get("MODEL"), "hint", None)
        while hint is not None and hint.isHidden():  # the model is read in a thread
            QTest.qWait(100)
        grab(dialog, algorithm.name())
        dialog.close()


def place():
    """Classify Pixels with a picture of the place, and the tool Known Colour at work."""
    given = {"INPUT": "Air photo", "REFERENCE": ["Orthophoto"], "OUTPUT": "/data/town/photo_in_colour.tif"}
    dialog = processing.createAlgorithmDialog("imagetranslation:classifypixels", given)
    dialog.resize(DIALOG)
    dialog.show()
    hint = dialog.mainWidget().wrappers["MODEL"].hint
    while hint.isHidden():
        QTest.qWait(100)
    grab(dialog, "place_dialog")
    dialog.close()
    project, canvas = QgsProject.instance(), iface.mapCanvas()
    project.layerTreeRoot().findLayer(project.mapLayersByName("Air photo in colour")[0]).setItemVisibilityChecked(False)
    for dock in iface.mainWindow().findChildren(QDockWidget):
        dock.setVisible(dock.objectName() == "Layers")
    action = next(each for each in iface.mainWindow().findChildren(QAction) if each.text() == "Known Colour")
    action.trigger()
    tool = canvas.mapTool()
    extent = canvas.extent()
    for ground, across, down in POINTS:
        button = next(each for each in tool.palette.findChildren(QToolButton) if each.property("ground") == ground)
        button.click()
        tool.add(QgsPointXY(extent.xMinimum() + across * extent.width(), extent.yMaximum() - down * extent.height()))
    canvas.waitWhileRendering()
    grab(iface.mainWindow(), "place_known.jpg")
    project.mapLayersByName("Known colours")[0].rollBack()
    action.trigger()


def environment():
    """The dialog Python Environment as a new user sees it."""
    from image_translation.plugin.environment.entry import close_dialog, show_dialog

    del os.environ["IMAGE_TRANSLATION_PYTHON"]
    dialog = show_dialog(iface.mainWindow())
    dialog.resize(720, 480)
    grab(dialog, "environment")
    close_dialog()


def window():
    """The main window with the toolbox."""
    main = iface.mainWindow()
    QgsProject.instance().setCrs(QgsCoordinateReferenceSystem())
    main.resize(1100, 700)
    for dock in main.findChildren(QDockWidget):
        dock.setVisible(dock.objectName() in ("Layers", "ProcessingToolbox"))
        if dock.objectName() == "ProcessingToolbox":
            dock.findChild(QLineEdit).setText("image translation")
    project = QgsProject.instance()
    project.layerTreeRoot().findLayer(project.mapLayersByName("Orthophoto")[0]).setItemVisibilityChecked(False)
    iface.mapCanvas().setExtent(project.mapLayersByName("Air photo in colour")[0].extent())
    iface.mapCanvas().refresh()
    iface.mapCanvas().waitWhileRendering()
    grab(main, "window.jpg")


def result():
    """A part of the grey photo and of its translation side by side."""
    side, gap = 300, 8
    picture = QImage(2 * side + gap, side, QImage.Format.Format_RGB888)
    picture.fill(QColor("white"))
    painter = QPainter(picture)
    painter.setFont(QFont("sans-serif", 11))
    for left, file, words in (
        (0, "same_site_grey.tif", "grey air photo"),
        (side + gap, "same_site_colour.tif", "colours of the model"),
    ):
        image = QImage(str(DEMO / file))
        part = image.copy((image.width() - 2 * side) // 2, (image.height() - 2 * side) // 2, 2 * side, 2 * side)
        painter.drawImage(left, 0, part.scaled(side, side, transformMode=Qt.TransformationMode.SmoothTransformation))
        width = painter.fontMetrics().horizontalAdvance(words) + 16
        painter.fillRect(left, side - 22, width, 22, QColor(0, 0, 0, 150))
        painter.setPen(QColor("white"))
        painter.drawText(left + 8, side - 7, words)
    painter.end()
    save(picture, "result.jpg")


def take_all():
    """Take all pictures and end QGIS, with exit status 1 when something went wrong."""
    status = 0
    try:
        os.chdir(os.environ["XDG_RUNTIME_DIR"])
        Path("town.dlpk").symlink_to(DEMO / "model.dlpk")
        for file, name in (
            ("imagery/2019_YELL_2_528000_4978000_image_crop2.png", "Orthophoto"),
            ("same_site_grey.tif", "Air photo"),
            ("same_site_colour.tif", "Air photo in colour"),
        ):
            load(file, name)
        dialogs()
        window()
        place()
        result()
        environment()
    except Exception:
        status = 1
        traceback.print_exc()
    os._exit(status)


QTimer.singleShot(3000, take_all)
