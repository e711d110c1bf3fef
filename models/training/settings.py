"""What a training is asked to do."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Dict, Optional, Tuple

from ..errors import InputError
from ..networks.color import COLOR_SPACES
from ..networks.layers import DECODERS, NORMS
from ..networks.losses import GAN_LOSSES
from ..networks.registry import DISCRIMINATORS, system
from .metrics import MONITORED

BY_PRESET = "preset"
AUTOMATIC = -1.0
PRESET_NAMES = ("fast", "balanced", "classic", "best")
AUGMENTATIONS = ("flips_and_turns", "historic_film", "tone", "none")
DEVICES = ("automatic", "cpu", "cuda", "mps")
PRECISIONS = ("automatic", "float32", "bfloat16")
SCHEDULES = ("continuous", "epochs", "cosine")
MONITORS = tuple(MONITORED)
WEIGHT_FILES = (".safetensors", ".pth", ".pt", ".bin")
COLOR_CHOICES = ("automatic", *COLOR_SPACES)


@dataclass(frozen=True)
class TrainSettings:
    """Settings of *Train Image Translation Model*, checked when made.

    What is ``preset``, 0 or -1 by default is left to the preset (see ``presets.with_preset``).

    Attributes:
        chips: folders of training chips; all must have the same bands.
        output: the package to write (``.dlpk``).
        report: the HTML report to write; without, it is written beside the package.
        preset: ``fast``, ``balanced``, ``classic`` (the paper's recipe) or ``best`` (for a graphics card).
        model_type: ``pix2pix``, ``pix2pix_timm`` (with a pretrained encoder), ``pix2pix_resnet_6`` or
            ``pix2pix_resnet_9``.
        backbone: timm's name of the encoder of ``pix2pix_timm`` and of the network that the perceptual loss looks
            through; empty for ``mobilenetv2_100``.
        pretrained: start the encoder of ``pix2pix_timm`` with weights learned from photographs.
        encoder_weights: a file with these weights (``.safetensors`` or ``.pth``); without, timm's own, which
            are fetched once.
        base_model: a package (``.dlpk``) whose weights the training starts from; without, it starts afresh.
        resume: go on from the checkpoint that an interrupted training with these settings has left beside the package.
        ngf: channels of the generator's outermost level, 0 as the preset.
        ndf: channels of the discriminator's first layer, 0 as the preset.
        decoder: how the generator goes back to full size: ``transposed`` (as the paper), ``resize`` (enlarge, then
            convolve: no checkerboard), ``shuffle`` (sub-pixel), or ``preset``.
        norm: of the generator: ``batch``, ``instance``, or ``preset``.
        discriminator: ``patchgan`` (the paper's), ``two_light`` (two small ones, at full and half resolution), or
            ``preset``.
        color_space: ``direct``, ``lab``, ``luma_chroma``, ``residual``, or ``automatic``: by the chips,
            or as the preset.
        max_epochs: passes over the training chips.
        max_minutes: wall time after which the training ends, 0 for no limit; the schedule then follows the clock.
        batch_size: chips a step, 0 as the preset.
        learning_rate: of Adam at the start, 0 as the preset.
        beta1: first-moment decay of Adam, -1 as the preset.
        schedule: ``continuous`` lets the rate fall every step of the second half; ``epochs`` as the reference does;
            ``cosine`` from the first step on along half a wave; ``preset`` as the preset.
        lambda_l1: weight of the L1 loss beside the adversarial loss, -1 as the preset.
        lambda_features: weight of the loss between the discriminator's features of output and target, 0 switches it
            off, -1 as the preset.
        lambda_perceptual: weight of the loss between the features that ``backbone`` sees in output and target; its
            weights must be on this machine already. 0 switches it off, -1 as the preset.
        gan_loss: ``vanilla``, ``least_squares``, ``hinge``, or ``preset``.
        warmup: share of the training (0 to 1) with the L1 loss only; 1 trains without a discriminator, -1 as the
            preset.
        ema: decay of the moving average of the weights, which is what is validated and kept; 0 switches it off, -1
            as the preset.
        dropout: probability in the generator's dropout blocks, -1 as the preset.
        augmentation: ``flips_and_turns`` (input and target together); ``historic_film``: besides, the input alone is
            made to look like an old photograph (tones, blur, grain, fall-off of light, scratches, dust); ``tone``:
            besides, the tones of the input alone are bent a little; ``none``; or ``preset``.
        monitor: the figure that decides which epoch is best: ``psnr``, ``ssim``, ``mae`` or ``angular_error``.
        patience: epochs without a better figure after which the training stops, 0 for never, -1 as the preset.
        validation_chips: folders of chips that are only for validation; the chips' own validation chips are then for
            training too.
        validation_share: percent of the chips, in spatial blocks, to validate on where the chips bring no validation
            chips of their own; 0 leaves them without.
        seed: two trainings with one seed on one CPU agree.
        device: ``automatic``, ``cpu``, ``cuda`` or ``mps``.
        precision: ``automatic``, ``float32`` or ``bfloat16`` (for the networks; losses stay 32 bit).
        threads: CPU threads, 0 for torch's own choice.
        workers: threads that prepare chips beside the training, 0 for automatic.
        checkpoint_minutes: how often a checkpoint is written within an epoch, 0 for after every step.
    """

    chips: Tuple[Path, ...]
    output: Path
    report: Optional[Path] = None
    preset: str = "balanced"
    model_type: str = "pix2pix"
    backbone: str = ""
    pretrained: bool = True
    encoder_weights: Optional[Path] = None
    base_model: Optional[Path] = None
    resume: bool = True
    ngf: int = 0
    ndf: int = 0
    decoder: str = BY_PRESET
    norm: str = BY_PRESET
    discriminator: str = BY_PRESET
    color_space: str = "automatic"
    max_epochs: int = 50
    max_minutes: float = 0.0
    batch_size: int = 0
    learning_rate: float = 0.0
    beta1: float = AUTOMATIC
    schedule: str = BY_PRESET
    lambda_l1: float = AUTOMATIC
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
        self._check_paths()
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
        whole = ("ngf", "ndf", "max_epochs", "batch_size", "patience", "seed", "threads", "workers")
        for name in whole:
            if isinstance(getattr(self, name), bool) or not isinstance(getattr(self, name), int):
                raise InputError(f"{name} is {getattr(self, name)!r}; give a whole number.")
        limits: Dict[str, Tuple[float, float]] = {
            "ngf": (0, 1024),
            "ndf": (0, 1024),
            "max_epochs": (1, 1_000_000),
            "max_minutes": (0, 1e6),
            "batch_size": (0, 4096),
            "learning_rate": (0, 1),
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
        shares: Dict[str, Tuple[float, float]] = {
            "beta1": (0, 0.9999),
            "lambda_l1": (0, 1e6),
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
