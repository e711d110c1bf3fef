"""How outputs look when QGIS loads them."""

from osgeo import gdal
from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsContrastEnhancement,
    QgsFillSymbol,
    QgsMultiBandColorRenderer,
    QgsProcessingLayerPostProcessorInterface,
    QgsRendererCategory,
    QgsSingleBandGrayRenderer,
)
from qgis.PyQt.QtCore import QCoreApplication

translate = QCoreApplication.translate


class LoadedStyle(QgsProcessingLayerPostProcessorInterface):
    """How an output that QGIS is going to load looks, and where it lies among the layers."""

    _kept = []

    @classmethod
    def apply_on_load(cls, output, context):
        """Style ``output`` if QGIS is going to load it. The object must outlive the run, so the class keeps it."""
        if context.willLoadLayerOnCompletion(output):
            LoadedStyle._kept = [*LoadedStyle._kept[-50:], cls()]
            context.layerToLoadOnCompletionDetails(output).setPostProcessor(LoadedStyle._kept[-1])

    def postProcessLayer(self, layer, context, feedback):
        self.show(layer)
        if context.project() is not None:
            _into_group(layer, context.project().layerTreeRoot())

    def show(self, layer):
        """Give the layer its style."""
        raise NotImplementedError


def _into_group(layer, root):
    """Gather the plugin's layers in a group, unless Processing's own setting has put this one into another."""
    node, name = root.findLayer(layer.id()), translate("ImageTranslation", "Image Translation")
    if node is None or node.parent() is not root:
        return
    group = root.findGroup(name) or root.insertGroup(0, name)
    group.insertChildNode(0, node.clone())
    root.removeChildNode(node)


class TranslatedRasterStyle(LoadedStyle):
    """Shows a translated raster at once as it should be seen, from the statistics that its file holds.

    An 8-bit colour picture is shown as it is. Other values are stretched over two standard deviations about the mean,
    red, green and blue by the same limits so that their balance stays. A band of uncertainty takes no part in it.
    """

    def show(self, layer):
        dataset = gdal.Open(layer.source())
        if dataset is None:
            return
        bands = [_BandFacts(dataset.GetRasterBand(number)) for number in range(1, dataset.RasterCount + 1)]
        numbers, coloured = _picture(bands)
        provider = layer.dataProvider()
        limits = {number: bands[number - 1].limits() for number in numbers}
        if coloured and all(bands[number - 1].byte for number in numbers):
            limits = dict.fromkeys(numbers)
        elif coloured and all(limits.values()):
            shared = (min(low for low, _ in limits.values()), max(high for _, high in limits.values()))
            limits = dict.fromkeys(numbers, shared)
        stretches = [_stretch(provider.dataType(number), limits[number]) for number in numbers]
        if len(numbers) == 3:
            renderer = QgsMultiBandColorRenderer(provider, *numbers)
            renderer.setRedContrastEnhancement(stretches[0])
            renderer.setGreenContrastEnhancement(stretches[1])
            renderer.setBlueContrastEnhancement(stretches[2])
        else:
            renderer = QgsSingleBandGrayRenderer(provider, numbers[0])
            renderer.setContrastEnhancement(stretches[0])
        layer.setRenderer(renderer)
        layer.triggerRepaint()


class _BandFacts:
    """What the file says of a band."""

    COLORS = {gdal.GCI_RedBand: "red", gdal.GCI_GreenBand: "green", gdal.GCI_BlueBand: "blue"}

    def __init__(self, band):
        self.name = band.GetDescription().casefold()
        self.color = self.COLORS.get(band.GetColorInterpretation(), self.name)
        self.byte = band.DataType == gdal.GDT_Byte
        texts = [band.GetMetadataItem(f"STATISTICS_{key}") for key in ("MINIMUM", "MAXIMUM", "MEAN", "STDDEV")]
        self._statistics = [float(text) for text in texts] if all(texts) else None

    def limits(self):
        """Values to show as black and white; None when nothing is known or all are the same."""
        if self._statistics is None:
            return None
        minimum, maximum, mean, deviation = self._statistics
        low, high = max(minimum, mean - 2 * deviation), min(maximum, mean + 2 * deviation)
        return (low, high) if high > low else None


def _picture(bands):
    """Numbers of the bands to show as red, green and blue (or of one), and whether they are just these colours."""
    colors = [band.color for band in bands]
    if all(color in colors for color in ("red", "green", "blue")):
        return [colors.index(color) + 1 for color in ("red", "green", "blue")], True
    shown = [number for number, band in enumerate(bands, start=1) if band.name != "uncertainty"]
    return (shown[:3] if len(shown) >= 3 else shown[:1] or [1]), False


def _stretch(data_type, limits):
    algorithms = QgsContrastEnhancement.ContrastEnhancementAlgorithm
    stretch = QgsContrastEnhancement(data_type)
    if limits is not None:
        stretch.setMinimumValue(limits[0])
        stretch.setMaximumValue(limits[1])
    algorithm = algorithms.NoEnhancement if limits is None else algorithms.StretchToMinimumMaximum
    stretch.setContrastEnhancementAlgorithm(algorithm)
    return stretch


class FootprintsStyle(LoadedStyle):
    """Outlines of chips in the colour of their split."""

    COLORS = {"train": "#1f78b4", "validation": "#ff7f00", "test": "#d01c8b"}

    def show(self, layer):
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
