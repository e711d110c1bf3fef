"""The plugin object: brings the Processing provider in and takes it out again."""

from pathlib import Path

from qgis.core import Qgis, QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QTranslator
from qgis.PyQt.QtWidgets import QAction, QPushButton

from ..processing_provider.interface import icon
from ..processing_provider.provider import ImageTranslationProvider
from ..processing_provider.python_environment import announcer
from .environment.entry import EnvironmentOptionsFactory, close_dialog, show_dialog

translate = QCoreApplication.translate
ROOT = Path(__file__).resolve().parent.parent


class ImageTranslationPlugin:
    """Registers the provider.

    Args:
        iface: the QGIS window, or None where there is none (qgis_process, QGIS Server).
    """

    def __init__(self, iface):
        self.iface = iface
        self.provider = None
        self._actions = []
        self._options = self._swipe = self._known = self._browser = None
        self._translator = self._load_translation()

    def initProcessing(self):
        """Called alone by qgis_process, and by :meth:`initGui` in the application."""
        self.provider = ImageTranslationProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self):
        """Called when the plugin is loaded in the application."""
        self.initProcessing()
        self._add_action("swipe.svg", translate("ImageTranslation", "Swipe Between Layers"), self._swipe_layers, True)
        self._add_action("known_colour.svg", translate("ImageTranslation", "Known Colour"), self._know_colours, True)
        self._add_action("models.svg", translate("ImageTranslation", "Models…"), self._browse_models)
        self._add_action(
            "provider.svg", translate("ImageTranslation", "Python Environment…"), self._set_up_environment
        )
        self._options = EnvironmentOptionsFactory(self._set_up_environment)
        self.iface.registerOptionsWidgetFactory(self._options)
        announcer.missing.connect(self._offer_environment)

    def unload(self):
        """Leave nothing behind."""
        if self._actions:
            self._stop_looking()
            for action in self._actions:
                self.iface.removePluginMenu(self._menu(), action)
                action.deleteLater()
            self._actions = []
            self.iface.unregisterOptionsWidgetFactory(self._options)
            self._options = None
            announcer.missing.disconnect(self._offer_environment)
            close_dialog()
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
        if self._translator is not None:
            QCoreApplication.removeTranslator(self._translator)
            self._translator = None

    def _add_action(self, image, title, called, checkable=False):
        action = QAction(icon(image), title, self.iface.mainWindow())
        action.setCheckable(checkable)
        action.triggered.connect(called)
        self.iface.addPluginToMenu(self._menu(), action)
        self._actions.append(action)

    def _swipe_layers(self, wanted):
        from .swipe import SwipeTool

        if self._swipe is None:
            self._swipe = SwipeTool(self.iface.mapCanvas())
            self._swipe.setAction(self._actions[0])
        self._take(self._swipe, wanted)

    def _know_colours(self, wanted):
        from .known_colour import KnownColourTool

        if self._known is None:
            self._known = KnownColourTool(self.iface)
            self._known.setAction(self._actions[1])
        self._take(self._known, wanted)

    def _take(self, tool, wanted):
        if wanted:
            self.iface.mapCanvas().setMapTool(tool)
        else:
            self.iface.actionPan().trigger()

    def _browse_models(self, *_):
        from .model_browser import ModelBrowser

        if self._browser is None:
            self._browser = ModelBrowser(self.iface.mainWindow())
        self._browser.show()
        self._browser.raise_()
        self._browser.activateWindow()

    def _stop_looking(self):
        for tool in (self._swipe, self._known):
            if tool is not None:
                self.iface.mapCanvas().unsetMapTool(tool)
                tool.deleteLater()
        if self._known is not None:
            self._known.close()
        if self._browser is not None:
            self._browser.close()
            self._browser.deleteLater()
        self._swipe = self._known = self._browser = None

    def _set_up_environment(self, *_):
        show_dialog(self.iface.mainWindow())

    def _offer_environment(self, text):
        bar = self.iface.messageBar()
        message = bar.createMessage(self._menu(), text)
        button = QPushButton(translate("ImageTranslation", "Set up…"), message)
        button.clicked.connect(self._set_up_environment)
        button.clicked.connect(lambda *_: bar.popWidget(message))
        message.layout().addWidget(button)
        bar.pushWidget(message, Qgis.MessageLevel.Warning)

    @staticmethod
    def _menu():
        return translate("ImageTranslation", "Image Translation")

    @staticmethod
    def _load_translation():
        """Install ``i18n/image_translation_LOCALE.qm`` for the user's language, when there is one."""
        locale = QgsApplication.locale()
        for name in (locale, locale[:2]):
            path = ROOT / "i18n" / f"image_translation_{name}.qm"
            translator = QTranslator()
            if path.is_file() and translator.load(str(path)):
                QCoreApplication.installTranslator(translator)
                return translator
        return None
