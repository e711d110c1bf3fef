"""The parameters that give a model the colours of a place, with the words that people read."""

from pathlib import Path

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProperty,
    QgsRasterLayer,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..models.errors import InputError
from .interface import Algorithm
from .known_colours import known_colours
from .web_layers import Photo, ServedLayer, save_surroundings

translate = QCoreApplication.translate


class PlaceParameters(Algorithm):
    """Declares and reads them. INPUT is the photo, and EXTENT the part of it that counts."""

    INPUT = "INPUT"
    EXTENT = "EXTENT"

    REFERENCE = "REFERENCE"
    KNOWN_COLOURS = "KNOWN_COLOURS"
    ADAPTED_MODEL = "ADAPTED_MODEL"
    _served = {}

    def add_place(self):
        """Declare what the colours come from."""
        self.add(
            QgsProcessingParameterMultipleLayers(
                self.REFERENCE,
                translate("ImageTranslation", "Colour pictures of the place"),
                QgsProcessing.SourceType.TypeRaster,
                optional=True,
            ),
            translate(
                "ImageTranslation",
                "Rasters in colour that show the same kind of country, such as an orthophoto of today, a Sentinel-2 "
                "scene or a web map: in seconds, without training, the model's colours become those of the place. "
                "They may be coarser or finer and of another date, and lie beside the photo; where they cover it, "
                "what has not changed gets its own colour. Web maps are read around the photo.",
            ),
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                self.KNOWN_COLOURS,
                translate("ImageTranslation", "Known colours"),
                [QgsProcessing.SourceType.TypeVectorPoint],
                optional=True,
            ),
            translate(
                "ImageTranslation",
                "Points on the photo whose colour is known: this roof was red, this was grass. What looks alike gets "
                "their colours, near them more than far away. Fields red, green and blue, or colour (#rrggbb or a "
                "name), or ground say the colours, else the symbols of the layer. The tool Known Colour of the "
                "plugin makes such points by clicks.",
            ),
        )

    def add_adapted_model(self):
        """Declare the package that keeps the colours."""
        self.add(
            QgsProcessingParameterFileDestination(
                self.ADAPTED_MODEL,
                translate("ImageTranslation", "Model with the colours of the place"),
                fileFilter=translate("ImageTranslation", "Model package (*.dlpk)"),
                optional=True,
                createByDefault=False,
            ),
            translate(
                "ImageTranslation",
                "The model with the colours of the place in one package, for other photos of the place: with it "
                "Classify Pixels needs the pictures no more. What is known of single spots is not in it.",
            ),
            advanced=True,
        )

    def check_place(self, parameters, context):
        """Raise an InputError about what cannot work, without a look into any file or at any server."""
        for layer in self.raster_layers(parameters, self.REFERENCE, context):
            if layer.providerType() != "gdal" and not layer.isValid():
                raise InputError(self.no_raster(self.REFERENCE, layer.name()))
        given = parameters.get(self.REFERENCE) or parameters.get(self.KNOWN_COLOURS)
        if self._adapted_model(parameters, context) and not given:
            text = translate(
                "ImageTranslation", "ADAPTED_MODEL needs a REFERENCE or KNOWN_COLOURS; give one, or leave it empty."
            )
            raise InputError(text)

    def prepareAlgorithm(self, parameters, context, feedback):
        """Copy web maps in the thread that they belong to; what is wrong with others is told later."""
        try:
            layers = self.raster_layers(parameters, self.REFERENCE, context)
        except InputError:
            layers = []
        served = [layer for layer in layers if layer.providerType() != "gdal" and layer.isValid()]
        self._served = {layer.id(): ServedLayer(layer) for layer in served}
        return super().prepareAlgorithm(parameters, context, feedback)

    def place(self, parameters, context, feedback):
        """The engine's settings for them; web maps are read for it."""
        layers = self.raster_layers(parameters, self.REFERENCE, context)
        settings = {"reference": [self._reference(layer, parameters, context, feedback) for layer in layers]}
        if parameters.get(self.KNOWN_COLOURS):
            found = known_colours(self, parameters, self.KNOWN_COLOURS, context, feedback)
            settings["known_colours"], settings["known_colours_layer"] = found
        adapted = self._adapted_model(parameters, context)
        return {**settings, "adapted_model": adapted} if adapted else settings

    def _reference(self, layer, parameters, context, feedback):
        """GDAL's name of a reference."""
        if layer.providerType() == "gdal":
            return self.gdal_source(layer, self.REFERENCE)
        photo = self.parameterAsRasterLayer(parameters, self.INPUT, context)
        extent = self.extent(parameters, self.EXTENT, context, self.INPUT)
        shown = QgsRectangle(*extent).intersect(photo.extent()) if extent else photo.extent()
        if shown.isEmpty():
            shown = photo.extent()  # the engine tells about an extent beside the photo
        whole = photo.extent()
        columns = max(1, round(photo.width() * shown.width() / whole.width()))
        rows = max(1, round(photo.height() * shown.height() / whole.height()))
        served = self._served.get(layer.id()) or ServedLayer(layer)
        return save_surroundings(
            served, self.REFERENCE, Photo(photo.name(), photo.crs(), shown, columns, rows), context, feedback
        )

    def _adapted_model(self, parameters, context):
        path = self.parameterAsFileOutput(parameters, self.ADAPTED_MODEL, context)
        return str(Path(path).absolute()) if path else ""

    def raster_layers(self, parameters, name, context):
        """The raster layers in a parameter for several; texts may hold some, separated by semicolons.

        Raises:
            InputError: one of them cannot be opened.
        """
        value = parameters.get(name)
        if isinstance(value, QgsProperty):
            return self.parameterAsLayerList(parameters, name, context)
        waiting = list(value) if isinstance(value, (list, tuple)) else [value]
        layers = []
        while waiting:
            one = waiting.pop(0)
            if not one:
                continue
            found = self.parameterAsLayerList({name: [one]}, name, context)
            if found and isinstance(found[0], QgsRasterLayer):
                layers.append(found[0])
            elif isinstance(one, str) and ";" in one:
                waiting = [*(part.strip() for part in one.split(";")), *waiting]
            else:
                raise InputError(self.no_raster(name, one))
        return layers
