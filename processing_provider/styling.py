"""How outputs look when QGIS loads them."""

from qgis.core import (
    Qgis,
    QgsCategorizedSymbolRenderer,
    QgsContrastEnhancement,
    QgsFillSymbol,
    QgsMultiBandColorRenderer,
    QgsProcessingLayerPostProcessorInterface,
    QgsRendererCategory,
)
from qgis.PyQt.QtCore import QCoreApplication

translate = QCoreApplication.translate


class LoadedStyle(QgsProcessingLayerPostProcessorInterface):
    """A style for an output that QGIS is going to load."""

    _kept = []

    @classmethod
    def apply_on_load(cls, output, context):
        """Style ``output`` if QGIS is going to load it. The object must outlive the run, so the class keeps it."""
        if context.willLoadLayerOnCompletion(output):
            LoadedStyle._kept = [*LoadedStyle._kept[-50:], cls()]
            context.layerToLoadOnCompletionDetails(output).setPostProcessor(LoadedStyle._kept[-1])


class TranslatedRasterStyle(LoadedStyle):
    """Shows an 8-bit colour raster as it is; other rasters keep QGIS's own choice of stretch."""

    def postProcessLayer(self, layer, context, feedback):
        provider = layer.dataProvider()
        byte = all(provider.dataType(band) == Qgis.DataType.Byte for band in range(1, layer.bandCount() + 1))
        if layer.bandCount() == 3 and byte:
            renderer = QgsMultiBandColorRenderer(provider, 1, 2, 3)
            layer.setRenderer(renderer)
            layer.setContrastEnhancement(QgsContrastEnhancement.ContrastEnhancementAlgorithm.NoEnhancement)
        layer.triggerRepaint()


class FootprintsStyle(LoadedStyle):
    """Outlines of chips in the colour of their split."""

    COLORS = {"train": "#1f78b4", "validation": "#ff7f00", "test": "#d01c8b"}

    def postProcessLayer(self, layer, context, feedback):
        labels = {
            "train": translate("ImageTranslation", "Training"),
            "validation": translate("ImageTranslation", "Validation"),
            "test": translate("ImageTranslation", "Test"),
        }
        categories = [
            QgsRendererCategory(
                split,
                QgsFillSymbol.createSimple({"style": "no", "outline_color": color, "outline_width": "0.5"}),
                labels[split],
            )
            for split, color in self.COLORS.items()
        ]
        layer.setRenderer(QgsCategorizedSymbolRenderer("split", categories))
        layer.triggerRepaint()
