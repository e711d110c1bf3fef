"""Every generator and discriminator at every chip size and any number of bands: a training step, then the output."""

from __future__ import annotations

import importlib.util
from typing import Any, Dict, Tuple

import pytest
import torch

from image_translation.models.errors import InputError
from image_translation.models.networks.initialization import initialize
from image_translation.models.networks.losses import AdversarialLoss, feature_matching
from image_translation.models.networks.registry import DISCRIMINATORS, build_discriminator, build_translator
from image_translation.models.networks.timm_unet import timm_depth
from image_translation.models.networks.unet import unet_depth

SIZES = (32, 64, 96, 224, 256, 320, 512)
BANDS = ((1, 1), (1, 3), (3, 8), (4, 1), (13, 2))


def _architecture(generator: str, size: int, bands_in: int, bands_out: int) -> Dict[str, Any]:
    of_its_kind: Dict[str, Any] = {}
    if generator == "unet":
        of_its_kind = {"depth": unet_depth(size), "decoder": "resize"}
    elif generator == "timm":
        of_its_kind = {"depth": timm_depth(size), "decoder": "resize", "backbone": "mobilenetv2_050"}
    return {
        "generator": generator,
        "ngf": 4,
        "dropout": 0.5,
        **of_its_kind,
        "color_space": "residual",
        "input_scale": [[0.0, 10_000.0]] * bands_in,
        "target_scale": [[-5.0, 5.0]] * bands_out,
        "output_range": [-5.0, 5.0],
    }


def _check(generator: str, size: int, bands_in: int, bands_out: int) -> None:
    """One adversarial step of a single chip gives every weight a finite gradient; the output lies in its range."""
    chance = torch.Generator().manual_seed(size)
    translator = build_translator("pix2pix", _architecture(generator, size, bands_in, bands_out))
    initialize(translator.generator, chance)
    translator.generator.use_generator(chance)
    a = 10_000 * torch.rand(1, bands_in, size, size, generator=chance)
    x = translator.color.encode_input(a)
    y = 0.5 * torch.randn(1, bands_out, size, size, generator=chance)
    fake = translator.train().predict(x)
    assert fake.shape == y.shape
    loss = (fake - y).abs().mean()
    for kind in DISCRIMINATORS:
        discriminator = build_discriminator(kind, translator, 4)
        initialize(discriminator, chance)
        theirs, ours = (discriminator.judge(torch.cat((x, code), dim=1)) for code in (y, fake))
        deceit = AdversarialLoss("least_squares").generator([judgement.logits for judgement in ours])
        loss = loss + deceit + feature_matching(theirs, ours)
    loss.backward()
    gradients = [weight.grad for weight in translator.generator.parameters()]
    assert all(gradient is not None and bool(torch.isfinite(gradient).all()) for gradient in gradients)
    assert all(float(gradient.abs().max()) > 0 for gradient in gradients if gradient is not None and gradient.ndim > 1)
    with torch.no_grad():
        output = translator.eval()(a)
    assert output.shape == (1, bands_out, size, size)
    assert size % translator.size_multiple == 0
    assert -5.0 <= float(output.min()) < float(output.max()) <= 5.0


needs_timm = pytest.mark.skipif(importlib.util.find_spec("timm") is None, reason="timm is not installed")
TIMM = pytest.param("timm", marks=needs_timm)


@pytest.mark.parametrize("size", SIZES)
def test_sizes(size: int) -> None:
    _check("unet", size, 1, 3)


@pytest.mark.parametrize("size", [32, 96])
def test_sizes_of_the_residual_generator(size: int) -> None:
    _check("resnet_6", size, 1, 3)


@needs_timm
@pytest.mark.parametrize("size", [64, 96, 224])
def test_sizes_of_a_pretrained_encoder(size: int) -> None:
    _check("timm", size, 1, 3)


def test_a_pretrained_encoder_needs_64_pixels() -> None:
    with pytest.raises(InputError, match="cannot be trained on 32 px tiles; export chips of at least 64 px"):
        timm_depth(32)
    assert (timm_depth(64), timm_depth(32, 4)) == (5, 4)
    with pytest.raises(InputError, match="export chips of at least 32 px"):
        timm_depth(16, 4)


@pytest.mark.parametrize("generator", ["unet", "resnet_6", TIMM])
@pytest.mark.parametrize("bands", BANDS)
def test_bands(generator: str, bands: Tuple[int, int]) -> None:
    _check(generator, 64, *bands)
