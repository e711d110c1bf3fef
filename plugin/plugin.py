"""The plugin object: brings the Processing provider in and takes it out again."""

from pathlib import Path

from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QTranslator

from ..processing_provider.provider import ImageTranslationProvider

ROOT = Path(__file__).resolve().parent.parent


class ImageTranslationPlugin:
    """Registers the provider.

    Args:
        iface: the QGIS window, or None where there is none (qgis_process, QGIS Server).
    """

    def __init__(self, iface):
        self.iface = iface
        self.provider = None
        self._translator = self._load_translation()

    def initProcessing(self):
        """Called alone by qgis_process, and by :meth:`initGui` in the application."""
        self.provider = ImageTranslationProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self):
        """Called when the plugin is loaded in the application."""
        self.initProcessing()

    def unload(self):
        """Leave nothing behind."""
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
        if self._translator is not None:
            QCoreApplication.removeTranslator(self._translator)
            self._translator = None

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
