"""The parameters of Train Image Translation Model that make up a recipe: what a preset decides when they are empty."""

from qgis.core import QgsProcessingParameterBoolean, QgsProcessingParameterFile, QgsProcessingParameterString
from qgis.PyQt.QtCore import QCoreApplication

from ..models.training.presets import PRESETS
from .interface import Algorithm

translate = QCoreApplication.translate

# Stored in people's models and histories by these words; the engine's names stand beside them.
PRESET_NAMES = {"Fast": "fast", "Balanced": "balanced", "Classic": "classic", "Best": "best"}
BY_PRESET = "by preset"
COLOR_SPACES = {
    "automatic": "automatic",
    "direct": "direct",
    "Lab": "lab",
    "Lab through tanh": "lab_tanh",
    "luma and chroma": "luma_chroma",
    "residual": "residual",
}
ADVERSARIAL_LOSSES = {BY_PRESET: "preset", "vanilla": "vanilla", "least squares": "least_squares", "hinge": "hinge"}
AUGMENTATIONS = {
    BY_PRESET: "preset",
    "flips and quarter turns": "flips_and_turns",
    "historic film": "historic_film",
    "tone": "tone",
    "mixed": "mixed",
    "none": "none",
}
PIXEL_LOSSES = {BY_PRESET: "preset", "L1": "l1", "L2": "l2"}
SCHEDULES = {
    BY_PRESET: "preset",
    "linear": "continuous",
    "linear by epoch": "epochs",
    "cosine": "cosine",
    "step": "step",
    "constant": "constant",
}
DECODERS = {BY_PRESET: "preset", "transposed convolution": "transposed", "resize": "resize", "pixel shuffle": "shuffle"}
NORMALIZATIONS = {BY_PRESET: "preset", "batch": "batch", "instance": "instance"}
DISCRIMINATORS = {
    BY_PRESET: "preset",
    "PatchGAN": "patchgan",
    "two light PatchGANs": "two_light",
    "VGG": "vgg",
    "DCGAN": "dcgan",
}


def by_preset(key, words=None, scale=1):
    """What each preset has for the setting ``key``, as a sentence: ``By preset: 32 (Fast, Balanced), 64 (Best).``"""
    titles = {}
    shown = {value: word for word, value in (words or {}).items()}
    for title, name in PRESET_NAMES.items():
        value = PRESETS[name][key]
        titles.setdefault(shown[value] if words else f"{value * scale:g}", []).append(title)
    values = ", ".join(f"{value} ({', '.join(which)})" for value, which in titles.items())
    return translate("ImageTranslation", "By preset: {values}.").format(
        values=values if len(titles) > 1 else next(iter(titles))
    )


class RecipeParameters(Algorithm):
    """Declares them."""

    COLOR_SPACE = "COLOR_SPACE"
    BATCH_SIZE = "BATCH_SIZE"
    LEARNING_RATE = "LEARNING_RATE"
    SCHEDULE = "SCHEDULE"
    GENERATOR_FILTERS = "GENERATOR_FILTERS"
    DECODER = "DECODER"
    NORMALIZATION = "NORMALIZATION"
    DROPOUT = "DROPOUT"
    DISCRIMINATOR = "DISCRIMINATOR"
    DISCRIMINATOR_FILTERS = "DISCRIMINATOR_FILTERS"
    PIXEL_LOSS = "PIXEL_LOSS"
    LAMBDA_L1 = "LAMBDA_L1"
    ADVERSARIAL_LOSS = "ADVERSARIAL_LOSS"
    FEATURE_MATCHING = "FEATURE_MATCHING"
    PERCEPTUAL = "PERCEPTUAL"
    WARM_UP = "WARM_UP"
    EMA = "EMA"
    AUGMENTATION = "AUGMENTATION"
    BACKBONE = "BACKBONE"
    PRETRAINED = "PRETRAINED"
    ENCODER_WEIGHTS = "ENCODER_WEIGHTS"

    def add_recipe(self):
        """Declare all of them."""
        self._add_losses()
        self._add_optimizer()
        self._add_networks()
        self._add_encoder()

    def _add_losses(self):
        self.add_choice(
            self.COLOR_SPACE,
            translate("ImageTranslation", "Colour handling"),
            translate(
                "ImageTranslation",
                "automatic chooses by the chips, except for the preset Classic, which is direct. luma and chroma, and "
                "Lab: the brightness of the input is kept and only its colour is predicted (one band to red, green, "
                "blue); Lab through tanh: as colorizers are published. residual: what a "
                "fitted curve misses is predicted (any bands). direct: every band is predicted "
                "as it is, as in the original Pix2Pix.",
            ),
            COLOR_SPACES,
            advanced=True,
        )
        self.add_choice(
            self.ADVERSARIAL_LOSS,
            translate("ImageTranslation", "Adversarial loss"),
            translate(
                "ImageTranslation", "How the discriminator judges; vanilla is that of the original Pix2Pix. {}"
            ).format(by_preset("gan_loss", ADVERSARIAL_LOSSES)),
            ADVERSARIAL_LOSSES,
            advanced=True,
        )
        self._add_share(
            self.LAMBDA_L1,
            translate("ImageTranslation", "Weight of the pixel loss"),
            translate(
                "ImageTranslation", "Higher: closer to the target on average; lower: crisper, more inventive. {}"
            ).format(by_preset("lambda_l1")),
        )
        self.add_choice(
            self.PIXEL_LOSS,
            translate("ImageTranslation", "Pixel loss"),
            translate(
                "ImageTranslation",
                "What compares output and target pixel by pixel. L1: the mean difference, as the original Pix2Pix. L2: "
                "the mean square, which asks for the mean of all that is likely: the best PSNR and paler colours. {}",
            ).format(by_preset("pixel_loss", PIXEL_LOSSES)),
            PIXEL_LOSSES,
            advanced=True,
        )
        self._add_share(
            self.FEATURE_MATCHING,
            translate("ImageTranslation", "Weight of feature matching"),
            translate(
                "ImageTranslation",
                "Makes what the discriminator sees in the output like what it sees in the target, which steadies the "
                "training; 0 switches it off. {}",
            ).format(by_preset("lambda_features")),
        )
        self._add_share(
            self.PERCEPTUAL,
            translate("ImageTranslation", "Weight of the perceptual loss"),
            translate(
                "ImageTranslation",
                "Compares output and target through an encoder that has learned from photographs (see Encoder), whose "
                "weights must be on this computer; 0 switches it off. {}",
            ).format(by_preset("lambda_perceptual")),
        )
        self._add_share(
            self.WARM_UP,
            translate("ImageTranslation", "Share of the training before the discriminator joins (%)"),
            translate(
                "ImageTranslation",
                "First the pixel loss alone, which is fast; 0 is the original Pix2Pix and 100 trains without a "
                "discriminator. {}",
            ).format(by_preset("warmup", scale=100)),
            100.0,
        )
        self.add_choice(
            self.AUGMENTATION,
            translate("ImageTranslation", "Augmentation"),
            translate(
                "ImageTranslation",
                "flips and quarter turns shows each chip in eight directions, input and target alike. The next three "
                "do so as well, and change the input alone. historic film: tones, blur, grain, uneven light, scratches "
                "and dust, so that a model trained on imagery of today copes with old photographs. tone: brightness "
                "and contrast a little, for imagery of other cameras. mixed: half of the chips as they are, the others "
                "as in these two, for a model that is to cope with both. Figures are always for unchanged chips. {}",
            ).format(by_preset("augmentation", AUGMENTATIONS)),
            AUGMENTATIONS,
            advanced=True,
        )

    def _add_optimizer(self):
        self._add_count(
            self.BATCH_SIZE,
            translate("ImageTranslation", "Chips a step"),
            translate(
                "ImageTranslation",
                "The batch size. More chips a step need more memory; when it does not suffice, the batch is halved and "
                "the log says so. {}",
            ).format(by_preset("batch_size")),
            4096,
        )
        self._add_share(
            self.LEARNING_RATE,
            translate("ImageTranslation", "Learning rate"),
            translate("ImageTranslation", "Step width of the optimizer at the start. {}").format(
                by_preset("learning_rate")
            ),
            1.0,
        )
        self.add_choice(
            self.SCHEDULE,
            translate("ImageTranslation", "Schedule of the learning rate"),
            translate(
                "ImageTranslation",
                "linear: constant in the first half of the training, then falling to 0 step by step. linear by epoch: "
                "the same once an epoch, as the original Pix2Pix. cosine: falls from the first step on, along half a "
                "wave. step: a tenth after two thirds. {}",
            ).format(by_preset("schedule", SCHEDULES)),
            SCHEDULES,
            advanced=True,
        )
        self._add_share(
            self.EMA,
            translate("ImageTranslation", "Moving average of the weights"),
            translate(
                "ImageTranslation",
                "How much of the average stays at each step; the average is what is checked and kept. 0 switches it "
                "off. {}",
            ).format(by_preset("ema")),
            0.999999,
        )

    def _add_networks(self):
        self._add_count(
            self.GENERATOR_FILTERS,
            translate("ImageTranslation", "Generator filters (ngf)"),
            translate("ImageTranslation", "64 is the paper's network; 32 trains several times faster. {}").format(
                by_preset("ngf")
            ),
        )
        self.add_choice(
            self.DECODER,
            translate("ImageTranslation", "Decoder"),
            translate(
                "ImageTranslation",
                "How the generator goes back to full size. transposed convolution is the paper's and may leave a "
                "checkerboard; resize enlarges and then convolves; pixel shuffle puts channels beside each other. {}",
            ).format(by_preset("decoder", DECODERS)),
            DECODERS,
            advanced=True,
        )
        self.add_choice(
            self.NORMALIZATION,
            translate("ImageTranslation", "Normalization"),
            translate(
                "ImageTranslation",
                "batch uses the same figures for every tile, so that tiles agree; instance uses each tile's own. {}",
            ).format(by_preset("norm", NORMALIZATIONS)),
            NORMALIZATIONS,
            advanced=True,
        )
        self._add_share(
            self.DROPOUT,
            translate("ImageTranslation", "Dropout"),
            translate(
                "ImageTranslation",
                "Probability with which values in the generator are left out while it learns, from 0 to 0.95. {}",
            ).format(by_preset("dropout")),
            0.95,
        )
        self.add_choice(
            self.DISCRIMINATOR,
            translate("ImageTranslation", "Discriminator"),
            translate(
                "ImageTranslation",
                "PatchGAN is the paper's; two light PatchGANs look at full and at half resolution and cost less; VGG "
                "and DCGAN judge windows of 64 px as a whole. {}",
            ).format(by_preset("discriminator", DISCRIMINATORS)),
            DISCRIMINATORS,
            advanced=True,
        )
        self._add_count(
            self.DISCRIMINATOR_FILTERS,
            translate("ImageTranslation", "Discriminator filters (ndf)"),
            translate("ImageTranslation", "64 is the paper's network; 32 trains several times faster. {}").format(
                by_preset("ndf")
            ),
        )

    def _add_encoder(self):
        self.add(
            QgsProcessingParameterString(
                self.BACKBONE, translate("ImageTranslation", "Encoder (backbone)"), optional=True
            ),
            translate(
                "ImageTranslation",
                "timm's name of the network for Pix2Pix with pretrained encoder and for the perceptual loss, for "
                "example mobilenetv2_100 (when empty), resnet34 or densenet121. A published system has its own.",
            ),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterBoolean(
                self.PRETRAINED, translate("ImageTranslation", "Pretrained encoder"), defaultValue=True
            ),
            translate(
                "ImageTranslation",
                "Starts the encoder of the model types that have one with weights learned from photographs.",
            ),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFile(
                self.ENCODER_WEIGHTS,
                translate("ImageTranslation", "Encoder weights"),
                fileFilter=translate("ImageTranslation", "Weights (*.safetensors *.pth *.pt *.bin)"),
                optional=True,
            ),
            translate(
                "ImageTranslation",
                "A file with the weights of that encoder, for computers without internet. When empty, those that timm "
                "publishes are used, downloaded once at the start of the first training.",
            ),
            advanced=True,
        )

    def _add_count(self, name, label, text, most=1024):
        """A whole number that is left to the preset when empty or 0."""
        self.add_number(name, label, text, None, 0, most, advanced=True)

    def _add_share(self, name, label, text, most=1e6):
        """A real number that is left to the preset when empty."""
        self.add_number(name, label, text, None, 0.0, most, advanced=True, real=True, decimals=7)
