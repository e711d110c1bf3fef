"""The plugin object: brings the Processing provider in and takes it out again."""

from pathlib import Path

from qgis.core import Qgis, QgsApplication, QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QTranslator
from qgis.PyQt.QtWidgets import QAction, QPushButton

from ..processing_provider.interface import icon
from ..processing_provider.provider import ImageTranslationProvider
from ..processing_provider.python_environment import announcer
from .environment.entry import EnvironmentOptionsFactory, close_dialog, show_dialog

ROOT = Path(__file__).resolve().parent.parent


class ImageTranslationPlugin:
    """Registers the provider.

    Args:
        iface: the QGIS window, or None where there is none (qgis_process, QGIS Server).
    """

    def __init__(self, iface):
        self.iface = iface
        self.provider = None
        self._action = self._options = None
        self._translator = self._load_translation()

    def initProcessing(self):
        """Called alone by qgis_process, and by :meth:`initGui` in the application."""
        self.provider = ImageTranslationProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self):
        """Called when the plugin is loaded in the application."""
        self.initProcessing()
        title = QCoreApplication.translate("ImageTranslation", "Python Environment…")
        self._action = QAction(icon("provider.svg"), title, self.iface.mainWindow())
        self._action.triggered.connect(self._set_up_environment)
        self.iface.addPluginToMenu(self._menu(), self._action)
        self._options = EnvironmentOptionsFactory(self._set_up_environment)
        self.iface.registerOptionsWidgetFactory(self._options)
        announcer.missing.connect(self._offer_environment)

    def unload(self):
        """Leave nothing behind."""
        if self._action is not None:
            self.iface.removePluginMenu(self._menu(), self._action)
            self._action.deleteLater()
            self._action = None
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

    def _set_up_environment(self, *_):
        show_dialog(self.iface.mainWindow())

    def _offer_environment(self, text):
        bar = self.iface.messageBar()
        message = bar.createMessage(self._menu(), text)
        button = QPushButton(QCoreApplication.translate("ImageTranslation", "Set up…"), message)
        button.clicked.connect(self._set_up_environment)
        button.clicked.connect(lambda *_: bar.popWidget(message))
        message.layout().addWidget(button)
        bar.pushWidget(message, Qgis.MessageLevel.Warning)

    @staticmethod
    def _menu():
        return QCoreApplication.translate("ImageTranslation", "Image Translation")

    @staticmethod
    def _load_translation():
        """Install ``i18n/image_translation_LOCALE.qm`` for the user's language, when there is one."""
        locale = str(QgsSettings().value("locale/userLocale", "en") or "en")
        for name in (locale, locale[:2]):
            path = ROOT / "i18n" / f"image_translation_{name}.qm"
            translator = QTranslator()
            if path.is_file() and translator.load(str(path)):
                QCoreApplication.installTranslator(translator)
                return translator
        return None
