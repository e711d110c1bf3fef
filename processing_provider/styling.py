"""How outputs look when QGIS loads them."""

from qgis.core import Qgis, QgsContrastEnhancement, QgsMultiBandColorRenderer, QgsProcessingLayerPostProcessorInterface


class TranslatedRasterStyle(QgsProcessingLayerPostProcessorInterface):
    """Shows an 8-bit colour raster as it is; other rasters keep QGIS's own choice of stretch."""

    _kept = []

    @classmethod
    def apply_on_load(cls, output, context):
        """Style ``output`` if QGIS is going to load it. The object must outlive the run, so the class keeps it."""
        if context.willLoadLayerOnCompletion(output):
            cls._kept = [*cls._kept[-50:], cls()]
            context.layerToLoadOnCompletionDetails(output).setPostProcessor(cls._kept[-1])

    def postProcessLayer(self, layer, context, feedback):
        provider = layer.dataProvider()
        byte = all(provider.dataType(band) == Qgis.DataType.Byte for band in range(1, layer.bandCount() + 1))
        if layer.bandCount() == 3 and byte:
            renderer = QgsMultiBandColorRenderer(provider, 1, 2, 3)
            layer.setRenderer(renderer)
            layer.setContrastEnhancement(QgsContrastEnhancement.ContrastEnhancementAlgorithm.NoEnhancement)
        layer.triggerRepaint()
