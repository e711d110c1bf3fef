"""The parameters and outputs of Evaluate Model, with the words that people read."""

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterRasterLayer,
)
from qgis.PyQt.QtCore import QCoreApplication

from .classify_pixels import TONES
from .engine_parameters import EngineParameters
from .figure_outputs import add_figure_outputs

translate = QCoreApplication.translate
SPLITS = ("automatic", "test", "validation", "train", "all")
METHODS = {"": "model", "COPY_": "copy", "CURVE_": "fitted_curve"}


class EvaluateParameters(EngineParameters):
    """Declares them; :class:`EvaluateModel` reads them."""

    MODEL = "MODEL"
    CHIPS = "CHIPS"
    SPLIT = "SPLIT"
    INPUT = "INPUT"
    INPUT_BANDS = "INPUT_BANDS"
    RESULT = "RESULT"
    RESULT_BANDS = "RESULT_BANDS"
    TRUTH = "TRUTH"
    TRUTH_BANDS = "TRUTH_BANDS"
    EXTENT = "EXTENT"
    MASK = "MASK"
    BLOCK_SIZE = "BLOCK_SIZE"
    DATA_RANGE = "DATA_RANGE"
    MATCH_TONE = "MATCH_TONE"
    MATCH_CELL_SIZE = "MATCH_CELL_SIZE"
    TEST_TIME_AUGMENTATION = "TEST_TIME_AUGMENTATION"
    OUTPUT = "OUTPUT"
    TABLE = "TABLE"
    BLOCKS = "BLOCKS"

    def initAlgorithm(self, configuration=None):
        self._add_model()
        self._add_rasters()
        self._add_area()
        self._add_refinement()
        self.add_engine()
        self._add_outputs()

    def _add_model(self):
        self.add(
            QgsProcessingParameterFile(
                self.MODEL,
                translate("ImageTranslation", "Model package"),
                optional=True,
                fileFilter=translate("ImageTranslation", "Model (*.dlpk *.emd *.onnx starter)"),
            ),
            translate(
                "ImageTranslation",
                "The model that is judged, on a folder of chips or on a pair of input raster and truth; starter is the "
                "one that comes with the plugin. Empty to judge a finished result.",
            ),
        )
        self.add(
            QgsProcessingParameterFile(
                self.CHIPS,
                translate("ImageTranslation", "Chips"),
                behavior=QgsProcessingParameterFile.Behavior.Folder,
                optional=True,
            ),
            translate(
                "ImageTranslation",
                "A folder made by Export Training Chips: the model is judged on its test chips, which no training has "
                "seen. Several folders with the same bands may be given, separated by semicolons.",
            ),
        )
        self.add_choice(
            self.SPLIT,
            translate("ImageTranslation", "Which chips"),
            translate(
                "ImageTranslation",
                "automatic: those for testing, or those for validation where there are none, by which a training "
                "chooses its best epoch. The report says which were taken.",
            ),
            SPLITS,
            advanced=True,
        )

    def _add_rasters(self):
        some = translate("ImageTranslation", "None chosen means all, or as many as the other raster has.")
        self.add(
            QgsProcessingParameterRasterLayer(
                self.INPUT, translate("ImageTranslation", "Input raster"), optional=True
            ),
            translate(
                "ImageTranslation",
                "The raster that the model translates. Beside a finished result, the raster that it was made from, so "
                "that the figures stand beside those of the input copied and of a fitted curve.",
            ),
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
            advanced=True,
        )
        self.add(
            QgsProcessingParameterRasterLayer(self.RESULT, translate("ImageTranslation", "Result"), optional=True),
            translate(
                "ImageTranslation", "A finished raster that is judged, made by Classify Pixels or by anything else."
            ),
        )
        self.add_bands(
            self.RESULT_BANDS, translate("ImageTranslation", "Bands of the result"), some, self.RESULT, advanced=True
        )
        self.add(
            QgsProcessingParameterRasterLayer(self.TRUTH, translate("ImageTranslation", "Truth"), optional=True),
            translate(
                "ImageTranslation",
                "What the result should be: real imagery of the same ground. It is brought onto the result's grid.",
            ),
        )
        self.add_bands(
            self.TRUTH_BANDS, translate("ImageTranslation", "Bands of the truth"), some, self.TRUTH, advanced=True
        )

    def _add_area(self):
        self.add(
            QgsProcessingParameterExtent(self.EXTENT, translate("ImageTranslation", "Extent"), optional=True),
            translate("ImageTranslation", "Only this part of the rasters is judged. Empty means all of them."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                self.MASK,
                translate("ImageTranslation", "Mask polygons"),
                [QgsProcessing.SourceType.TypeVectorPolygon],
                optional=True,
            ),
            translate("ImageTranslation", "Outside these polygons nothing counts: to leave out clouds, for example."),
            advanced=True,
        )
        self.add_number(
            self.BLOCK_SIZE,
            translate("ImageTranslation", "Block size (pixels, 0: automatic)"),
            translate(
                "ImageTranslation",
                "Rasters are judged in square blocks, over which the spread of the figures is told. automatic: 256, "
                "or less where there would be few. Each chip is a block of its own. Values from 1 to 15 are refused.",
            ),
            0,
            0,
            1024,
            advanced=True,
        )
        self.add_number(
            self.DATA_RANGE,
            translate("ImageTranslation", "Range of the values (0: automatic)"),
            translate(
                "ImageTranslation",
                "The span that PSNR and SSIM refer to. automatic: 255 for 8-bit values; else the range that the model "
                "writes, or without a model that of the truth but for its extreme thousandths.",
            ),
            0.0,
            0.0,
            advanced=True,
            real=True,
        )

    def _add_refinement(self):
        self.add_choice(
            self.MATCH_TONE,
            translate("ImageTranslation", "Match the tones of the input"),
            translate("ImageTranslation", "As in Classify Pixels, for a model that is judged on rasters."),
            TONES,
            advanced=True,
        )
        self.add(
            QgsProcessingParameterBoolean(
                self.MATCH_CELL_SIZE,
                translate("ImageTranslation", "Match the cell size of the model"),
                defaultValue=False,
            ),
            translate("ImageTranslation", "As in Classify Pixels, for a model that is judged on rasters."),
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

    def _add_outputs(self):
        self.add(
            QgsProcessingParameterFileDestination(
                self.OUTPUT,
                translate("ImageTranslation", "Report"),
                fileFilter=translate("ImageTranslation", "HTML files (*.html)"),
            ),
            translate(
                "ImageTranslation",
                "A page with the figures, their spread over the blocks, a map of them, and pictures of typical blocks. "
                "It needs no other file.",
            ),
        )
        self.add(
            QgsProcessingParameterFileDestination(
                self.TABLE,
                translate("ImageTranslation", "Table"),
                fileFilter=translate("ImageTranslation", "CSV files (*.csv)"),
                optional=True,
                createByDefault=False,
            ),
            translate("ImageTranslation", "The figures of every block and method, and those of the whole."),
        )
        of = (
            "{figure}",
            translate("ImageTranslation", "{figure} of the input copied"),
            translate("ImageTranslation", "{figure} of the fitted curve"),
        )
        add_figure_outputs(self, dict(zip(METHODS, of)))
        self.addOutput(
            QgsProcessingOutputNumber(self.BLOCKS, translate("ImageTranslation", "Number of blocks or chips judged"))
        )
