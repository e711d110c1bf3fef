"""What a training is asked to do."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Dict, Optional, Tuple

from ..errors import InputError
from ..networks.color import COLOR_SPACES
from ..networks.layers import DECODERS, NORMS
from ..networks.losses import GAN_LOSSES, PIXEL_LOSSES
from ..networks.registry import DISCRIMINATORS, system
from ..package.starter import model_path
from .metrics import MONITORED

BY_PRESET = "preset"
AUTOMATIC = -1.0
ANY_TYPE = "automatic"
PRESET_NAMES = ("fast", "balanced", "classic", "best")
AUGMENTATIONS = ("flips_and_turns", "historic_film", "tone", "mixed", "none")
DEVICES = ("automatic", "cpu", "cuda", "mps")
PRECISIONS = ("automatic", "float32", "bfloat16", "float16")
SCHEDULES = ("continuous", "epochs", "cosine", "step", "constant")
OPTIMIZERS = ("adam", "sgd")
MONITORS = tuple(MONITORED)
WEIGHT_FILES = (".safetensors", ".pth", ".pt", ".bin")
COLOR_CHOICES = ("automatic", *COLOR_SPACES)


@dataclass(frozen=True)
class TrainSettings:
    """Settings of *Train Image Translation Model*, checked when made.

    What is ``preset``, 0 or -1 by default is left to the preset (see ``presets.with_preset``).

    Attributes:
        chips: folders of training chips; all must have the same bands.
        output: the package to write (``.dlpk``); one of the same chips that is there is only replaced by a better one.
        report: the HTML report to write; without, it is written beside the package.
        preset: ``fast``, ``balanced``, ``classic`` (the paper's recipe) or ``best`` (for a graphics card).
        model_type: ``automatic`` (from 8-bit grey to colour the model that comes with the plugin is trained further,
            unless something of a network is set or the preset is ``classic`` or ``best``; else ``pix2pix``);
            ``pix2pix``, ``pix2pix_timm`` (with a pretrained encoder), ``pix2pix_resnet_6``, ``pix2pix_resnet_9``;
            ``feature_pyramid`` (on a pretrained encoder that stays as it is), which has a recipe of its own; or a
            published system with its own recipe, to which the preset adds nothing: ``pix2pix_photographs``,
            ``pix2pix_mobilenetv2``, ``pix2pix_densenet121``, ``cnn``, ``inception_fusion``, ``satellite_gan``,
            ``near_infrared_gan``.
        backbone: timm's name of the pretrained part of the model type and of the network that the perceptual loss
            looks through; empty for ``mobilenetv2_100``, or what the model type is published with.
        pretrained: start that part of the model type with weights learned from photographs.
        encoder_weights: a file with these weights (``.safetensors`` or ``.pth``); without, timm's own, which
            are fetched once.
        base_model: a package (``.dlpk``) whose weights the training starts from, or ``starter`` for the model that
            comes with the plugin; without, it starts afresh, or as the model type ``automatic`` has it.
        resume: go on from the checkpoint that an interrupted training of these chips with this recipe has left beside
            the package; epochs, minutes, patience, threads, workers and report may be others than before.
        ngf: channels of the generator's outermost level, 0 as the preset.
        depth: how often a U-Net or a pretrained encoder halves its input; 0 as often as the chips' size lets it, a
            pretrained encoder 5 times, that of a feature pyramid 4 times.
        ndf: channels of the discriminator's first layer, 0 as the preset.
        decoder: how the generator goes back to full size: ``transposed`` (as the paper), ``resize`` (enlarge, then
            convolve: no checkerboard), ``shuffle`` (sub-pixel), or ``preset``.
        norm: of the generator: ``batch``, ``instance``, or ``preset``.
        discriminator: ``patchgan`` (the paper's), ``two_light`` (two small ones, at full and half resolution),
            ``vgg`` or ``dcgan`` (which judge windows of 64 px as a whole), or ``preset``.
        color_space: ``direct``, ``lab``, ``lab_tanh`` (Lab through tanh, as published), ``luma_chroma``, ``residual``,
            or ``automatic``: by the chips, or as the preset or model type.
        max_epochs: passes over the training chips; 0 for as many as a system was published with, or 50.
        max_minutes: wall time within which the training ends, checks and package included, 0 for no limit; the
            schedule then follows the clock.
        batch_size: chips a step, 0 as the preset.
        optimizer: ``adam``, ``sgd`` (momentum 0.9), or ``preset``.
        learning_rate: of the optimizer at the start, 0 as the preset.
        discriminator_rate: learning rate of the discriminator as a multiple of the generator's, 0 as the preset.
        beta1: first-moment decay of Adam, -1 as the preset.
        discriminator_beta1: the same for the discriminator, -1 as the preset.
        weight_decay: pull of the generator's weights to 0, -1 as the preset.
        discriminator_weight_decay: the same for the discriminator, -1 as the preset.
        initial_std: standard deviation of the weights at first; 0 chooses it layer by layer (He et al. 2015), -1 as
            the preset.
        schedule: ``continuous`` lets the rate fall every step of the second half; ``epochs`` as the reference does;
            ``cosine`` from the first step on along half a wave; ``step`` to a tenth after two thirds; ``constant``;
            ``preset`` as the preset.
        pixel_loss: what compares output and target pixel by pixel: ``l1`` (mean absolute difference), ``l2`` (mean
            square, which asks for the mean of what is likely and so for the best PSNR), or ``preset``.
        lambda_l1: weight of the pixel loss beside the adversarial loss, -1 as the preset.
        pixel_loss_until: share of the training (0 to 1) by which the pixel loss has faded out; 1 keeps it, -1 as the
            preset.
        lambda_features: weight of the loss between the discriminator's features of output and target, 0 switches it
            off, -1 as the preset.
        lambda_perceptual: weight of the loss between the features that ``backbone`` sees in output and target; its
            weights must be on this machine already. 0 switches it off, -1 as the preset.
        gan_loss: ``vanilla``, ``least_squares``, ``hinge``, or ``preset``.
        warmup: share of the training (0 to 1) with the pixel loss only; 1 trains without a discriminator, -1 as the
            preset.
        ema: decay of the moving average of the weights, which is what is validated and kept; 0 switches it off, -1
            as the preset.
        dropout: probability in the generator's dropout blocks, -1 as the preset.
        augmentation: ``flips_and_turns`` (input and target together); ``historic_film``: besides, the input alone is
            made to look like an old photograph (tones, blur, grain, fall-off of light, scratches, dust); ``tone``:
            besides, the tones of the input alone are bent a little; ``mixed``: half of the chips as they are, the
            others as in these two; ``none``; or ``preset``.
        monitor: the figure that decides which epoch is best: ``psnr``, ``ssim``, ``mae`` or ``angular_error``.
        patience: epochs without a better figure after which the training stops, 0 for never, -1 as the preset.
        validation_chips: folders of chips that are only for validation; the chips' own validation chips are then for
            training too.
        validation_share: percent of the chips, in spatial blocks, to validate on where the chips bring no validation
            chips of their own; 0 leaves them without.
        seed: two trainings with one seed on one CPU agree.
        device: ``automatic``, ``cpu``, ``cuda`` or ``mps``.
        precision: ``automatic``, ``float32``, ``bfloat16`` or ``float16`` (for the networks; losses stay 32 bit, and
            with ``float16`` they are scaled).
        threads: CPU threads, 0 for torch's own choice.
        workers: threads that prepare chips beside the training, 0 for automatic.
        checkpoint_minutes: how often a checkpoint is written within an epoch, 0 for after every step.
    """

    chips: Tuple[Path, ...]
    output: Path
    report: Optional[Path] = None
    preset: str = "balanced"
    model_type: str = ANY_TYPE
    backbone: str = ""
    pretrained: bool = True
    encoder_weights: Optional[Path] = None
    base_model: Optional[Path] = None
    resume: bool = True
    ngf: int = 0
    depth: int = 0
    ndf: int = 0
    decoder: str = BY_PRESET
    norm: str = BY_PRESET
    discriminator: str = BY_PRESET
    color_space: str = "automatic"
    max_epochs: int = 50
    max_minutes: float = 0.0
    batch_size: int = 0
    optimizer: str = BY_PRESET
    learning_rate: float = 0.0
    discriminator_rate: float = 0.0
    beta1: float = AUTOMATIC
    discriminator_beta1: float = AUTOMATIC
    weight_decay: float = AUTOMATIC
    discriminator_weight_decay: float = AUTOMATIC
    initial_std: float = AUTOMATIC
    schedule: str = BY_PRESET
    pixel_loss: str = BY_PRESET
    lambda_l1: float = AUTOMATIC
    pixel_loss_until: float = AUTOMATIC
    lambda_features: float = AUTOMATIC
    lambda_perceptual: float = AUTOMATIC
    gan_loss: str = BY_PRESET
    warmup: float = AUTOMATIC
    ema: float = AUTOMATIC
    dropout: float = AUTOMATIC
    augmentation: str = BY_PRESET
    monitor: str = "psnr"
    patience: int = -1
    validation_chips: Tuple[Path, ...] = ()
    validation_share: float = 0.0
    seed: int = 0
    device: str = "automatic"
    precision: str = "automatic"
    threads: int = 0
    workers: int = 0
    checkpoint_minutes: float = 5.0

    def __post_init__(self) -> None:
        for name in ("chips", "validation_chips"):
            object.__setattr__(self, name, tuple(Path(folder) for folder in getattr(self, name)))
        for name in ("output", "report", "base_model", "encoder_weights"):
            if getattr(self, name) is not None:
                object.__setattr__(self, name, Path(getattr(self, name)))
        if self.base_model is not None:
            object.__setattr__(self, "base_model", model_path(self.base_model))
        self._check_paths()
        if self.model_type != ANY_TYPE:
            system(self.model_type)
        self._check_choices()
        self._check_numbers()

    @property
    def report_path(self) -> Path:
        """Where the report goes: as set, else beside the package."""
        return self.report if self.report is not None else self.output.with_suffix(".html")

    def _check_paths(self) -> None:
        if not self.chips:
            raise InputError("No folder of training chips is given; make one with Export Training Chips.")
        for folder in self.validation_chips:
            if folder.absolute() in {one.absolute() for one in self.chips}:
                raise InputError(
                    f"{folder} is given for training and for validation; choose other chips for one of the two."
                )
        if self.output.suffix.lower() != ".dlpk":
            raise InputError(f"The output {self.output} is no model package; give it a name that ends in .dlpk.")
        if self.report is not None and self.report.suffix.lower() not in (".html", ".htm"):
            raise InputError(f"The report {self.report} is an HTML file; give it a name that ends in .html.")
        if self.base_model is not None:
            if self.base_model.suffix.lower() not in (".dlpk", ".emd"):
                raise InputError(f"The base model {self.base_model} is no model package; choose a .dlpk file.")
            if self.base_model.absolute() == self.output.absolute():
                raise InputError(f"The output {self.output} is the base model itself; choose another name for it.")
        weights = self.encoder_weights
        if weights is not None and weights.suffix.lower() not in WEIGHT_FILES:
            raise InputError(
                f"The encoder weights {weights} are not in a known format; choose a file that ends in "
                f"{', '.join(WEIGHT_FILES)}."
            )

    def _check_choices(self) -> None:
        choices: Dict[str, Tuple[str, ...]] = {
            "preset": PRESET_NAMES,
            "color_space": COLOR_CHOICES,
            "gan_loss": (*GAN_LOSSES, BY_PRESET),
            "pixel_loss": (*PIXEL_LOSSES, BY_PRESET),
            "optimizer": (*OPTIMIZERS, BY_PRESET),
            "schedule": (*SCHEDULES, BY_PRESET),
            "decoder": (*DECODERS, BY_PRESET),
            "norm": (*NORMS, BY_PRESET),
            "discriminator": (*DISCRIMINATORS, BY_PRESET),
            "monitor": MONITORS,
            "augmentation": (*AUGMENTATIONS, BY_PRESET),
            "device": DEVICES,
            "precision": PRECISIONS,
        }
        for name, allowed in choices.items():
            if getattr(self, name) not in allowed:
                raise InputError(f"{name} is {getattr(self, name)!r}; choose one of {', '.join(allowed)}.")

    def _check_numbers(self) -> None:
        whole = ("ngf", "depth", "ndf", "max_epochs", "batch_size", "patience", "seed", "threads", "workers")
        for name in whole:
            if isinstance(getattr(self, name), bool) or not isinstance(getattr(self, name), int):
                raise InputError(f"{name} is {getattr(self, name)!r}; give a whole number.")
        limits: Dict[str, Tuple[float, float]] = {
            "ngf": (0, 1024),
            "depth": (0, 8),
            "ndf": (0, 1024),
            "max_epochs": (0, 1_000_000),
            "max_minutes": (0, 1e6),
            "batch_size": (0, 4096),
            "learning_rate": (0, 1),
            "discriminator_rate": (0, 1000),
            "patience": (-1, 1_000_000),
            "seed": (0, 2**31 - 1),
            "threads": (0, 4096),
            "workers": (0, 256),
            "validation_share": (0, 90),
            "checkpoint_minutes": (0, 1e6),
        }
        for name, (low, high) in limits.items():
            if not low <= getattr(self, name) <= high:
                raise InputError(f"{name} is {getattr(self, name)}; give a number from {low:g} to {high:g}.")
        if self.depth == 1:
            raise InputError("depth is 1; give a number from 2 to 8, or 0 for what suits the chips.")
        shares: Dict[str, Tuple[float, float]] = {
            "beta1": (0, 0.9999),
            "discriminator_beta1": (0, 0.9999),
            "weight_decay": (0, 1),
            "discriminator_weight_decay": (0, 1),
            "initial_std": (0, 10),
            "lambda_l1": (0, 1e6),
            "pixel_loss_until": (0, 1),
            "lambda_features": (0, 1e6),
            "lambda_perceptual": (0, 1e6),
            "warmup": (0, 1),
            "ema": (0, 0.999999),
            "dropout": (0, 0.95),
        }
        for name, (low, high) in shares.items():
            value = getattr(self, name)
            if value != AUTOMATIC and not low <= value <= high:
                raise InputError(f"{name} is {value}; give a number from {low:g} to {high:g}, or -1 as the preset.")

    def as_json(self) -> Dict[str, Any]:
        """Settings with plain values; of paths only the names, since packages travel."""
        values: Dict[str, Any] = {item.name: getattr(self, item.name) for item in fields(self)}
        for name in ("chips", "validation_chips"):
            values[name] = [folder.name for folder in values[name]]
        for name in ("output", "base_model", "encoder_weights"):
            values[name] = None if values[name] is None else values[name].name
        values["report"] = self.report_path.name
        return values
