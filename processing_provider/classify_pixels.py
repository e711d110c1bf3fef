"""Classify Pixels: a raster and a model package to a translated raster."""

from pathlib import Path

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..models.errors import InputError
from ..models.package.starter import STARTER, model_path
from .engine_parameters import EngineParameters
from .place_parameters import PlaceParameters
from .raster_output_parameters import RasterOutputParameters
from .styling import TranslatedRasterStyle
from .worker_process import run_in_worker

translate = QCoreApplication.translate
TONES = {"none": "none", "model statistics": "model_statistics"}


class ClassifyPixels(EngineParameters, RasterOutputParameters, PlaceParameters):
    """QGIS parameters in, :func:`models.inference.classify.classify_pixels` in a worker, styled raster out."""

    NAME = "classifypixels"
    ICON = "classify_pixels.svg"
    PACKAGES = ("onnxruntime",)
    INPUT = "INPUT"
    INPUT_BANDS = "INPUT_BANDS"
    MODEL = "MODEL"
    EXTENT = "EXTENT"
    MASK = "MASK"
    MATCH_TONE = "MATCH_TONE"
    MATCH_CELL_SIZE = "MATCH_CELL_SIZE"
    TEST_TIME_AUGMENTATION = "TEST_TIME_AUGMENTATION"
    UNCERTAINTY = "UNCERTAINTY"
    RESUME = "RESUME"
    SCHEDULER = "SCHEDULER"
    OUTPUT = "OUTPUT"
    MODEL_DESCRIPTION = "MODEL_DESCRIPTION"

    def title(self):
        return translate("ImageTranslation", "Classify Pixels")

    def summary(self):
        return translate(
            "ImageTranslation",
            "Runs a trained model over a raster of any size and writes the translated raster on the same grid: a "
            "grey air photo comes out in colour. NoData stays NoData.",
        )

    def initAlgorithm(self, configuration=None):
        self.add(
            QgsProcessingParameterRasterLayer(self.INPUT, translate("ImageTranslation", "Input raster")),
            translate("ImageTranslation", "The raster to translate, of the kind that the model was trained on."),
        )
        self.add_bands(
            self.INPUT_BANDS,
            translate("ImageTranslation", "Input bands"),
            translate(
                "ImageTranslation",
                "Bands to give to the model, as many as it was trained on and in its order. None chosen means those "
                "that have the names of the model's bands; where such names are not found, the first ones, or the "
                "luma of a colour raster for a model of grey.",
            ),
            self.INPUT,
        )
        model = QgsProcessingParameterFile(
            self.MODEL,
            translate("ImageTranslation", "Model package"),
            defaultValue=STARTER,
            optional=True,
            fileFilter=translate("ImageTranslation", "Model (*.dlpk *.emd *.onnx starter)"),
        )
        model.setMetadata({"widget_wrapper": {"class": f"{__package__}.model_hint.ModelWidget"}})
        self.add(
            model,
            translate(
                "ImageTranslation",
                "starter is the model that comes with the plugin: it colours grey air photos with cells of 0.1 to "
                "0.6 m without any training. Else the .dlpk made by Train Image Translation Model, or the .emd file of "
                "an unpacked one. Also an .onnx model, such as those for Deepness, and a Pix2Pix package made by "
                "ArcGIS, which needs PyTorch.",
            ),
        )
        self.add_place()
        self._add_area()
        self.add_engine()
        self._add_refinement()
        self._add_cluster()
        self.add_raster_output()
        self.add(
            QgsProcessingParameterRasterDestination(self.OUTPUT, translate("ImageTranslation", "Translated raster")),
            translate(
                "ImageTranslation",
                "A GeoTIFF on the grid of the input. It appears only when it is complete.",
            ),
        )
        self.add_adapted_model()
        self.addOutput(
            QgsProcessingOutputString(self.MODEL_DESCRIPTION, translate("ImageTranslation", "What the model is"))
        )

    def _add_area(self):
        self.add(
            QgsProcessingParameterExtent(self.EXTENT, translate("ImageTranslation", "Extent"), optional=True),
            translate(
                "ImageTranslation",
                "Only this part of the raster is translated; the output ends at the pixels that it touches. Empty "
                "means the whole raster.",
            ),
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                self.MASK,
                translate("ImageTranslation", "Mask polygons"),
                [QgsProcessing.SourceType.TypeVectorPolygon],
                optional=True,
            ),
            translate("ImageTranslation", "Outside these polygons nothing is computed and the output is NoData."),
            advanced=True,
        )

    def _add_refinement(self):
        self.add_choice(
            self.MATCH_TONE,
            translate("ImageTranslation", "Match the tones of the input"),
            translate(
                "ImageTranslation",
                "model statistics: carries the input's histogram to that of the imagery that the model was trained "
                "on, which helps with old film and foreign sensors. The brightness of the result changes with it.",
            ),
            TONES,
            advanced=True,
        )
        self.add(
            QgsProcessingParameterBoolean(
                self.MATCH_CELL_SIZE,
                translate("ImageTranslation", "Match the cell size of the model"),
                defaultValue=False,
            ),
            translate(
                "ImageTranslation",
                "Resamples the raster to the cell size that the model was trained on, and the result back to the "
                "raster's own grid. A model that keeps the lightness keeps that of the full raster.",
            ),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterBoolean(
                self.TEST_TIME_AUGMENTATION,
                translate("ImageTranslation", "Average over flips and turns"),
                defaultValue=False,
            ),
            translate(
                "ImageTranslation",
                "Translates each tile in eight directions and takes the mean: a little better, eight times slower.",
            ),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterBoolean(
                self.UNCERTAINTY, translate("ImageTranslation", "Add a band with the uncertainty"), defaultValue=False
            ),
            translate(
                "ImageTranslation",
                "How much those eight directions differ at a pixel, in units of the output: where it is large, the "
                "model is guessing. Eight times slower.",
            ),
            advanced=True,
        )

        self.add(
            QgsProcessingParameterBoolean(
                self.RESUME, translate("ImageTranslation", "Go on where an interrupted run stopped"), defaultValue=True
            ),
            translate(
                "ImageTranslation",
                "For rasters over 50 million pixels: finished parts are kept beside the output until it is complete, "
                "so that the same job need not begin anew.",
            ),
            advanced=True,
        )

    def _add_cluster(self):
        self.add(
            QgsProcessingParameterString(
                self.SCHEDULER, translate("ImageTranslation", "Address of a Dask scheduler"), optional=True
            ),
            translate(
                "ImageTranslation",
                "Lets several machines share the work: tcp://server:8786, where dask scheduler runs on server and dask "
                "worker on each machine. All of them must reach the raster and the model by the same paths. A run "
                "that is interrupted begins anew. Empty means this machine alone.",
            ),
            advanced=True,
        )

    def check(self, parameters, context):
        # Imported late, here and below: NumPy would double the time that the plugin takes when QGIS starts.
        from ..models.package.archive import read_definition

        self.raster_output(parameters, context)
        self.raster_source(parameters, self.INPUT, context)
        self.check_place(parameters, context)
        definition = read_definition(self._model(parameters, context))
        layer = self.parameterAsRasterLayer(parameters, self.INPUT, context)
        chosen = len(self.bands(parameters, self.INPUT_BANDS, context))
        needed = len(definition.input_bands)
        if layer is not None and layer.bandCount() == 1 and layer.dataProvider().colorTable(1):
            return  # one band of numbers, of which the engine reads the colours
        if (chosen and chosen != needed) or (layer is not None and layer.bandCount() < needed):
            text = translate("ImageTranslation", "INPUT gives {given} band(s) and the model {model} needs {needed}.")
            given = chosen or layer.bandCount()
            raise InputError(text.format(given=given, model=definition.name, needed=needed))

    def call_engine(self, parameters, context, feedback):
        from ..models.package.archive import read_definition
        from ..models.package.describe import describe

        output = self.parameterAsOutputLayer(parameters, self.OUTPUT, context)
        settings = {
            "input": self.raster_source(parameters, self.INPUT, context),
            "model": str(self._model(parameters, context)),
            "output": str(Path(output).absolute()),
            "input_bands": list(self.bands(parameters, self.INPUT_BANDS, context)),
            "match_tone": self.tone(parameters, context),
            "test_time_augmentation": self.parameterAsBoolean(parameters, self.TEST_TIME_AUGMENTATION, context),
            "resume": self.parameterAsBoolean(parameters, self.RESUME, context),
            "scheduler": self.parameterAsString(parameters, self.SCHEDULER, context).strip(),
            "uncertainty": self.parameterAsBoolean(parameters, self.UNCERTAINTY, context),
            "match_cell_size": self.parameterAsBoolean(parameters, self.MATCH_CELL_SIZE, context),
            **self.engine(parameters, context),
            **self.raster_output(parameters, context),
        }
        settings.update(self._area(parameters, context, feedback))
        settings.update(self.place(parameters, context, feedback))
        description = describe(read_definition(settings["model"]))
        for line in description:
            feedback.info(line)
        run_in_worker("classify", settings, self.PACKAGES, feedback)
        TranslatedRasterStyle.apply_on_load(output, context)
        outputs = {self.OUTPUT: output, self.MODEL_DESCRIPTION: "\n".join(description)}
        return {**outputs, self.ADAPTED_MODEL: settings["adapted_model"]} if "adapted_model" in settings else outputs

    def tone(self, parameters, context):
        """The engine's name of what is chosen for MATCH_TONE."""
        return TONES[self.parameterAsEnumString(parameters, self.MATCH_TONE, context)]

    def _model(self, parameters, context):
        return model_path(self.parameterAsFile(parameters, self.MODEL, context)).absolute()

    def _area(self, parameters, context, feedback):
        """The settings for extent and mask."""
        area = {}
        if parameters.get(self.EXTENT):
            area["extent"] = list(self.extent(parameters, self.EXTENT, context, self.INPUT))
        if parameters.get(self.MASK):
            area["mask"], area["mask_layer"] = self.polygons(parameters, self.MASK, context, feedback)
        return area
