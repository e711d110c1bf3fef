"""The parts of QGIS's window that the plugin touches, made of QGIS's own classes, and a way to wait."""

from __future__ import annotations

import time

from qgis.gui import QgsMapCanvas, QgsMapToolPan, QgsMessageBar
from qgis.PyQt.QtCore import QCoreApplication, QEvent
from qgis.PyQt.QtWidgets import QAction, QMainWindow, QMenu


class Window:
    """Stands for ``iface``."""

    def __init__(self) -> None:
        self._window, self.menu, self.pages = QMainWindow(), QMenu(), []
        self._canvas, self._bar = QgsMapCanvas(self._window), QgsMessageBar(self._window)
        self._window.setCentralWidget(self._canvas)
        pan = QgsMapToolPan(self._canvas)
        self._pan = QAction(self._window)
        self._pan.triggered.connect(lambda *_: self._canvas.setMapTool(pan))

    def mainWindow(self):
        return self._window

    def mapCanvas(self):
        return self._canvas

    def messageBar(self):
        return self._bar

    def actionPan(self):
        return self._pan

    def addDockWidget(self, area, dock):
        self._window.addDockWidget(area, dock)

    def removeDockWidget(self, dock):
        self._window.removeDockWidget(dock)

    def setActiveLayer(self, layer):
        self._canvas.setCurrentLayer(layer)
        return True

    def activeLayer(self):
        return self._canvas.currentLayer()

    def addPluginToMenu(self, name, action):
        self.menu.addAction(action)

    def removePluginMenu(self, name, action):
        self.menu.removeAction(action)

    def registerOptionsWidgetFactory(self, factory):
        self.pages.append(factory)

    def unregisterOptionsWidgetFactory(self, factory):
        self.pages.remove(factory)


def wait_until(condition, seconds=10.0):
    """Let events happen until ``condition()`` is true; what was to be deleted later is deleted."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        time.sleep(0.005)
