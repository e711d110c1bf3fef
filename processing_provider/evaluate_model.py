"""Evaluate Model: a model on chips or rasters, or a finished raster, to figures beside what simple methods reach."""

from pathlib import Path

from qgis.PyQt.QtCore import QCoreApplication

from ..models.errors import InputError
from ..models.package.starter import model_path
from .classify_pixels import TONES
from .evaluate_parameters import METHODS, EvaluateParameters
from .figure_outputs import figure_values
from .python_environment import find_python
from .worker_process import run_in_worker

translate = QCoreApplication.translate
PACKAGES = ("onnxruntime",)


class EvaluateModel(EvaluateParameters):
    """QGIS parameters in, :func:`models.evaluation.evaluate.evaluate_model` out.

    In a worker where a model runs; else in QGIS's own process, which needs no further packages.
    """

    NAME = "evaluatemodel"
    ICON = "evaluate_model.svg"

    def title(self):
        return translate("ImageTranslation", "Evaluate Model")

    def summary(self):
        return translate(
            "ImageTranslation",
            "Tells how good a model is on imagery whose truth is known: on the test chips of a folder, or on a pair of "
            "rasters. Also judges a finished result against the truth. The figures stand beside those of the input "
            "copied and of a fitted curve, which a model must beat, with their spread over blocks.",
        )

    def tags(self):
        words = translate("ImageTranslation", "accuracy,quality,error,compare,validation,test,PSNR,SSIM,report")
        return [*words.split(","), "deep learning", "onnx", "pix2pix"]

    def check(self, parameters, context):
        from ..models.evaluation.settings import EvaluateSettings
        from ..models.jobs import build_settings
        from ..models.package.archive import read_definition

        settings = build_settings(EvaluateSettings, self._settings(parameters, context, Path("report.html"), None))
        for folder in settings.chips:
            if not folder.is_dir():
                text = translate("ImageTranslation", "CHIPS {folder} does not exist; export training chips first.")
                raise InputError(text.format(folder=folder))
        if settings.model is not None:
            read_definition(settings.model)
            find_python(PACKAGES)

    def call_engine(self, parameters, context, feedback):
        from ..models.jobs import run_job

        output = Path(self.parameterAsFileOutput(parameters, self.OUTPUT, context)).absolute()
        table = self.parameterAsFileOutput(parameters, self.TABLE, context)
        settings = self._settings(parameters, context, output, Path(table).absolute() if table else None)
        if parameters.get(self.MASK):
            settings["mask"], settings["mask_layer"] = self.polygons(parameters, self.MASK, context, feedback)
        if settings["model"] is None:
            result = run_job("evaluate", settings, feedback)
        else:
            result = run_in_worker("evaluate", settings, PACKAGES, feedback)
        outputs = {self.OUTPUT: str(output), self.BLOCKS: result["blocks"]}
        outputs.update(figure_values(result["figures"], METHODS))
        return {**outputs, self.TABLE: table} if table else outputs

    def _settings(self, parameters, context, output, table):
        """The fields of the engine's ``EvaluateSettings`` as JSON values; a mask by its parameter's name."""
        model = self.parameterAsFile(parameters, self.MODEL, context)
        rasters = (self.INPUT, self.RESULT, self.TRUTH)
        ground = self.INPUT if parameters.get(self.INPUT) and model else self.RESULT
        extent = ()
        if parameters.get(self.EXTENT):  # without a raster the settings refuse it, whatever it is
            known = parameters.get(ground)
            extent = self.extent(parameters, self.EXTENT, context, ground) if known else (0.0, 0.0, 1.0, 1.0)
        return {
            "output": str(output),
            "table": None if table is None else str(table),
            "model": str(model_path(model).absolute()) if model else None,
            "chips": self.folders(parameters, self.CHIPS, context),
            "split": self.parameterAsEnumString(parameters, self.SPLIT, context),
            **{name.lower(): self.raster_source(parameters, name, context) for name in rasters},
            **{f"{name.lower()}_bands": list(self.bands(parameters, f"{name}_BANDS", context)) for name in rasters},
            "extent": list(extent),
            "mask": self.MASK if parameters.get(self.MASK) else "",
            "block_size": self.parameterAsInt(parameters, self.BLOCK_SIZE, context),
            "data_range": self.parameterAsDouble(parameters, self.DATA_RANGE, context),
            "match_tone": TONES[self.parameterAsEnumString(parameters, self.MATCH_TONE, context)],
            "match_cell_size": self.parameterAsBoolean(parameters, self.MATCH_CELL_SIZE, context),
            "test_time_augmentation": self.parameterAsBoolean(parameters, self.TEST_TIME_AUGMENTATION, context),
            **self.engine(parameters, context),
        }
