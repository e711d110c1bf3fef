"""The provider "Image Translation" and its settings."""

from processing.core.ProcessingConfig import ProcessingConfig, Setting
from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtCore import QCoreApplication

from .chains import CHAINS
from .classify_pixels import ClassifyPixels
from .compare_images import CompareImages
from .evaluate_model import EvaluateModel
from .export_training_chips import ExportTrainingChips
from .interface import icon
from .python_environment import PYTHON_SETTING
from .train_image_translation_model import TrainImageTranslationModel

translate = QCoreApplication.translate


class ImageTranslationProvider(QgsProcessingProvider):
    """Lists algorithms and ready-made chains, and registers the settings under Options > Processing > Providers."""

    def load(self):
        ProcessingConfig.settingIcons[self.name()] = self.icon()
        description = translate("ImageTranslation", "Python interpreter that has onnxruntime and torch")
        ProcessingConfig.addSetting(
            Setting(self.name(), PYTHON_SETTING, description, "", valuetype=Setting.FILE)
        )
        ProcessingConfig.readSettings()
        self.refreshAlgorithms()
        return True

    def unload(self):
        ProcessingConfig.removeSetting(PYTHON_SETTING)

    def id(self):
        return "imagetranslation"

    def name(self):
        return translate("ImageTranslation", "Image Translation")

    def icon(self):
        return icon("provider.svg")

    def loadAlgorithms(self):
        steps = (ExportTrainingChips, TrainImageTranslationModel, ClassifyPixels, EvaluateModel, CompareImages)
        for algorithm in (*steps, *CHAINS):
            self.addAlgorithm(algorithm())
