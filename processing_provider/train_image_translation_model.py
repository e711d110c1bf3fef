"""Train Image Translation Model: folders of chips to a model package."""

from pathlib import Path

from qgis.PyQt.QtCore import QCoreApplication

from ..models.package.starter import model_path
from .recipe_parameters import (
    ADVERSARIAL_LOSSES,
    AUGMENTATIONS,
    COLOR_SPACES,
    DECODERS,
    DISCRIMINATORS,
    NORMALIZATIONS,
    PIXEL_LOSSES,
    PRESET_NAMES,
    SCHEDULES,
)
from .train_parameters import MODEL_TYPES, MONITORS, TrainParameters
from .worker_process import run_in_worker

translate = QCoreApplication.translate
AS_PRESET = -1.0
CANCEL_SECONDS = 120.0  # for the step under way, the checkpoint and the package of the best epoch


class TrainImageTranslationModel(TrainParameters):
    """QGIS parameters in, :func:`models.training.train.train` in a worker, package and report out."""

    NAME = "trainimagetranslationmodel"
    ICON = "train_image_translation_model.svg"
    PACKAGES = ("torch", "onnx", "safetensors")

    def title(self):
        return translate("ImageTranslation", "Train Image Translation Model")

    def summary(self):
        return translate(
            "ImageTranslation",
            "Learns from training chips how to turn one kind of imagery into another (Pix2Pix) and packs the model, "
            "ready for Classify Pixels. The best epoch is kept, judged on chips that the training never saw.",
        )

    def call_engine(self, parameters, context, feedback):
        output = Path(self.parameterAsFileOutput(parameters, self.OUTPUT, context)).absolute()
        report = self.parameterAsFileOutput(parameters, self.REPORT, context)
        settings = self.settings(parameters, context)
        settings.update(output=str(output), report=str(Path(report).absolute()) if report else None)
        result = run_in_worker("train", settings, self.PACKAGES, feedback, CANCEL_SECONDS)
        outputs = {
            self.OUTPUT: str(output),
            self.BEST_EPOCH: result["best_epoch"],
            self.PSNR: result["psnr"],
            self.SSIM: result["ssim"],
        }
        tested = result["test_metrics"].get("model", {})
        numbers = {self.TEST_PSNR: tested.get("psnr"), self.TEST_SSIM: tested.get("ssim")}
        outputs.update({name: value for name, value in numbers.items() if value is not None})
        return {**outputs, self.REPORT: result["report"]} if report else outputs

    def kept(self, parameters, context):
        output = self.parameterAsFileOutput(parameters, self.OUTPUT, context)
        return {self.OUTPUT: output} if Path(output).is_file() else {}

    def settings(self, parameters, context):
        """The fields of ``models.training.settings.TrainSettings`` but for the outputs."""
        return {
            **self._data(parameters, context),
            **self._words(parameters, context),
            **self._numbers(parameters, context),
            **self._shares(parameters, context),
        }

    def _data(self, parameters, context):
        """Files, folders and switches."""

        def file(name, place=Path):
            path = self.parameterAsFile(parameters, name, context)
            return str(place(path).absolute()) if path else None

        stop_early = self.parameterAsBoolean(parameters, self.STOP_EARLY, context)
        return {
            "chips": [
                folder for name in (self.CHIPS, self.MORE_CHIPS) for folder in self.folders(parameters, name, context)
            ],
            "validation_chips": self.folders(parameters, self.VALIDATION_CHIPS, context),
            "base_model": file(self.BASE_MODEL, model_path),
            "encoder_weights": file(self.ENCODER_WEIGHTS),
            "backbone": self.parameterAsString(parameters, self.BACKBONE, context).strip(),
            "pretrained": self.parameterAsBoolean(parameters, self.PRETRAINED, context),
            "patience": int(AS_PRESET) if stop_early else 0,
            "resume": self.parameterAsBoolean(parameters, self.RESUME, context),
        }

    def _words(self, parameters, context):
        choices = {
            "preset": (self.PRESET, PRESET_NAMES),
            "model_type": (self.MODEL_TYPE, MODEL_TYPES),
            "color_space": (self.COLOR_SPACE, COLOR_SPACES),
            "gan_loss": (self.ADVERSARIAL_LOSS, ADVERSARIAL_LOSSES),
            "augmentation": (self.AUGMENTATION, AUGMENTATIONS),
            "pixel_loss": (self.PIXEL_LOSS, PIXEL_LOSSES),
            "schedule": (self.SCHEDULE, SCHEDULES),
            "decoder": (self.DECODER, DECODERS),
            "norm": (self.NORMALIZATION, NORMALIZATIONS),
            "discriminator": (self.DISCRIMINATOR, DISCRIMINATORS),
            "monitor": (self.MONITOR, MONITORS),
        }
        words = {
            field: values[self.parameterAsEnumString(parameters, name, context)]
            for field, (name, values) in choices.items()
        }
        for name in (self.DEVICE, self.PRECISION):
            words[name.lower()] = self.parameterAsEnumString(parameters, name, context)
        return words

    def _numbers(self, parameters, context):
        """Numbers with a default of their own, or which are the preset's when 0 or empty."""
        whole = {
            "max_epochs": self.MAX_EPOCHS,
            "batch_size": self.BATCH_SIZE,
            "ngf": self.GENERATOR_FILTERS,
            "ndf": self.DISCRIMINATOR_FILTERS,
            "threads": self.THREADS,
            "workers": self.WORKERS,
            "seed": self.SEED,
        }
        real = {
            "max_minutes": self.MAX_MINUTES,
            "learning_rate": self.LEARNING_RATE,
            "validation_share": self.VALIDATION_SHARE,
        }
        return {
            **{field: self.parameterAsInt(parameters, name, context) for field, name in whole.items()},
            **{field: self.parameterAsDouble(parameters, name, context) for field, name in real.items()},
        }

    def _shares(self, parameters, context):
        """Numbers that may be 0 and are the preset's when empty."""
        names = {
            "lambda_l1": self.LAMBDA_L1,
            "lambda_features": self.FEATURE_MATCHING,
            "lambda_perceptual": self.PERCEPTUAL,
            "warmup": self.WARM_UP,
            "ema": self.EMA,
            "dropout": self.DROPOUT,
        }
        given = {field: name for field, name in names.items() if parameters.get(name) not in (None, "")}
        shares = {field: self.parameterAsDouble(parameters, name, context) for field, name in given.items()}
        if "warmup" in shares:
            shares["warmup"] /= 100.0
        return {**dict.fromkeys(names, AS_PRESET), **shares}
