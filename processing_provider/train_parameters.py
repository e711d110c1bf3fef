"""The parameters of Train Image Translation Model, with the words that people read."""

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
)
from qgis.PyQt.QtCore import QCoreApplication

from .recipe_parameters import PRESET_NAMES, RecipeParameters, by_preset

translate = QCoreApplication.translate

# Stored in people's models and histories by these words; the engine's names stand beside them.
MODEL_TYPES = {
    "automatic": "automatic",
    "Pix2Pix": "pix2pix",
    "Pix2Pix with pretrained encoder": "pix2pix_timm",
    "Feature pyramid with pretrained encoder": "feature_pyramid",
    "Pix2Pix with ResNet-6 generator": "pix2pix_resnet_6",
    "Pix2Pix with ResNet-9 generator": "pix2pix_resnet_9",
    "Pix2Pix for photographs": "pix2pix_photographs",
    "Pix2Pix with MobileNetV2 encoder": "pix2pix_mobilenetv2",
    "Pix2Pix with DenseNet121 encoder": "pix2pix_densenet121",
    "Colorization CNN": "cnn",
    "Inception-ResNet-v2 fusion": "inception_fusion",
    "Satellite GAN": "satellite_gan",
    "Near-infrared GAN": "near_infrared_gan",
}
MONITORS = {"PSNR": "psnr", "SSIM": "ssim", "MAE": "mae", "angular error": "angular_error"}
DEVICES = ("automatic", "cpu", "cuda", "mps")
PRECISIONS = ("automatic", "float32", "bfloat16", "float16")


class TrainParameters(RecipeParameters):
    """Declares them; :class:`TrainImageTranslationModel` reads them."""

    PRESET = "PRESET"
    CHIPS = "CHIPS"
    MORE_CHIPS = "MORE_CHIPS"
    MODEL_TYPE = "MODEL_TYPE"
    BASE_MODEL = "BASE_MODEL"
    MAX_EPOCHS = "MAX_EPOCHS"
    MAX_MINUTES = "MAX_MINUTES"
    VALIDATION_CHIPS = "VALIDATION_CHIPS"
    VALIDATION_SHARE = "VALIDATION_SHARE"
    STOP_EARLY = "STOP_EARLY"
    MONITOR = "MONITOR"
    DEVICE = "DEVICE"
    PRECISION = "PRECISION"
    THREADS = "THREADS"
    WORKERS = "WORKERS"
    SEED = "SEED"
    RESUME = "RESUME"
    OUTPUT = "OUTPUT"
    REPORT = "REPORT"
    BEST_EPOCH = "BEST_EPOCH"
    PSNR = "PSNR"
    SSIM = "SSIM"
    TEST_PSNR = "TEST_PSNR"
    TEST_SSIM = "TEST_SSIM"

    def initAlgorithm(self, configuration=None):
        self._add_chips()
        self._add_model()
        self._add_duration()
        self.add_recipe()
        self._add_validation()
        self._add_machine()
        self._add_outputs()

    def _add_chips(self):
        folder = QgsProcessingParameterFile.Behavior.Folder
        self.add(
            QgsProcessingParameterFile(self.CHIPS, translate("ImageTranslation", "Training chips"), behavior=folder),
            translate(
                "ImageTranslation",
                "The folder made by Export Training Chips, or by ArcGIS's Export Training Data with the metadata "
                "format Export Tiles. Several folders with the same bands may be given, separated by semicolons.",
            ),
        )
        self.add(
            QgsProcessingParameterFile(
                self.MORE_CHIPS,
                translate("ImageTranslation", "Further training chips"),
                behavior=folder,
                optional=True,
            ),
            translate(
                "ImageTranslation",
                "Another folder of chips with the same bands to learn from as well, or several, separated by "
                "semicolons.",
            ),
            advanced=True,
        )

    def _add_model(self):
        self.add_choice(
            self.PRESET,
            translate("ImageTranslation", "Preset"),
            translate(
                "ImageTranslation",
                "The recipe. Fast: a small network, something good in ten minutes on a laptop. Balanced: the best "
                "result for the time on most computers. Classic: the original Pix2Pix, to compare with. Best: large "
                "networks, for a graphics card. Each of the advanced parameters that is set replaces what the preset "
                "has for it.",
            ),
            PRESET_NAMES,
            default="Balanced",
        )
        self.add_choice(
            self.MODEL_TYPE,
            translate("ImageTranslation", "Model type"),
            translate(
                "ImageTranslation",
                "automatic: from 8-bit grey to colour the starter model, which comes with the plugin, is trained "
                "further on the chips; Pix2Pix where that does not suit, where something of a network is set, and with "
                "the presets Classic and Best; the log says which and why. "
                "Pix2Pix: a U-Net generator judged by a PatchGAN discriminator. With a pretrained encoder the network "
                "has already learned from photographs what things look like, which helps when chips are few; it needs "
                "the Python package timm. Feature pyramid: that encoder stays as it is, and a small network learns "
                "which colours go with what it sees at a place and around it, without a discriminator: the most for "
                "the time from few chips. With a ResNet generator (6 or 9 residual blocks) there are fewer weights and "
                "more work a chip. The others are systems that others have published, to compare with: they bring "
                "their own recipe, and the preset adds nothing to it. For photographs: Pix2Pix as it is, for 200 "
                "epochs. MobileNetV2, DenseNet121: pretrained encoders, PatchGAN, Lab. Colorization CNN: a small "
                "network without a discriminator, Lab. Inception-ResNet-v2 fusion: the same told what the whole tile "
                "shows. Satellite GAN and Near-infrared GAN: made for windows of 64 px.",
            ),
            MODEL_TYPES,
        )
        self.add(
            QgsProcessingParameterFile(
                self.BASE_MODEL,
                translate("ImageTranslation", "Base model"),
                optional=True,
                fileFilter=translate("ImageTranslation", "Model package (*.dlpk starter)"),
            ),
            translate(
                "ImageTranslation",
                "A model package to start from (fine-tuning), for example one trained elsewhere, so that fewer chips "
                "and epochs are needed. It must have the bands of the chips; model type, colour handling and generator "
                "are taken from it. Empty, or starter: see the model type automatic. The report compares with the base "
                "model as it was, which is kept where no epoch is better.",
            ),
        )

    def _add_duration(self):
        self.add_number(
            self.MAX_EPOCHS,
            translate("ImageTranslation", "Epochs, at most"),
            translate(
                "ImageTranslation",
                "How often the training goes through all chips. 0: as often as the model type was published with, for "
                "example 200 for photographs; 50 for the first four.",
            ),
            50,
            0,
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
            decimals=1,
        )
        self.add(
            QgsProcessingParameterBoolean(
                self.STOP_EARLY,
                translate("ImageTranslation", "Stop early when nothing improves"),
                defaultValue=True,
            ),
            translate(
                "ImageTranslation",
                "Ends the training after some epochs without a better figure on the validation chips (0: never). {}",
            ).format(by_preset("patience")),
            advanced=True,
        )

    def _add_validation(self):
        self.add(
            QgsProcessingParameterFile(
                self.VALIDATION_CHIPS,
                translate("ImageTranslation", "Validation chips"),
                behavior=QgsProcessingParameterFile.Behavior.Folder,
                optional=True,
            ),
            translate(
                "ImageTranslation",
                "A folder of chips of another place, with the same bands, that the training only checks itself on; "
                "several are separated by semicolons. The other chips are then all trained on. When empty, the split "
                "of the training chips is used.",
            ),
            advanced=True,
        )
        self.add_number(
            self.VALIDATION_SHARE,
            translate("ImageTranslation", "Validation share where the chips have none (%)"),
            translate(
                "ImageTranslation",
                "Keeps this share of the chips, in spatial blocks, for validation when the chips bring no validation "
                "chips of their own (those of ArcGIS never do).",
            ),
            0.0,
            0.0,
            90.0,
            advanced=True,
            real=True,
            decimals=2,
        )
        self.add_choice(
            self.MONITOR,
            translate("ImageTranslation", "Figure that decides which epoch is best"),
            translate("ImageTranslation", "Measured on the validation chips after each epoch."),
            MONITORS,
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
            translate(
                "ImageTranslation",
                "automatic uses 16 bits where the machine is faster with them, except for the preset Classic.",
            ),
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
            self.WORKERS,
            translate("ImageTranslation", "Threads that prepare chips (0: automatic)"),
            translate("ImageTranslation", "They read and turn the next chips while the networks learn from the last."),
            0,
            0,
            256,
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
                "same chips, recipe and output the training goes on from it, as if it had never stopped; epochs, "
                "minutes and threads may be others.",
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
                "an interruption; both are removed when the training has ended well. A package of the same chips is "
                "never replaced by a worse one: until that is known the new one is NAME.new.dlpk beside it.",
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
        self.addOutput(
            QgsProcessingOutputNumber(self.TEST_PSNR, translate("ImageTranslation", "PSNR on test chips (dB)"))
        )
        self.addOutput(QgsProcessingOutputNumber(self.TEST_SSIM, translate("ImageTranslation", "SSIM on test chips")))
