"""Train Image Translation Model: a folder of chips to a model package."""

from pathlib import Path

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
)
from qgis.PyQt.QtCore import QCoreApplication

from .interface import Algorithm
from .worker_process import run_in_worker

translate = QCoreApplication.translate

# Stored in people's models and histories by these words; the engine's names stand beside them.
MODEL_TYPES = {
    "Pix2Pix": "pix2pix",
    "Pix2Pix with ResNet-6 generator": "pix2pix_resnet_6",
    "Pix2Pix with ResNet-9 generator": "pix2pix_resnet_9",
}
COLOR_SPACES = {
    "automatic": "automatic",
    "direct": "direct",
    "Lab": "lab",
    "luma and chroma": "luma_chroma",
    "residual": "residual",
}
ADVERSARIAL_LOSSES = {"vanilla": "vanilla", "least squares": "least_squares", "hinge": "hinge"}
AUGMENTATIONS = {"flips and quarter turns": "flips_and_turns", "none": "none"}
DEVICES = ("automatic", "cpu", "cuda", "mps")
PRECISIONS = ("automatic", "float32", "bfloat16")


class TrainImageTranslationModel(Algorithm):
    """QGIS parameters in, :func:`models.training.train.train` in a worker, package and report out."""

    NAME = "trainimagetranslationmodel"
    ICON = "train_image_translation_model.svg"
    PACKAGES = ("torch", "onnx", "safetensors")
    CHIPS = "CHIPS"
    MODEL_TYPE = "MODEL_TYPE"
    BASE_MODEL = "BASE_MODEL"
    COLOR_SPACE = "COLOR_SPACE"
    MAX_EPOCHS = "MAX_EPOCHS"
    MAX_MINUTES = "MAX_MINUTES"
    BATCH_SIZE = "BATCH_SIZE"
    LEARNING_RATE = "LEARNING_RATE"
    GENERATOR_FILTERS = "GENERATOR_FILTERS"
    DISCRIMINATOR_FILTERS = "DISCRIMINATOR_FILTERS"
    LAMBDA_L1 = "LAMBDA_L1"
    ADVERSARIAL_LOSS = "ADVERSARIAL_LOSS"
    WARM_UP = "WARM_UP"
    AUGMENTATION = "AUGMENTATION"
    STOP_EARLY = "STOP_EARLY"
    DEVICE = "DEVICE"
    PRECISION = "PRECISION"
    THREADS = "THREADS"
    SEED = "SEED"
    RESUME = "RESUME"
    OUTPUT = "OUTPUT"
    REPORT = "REPORT"
    BEST_EPOCH = "BEST_EPOCH"
    PSNR = "PSNR"
    SSIM = "SSIM"
    PATIENCE = 10

    def title(self):
        return translate("ImageTranslation", "Train Image Translation Model")

    def summary(self):
        return translate(
            "ImageTranslation",
            "Learns from training chips how to turn one kind of imagery into another (Pix2Pix) and packs the model, "
            "ready for Classify Pixels. The best epoch is kept, judged on chips that the training never saw.",
        )

    def initAlgorithm(self, configuration=None):
        self.add(
            QgsProcessingParameterFile(
                self.CHIPS,
                translate("ImageTranslation", "Training chips"),
                behavior=QgsProcessingParameterFile.Behavior.Folder,
            ),
            translate(
                "ImageTranslation",
                "The folder made by Export Training Chips, or by ArcGIS's Export Training Data with the metadata "
                "format Export Tiles.",
            ),
        )
        self.add_choice(
            self.MODEL_TYPE,
            translate("ImageTranslation", "Model type"),
            translate(
                "ImageTranslation",
                "Pix2Pix: a U-Net generator judged by a PatchGAN discriminator. With a ResNet generator (6 or 9 "
                "residual blocks) there are fewer weights and more work a chip.",
            ),
            MODEL_TYPES,
        )
        self.add(
            QgsProcessingParameterFile(
                self.BASE_MODEL, translate("ImageTranslation", "Base model"), extension="dlpk", optional=True
            ),
            translate(
                "ImageTranslation",
                "A model package to start from (fine-tuning), for example one trained elsewhere, so that fewer chips "
                "and epochs are needed. Model type and bands must be those of the chips; colour handling and generator "
                "filters are taken from the package. The report compares with the base model as it was.",
            ),
        )
        self._add_duration()
        self._add_method()
        self._add_networks()
        self._add_machine()
        self._add_outputs()

    def _add_duration(self):
        self.add_number(
            self.MAX_EPOCHS,
            translate("ImageTranslation", "Epochs, at most"),
            translate("ImageTranslation", "How often the training goes through all chips."),
            50,
            1,
            1_000_000,
        )
        self.add_number(
            self.MAX_MINUTES,
            translate("ImageTranslation", "Minutes, at most (0: no limit)"),
            translate(
                "ImageTranslation",
                "The training ends after this time if the epochs are not done before, with its schedule fitted to it. "
                "The time of an interrupted run that is taken up counts too.",
            ),
            0.0,
            0.0,
            1e6,
            real=True,
        )
        self.add(
            QgsProcessingParameterBoolean(
                self.STOP_EARLY,
                translate("ImageTranslation", "Stop early when nothing improves"),
                defaultValue=True,
            ),
            translate(
                "ImageTranslation", "Ends the training after ten epochs without a better PSNR on the validation chips."
            ),
            advanced=True,
        )

    def _add_method(self):
        self.add_choice(
            self.COLOR_SPACE,
            translate("ImageTranslation", "Colour handling"),
            translate(
                "ImageTranslation",
                "automatic chooses by the chips. luma and chroma, and Lab: the brightness of the input is kept and "
                "only its colour is predicted (one band to red, green, blue). residual: what a fitted curve misses is "
                "predicted (any bands). direct: every band is predicted as it is, as in the original Pix2Pix.",
            ),
            COLOR_SPACES,
            advanced=True,
        )
        self.add_choice(
            self.ADVERSARIAL_LOSS,
            translate("ImageTranslation", "Adversarial loss"),
            translate("ImageTranslation", "How the discriminator judges; vanilla is that of the original Pix2Pix."),
            ADVERSARIAL_LOSSES,
            advanced=True,
        )
        self.add_number(
            self.LAMBDA_L1,
            translate("ImageTranslation", "Weight of the L1 loss"),
            translate("ImageTranslation", "Higher: closer to the target on average; lower: crisper, more inventive."),
            100.0,
            0.0,
            1e6,
            advanced=True,
            real=True,
        )
        self.add_number(
            self.WARM_UP,
            translate("ImageTranslation", "Share of the training before the discriminator joins (%)"),
            translate(
                "ImageTranslation",
                "First the L1 loss alone, which is fast; 0 is the original Pix2Pix and 100 trains without a "
                "discriminator.",
            ),
            50.0,
            0.0,
            100.0,
            advanced=True,
            real=True,
        )
        self.add_choice(
            self.AUGMENTATION,
            translate("ImageTranslation", "Augmentation"),
            translate("ImageTranslation", "Shows each chip in eight directions, input and target alike."),
            AUGMENTATIONS,
            advanced=True,
        )

    def _add_networks(self):
        self.add_number(
            self.BATCH_SIZE,
            translate("ImageTranslation", "Chips a step (0: automatic)"),
            translate(
                "ImageTranslation",
                "The batch size. More chips a step need more memory; when it does not suffice, the batch is halved and "
                "the log says so.",
            ),
            0,
            0,
            4096,
            advanced=True,
        )
        self.add_number(
            self.LEARNING_RATE,
            translate("ImageTranslation", "Learning rate (0: automatic)"),
            translate("ImageTranslation", "Step width of the Adam optimizer; it falls in the second half."),
            0.0,
            0.0,
            1.0,
            advanced=True,
            real=True,
        )
        self.add_number(
            self.GENERATOR_FILTERS,
            translate("ImageTranslation", "Generator filters (ngf)"),
            translate("ImageTranslation", "64 is the paper's network; 32 trains several times faster."),
            32,
            1,
            1024,
            advanced=True,
        )
        self.add_number(
            self.DISCRIMINATOR_FILTERS,
            translate("ImageTranslation", "Discriminator filters (ndf)"),
            translate("ImageTranslation", "64 is the paper's network; 32 trains several times faster."),
            32,
            1,
            1024,
            advanced=True,
        )

    def _add_machine(self):
        self.add_choice(
            self.DEVICE,
            translate("ImageTranslation", "Device"),
            translate("ImageTranslation", "automatic uses a graphics card when torch finds one, else the processor."),
            DEVICES,
            advanced=True,
        )
        self.add_choice(
            self.PRECISION,
            translate("ImageTranslation", "Precision"),
            translate("ImageTranslation", "automatic uses bfloat16 where the machine is faster with it."),
            PRECISIONS,
            advanced=True,
        )
        self.add_number(
            self.THREADS,
            translate("ImageTranslation", "Processor threads (0: all)"),
            translate("ImageTranslation", "Fewer threads leave room for other work."),
            0,
            0,
            1024,
            advanced=True,
        )
        self.add_number(
            self.SEED,
            translate("ImageTranslation", "Seed"),
            translate("ImageTranslation", "Two trainings with the same seed on the same processor agree."),
            0,
            0,
            advanced=True,
        )
        self.add(
            QgsProcessingParameterBoolean(
                self.RESUME, translate("ImageTranslation", "Go on with an interrupted training"), defaultValue=True
            ),
            translate(
                "ImageTranslation",
                "A training that was cancelled or has crashed leaves a checkpoint beside the model package. With the "
                "same chips, settings and output the training goes on from it, as if it had never stopped.",
            ),
            advanced=True,
        )

    def _add_outputs(self):
        self.add(
            QgsProcessingParameterFileDestination(
                self.OUTPUT,
                translate("ImageTranslation", "Model package"),
                fileFilter=translate("ImageTranslation", "Model package (*.dlpk)"),
            ),
            translate(
                "ImageTranslation",
                "The trained model, kept up to date at each better epoch, so that a training that was cancelled "
                "leaves a usable one. While the training goes on, NAME.preview.png beside it shows input, output and "
                "truth of a few validation chips, and NAME.checkpoint.safetensors holds what is needed to go on after "
                "an interruption; both are removed when the training has ended well.",
            ),
        )
        self.add(
            QgsProcessingParameterFileDestination(
                self.REPORT,
                translate("ImageTranslation", "Training report"),
                fileFilter=translate("ImageTranslation", "HTML files (*.html)"),
                optional=True,
                createByDefault=True,
            ),
            translate("ImageTranslation", "A page with curves, sample pictures and figures. It opens in any browser."),
        )
        self.addOutput(QgsProcessingOutputNumber(self.BEST_EPOCH, translate("ImageTranslation", "Best epoch")))
        self.addOutput(QgsProcessingOutputNumber(self.PSNR, translate("ImageTranslation", "PSNR (dB)")))
        self.addOutput(QgsProcessingOutputNumber(self.SSIM, translate("ImageTranslation", "SSIM")))

    def call_engine(self, parameters, context, feedback):
        output = Path(self.parameterAsFileOutput(parameters, self.OUTPUT, context)).absolute()
        report = self.parameterAsFileOutput(parameters, self.REPORT, context)
        settings = self._settings(parameters, context)
        settings["output"] = str(output)
        settings["report"] = str(Path(report).absolute()) if report else None
        result = run_in_worker("train", settings, self.PACKAGES, feedback)
        outputs = {
            self.OUTPUT: str(output),
            self.BEST_EPOCH: result["best_epoch"],
            self.PSNR: result["psnr"],
            self.SSIM: result["ssim"],
        }
        return {**outputs, self.REPORT: report} if report else outputs

    def _settings(self, parameters, context):
        """The fields of ``models.training.settings.TrainSettings`` but for the outputs."""

        def choice(name, values):
            return values[self.parameterAsEnumString(parameters, name, context)]

        def whole(name):
            return self.parameterAsInt(parameters, name, context)

        def real(name):
            return self.parameterAsDouble(parameters, name, context)

        stop_early = self.parameterAsBoolean(parameters, self.STOP_EARLY, context)
        base = self.parameterAsFile(parameters, self.BASE_MODEL, context)
        return {
            "chips": [str(Path(self.parameterAsFile(parameters, self.CHIPS, context)).absolute())],
            "model_type": choice(self.MODEL_TYPE, MODEL_TYPES),
            "base_model": str(Path(base).absolute()) if base else None,
            "color_space": choice(self.COLOR_SPACE, COLOR_SPACES),
            "max_epochs": whole(self.MAX_EPOCHS),
            "max_minutes": real(self.MAX_MINUTES),
            "batch_size": whole(self.BATCH_SIZE),
            "learning_rate": real(self.LEARNING_RATE),
            "ngf": whole(self.GENERATOR_FILTERS),
            "ndf": whole(self.DISCRIMINATOR_FILTERS),
            "lambda_l1": real(self.LAMBDA_L1),
            "gan_loss": choice(self.ADVERSARIAL_LOSS, ADVERSARIAL_LOSSES),
            "warmup": real(self.WARM_UP) / 100.0,
            "augmentation": choice(self.AUGMENTATION, AUGMENTATIONS),
            "patience": self.PATIENCE if stop_early else 0,
            "device": self.parameterAsEnumString(parameters, self.DEVICE, context),
            "precision": self.parameterAsEnumString(parameters, self.PRECISION, context),
            "threads": whole(self.THREADS),
            "seed": whole(self.SEED),
            "resume": self.parameterAsBoolean(parameters, self.RESUME, context),
        }
