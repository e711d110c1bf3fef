"""The networks of the published systems: parameters as told, how far a pixel sees, windows of discriminators."""

from __future__ import annotations

import importlib.util
from typing import Any, Dict

import pytest
import torch

from image_translation.models.errors import InputError, PackageError
from image_translation.models.networks.color import Scaling as Ranges
from image_translation.models.networks.color import TanhLabColor, color_handling
from image_translation.models.networks.colorization_cnn import ColorizationCNN
from image_translation.models.networks.initialization import initialize
from image_translation.models.networks.near_infrared_gan import NearInfraredGenerator
from image_translation.models.networks.registry import SYSTEMS, build_discriminator, build_translator
from image_translation.models.networks.satellite_gan import ConvexCombination, SatelliteGenerator
from image_translation.models.networks.translator import Translator
from image_translation.models.networks.window_discriminators import DCGANDiscriminator, VGGDiscriminator

needs_timm = pytest.mark.skipif(importlib.util.find_spec("timm") is None, reason="timm is not installed")


def _count(module: torch.nn.Module) -> int:
    return sum(parameter.numel() for parameter in module.parameters())


def _seen(network: torch.nn.Module) -> int:
    """Furthest distance in px from which a pixel of the output takes anything."""
    initialize(network.eval(), torch.Generator().manual_seed(0), 0.0)
    farthest = 0
    for at in range(64, 72):
        x = torch.rand(1, 1, 128, 128, generator=torch.Generator().manual_seed(1)).requires_grad_(True)
        network(x)[0, :, at, at].sum().backward()
        rows = torch.nonzero(x.grad[0, 0].abs().sum(1) > 0)[:, 0]
        farthest = max(farthest, at - int(rows.min()), int(rows.max()) - at)
    return farthest


def test_the_cnn_has_exactly_the_parameters_of_its_table() -> None:
    assert _count(ColorizationCNN(1, 2)) == 231_682
    widths = [layer.out_channels for layer in ColorizationCNN(1, 2).modules() if isinstance(layer, torch.nn.Conv2d)]
    assert widths == [32, 32, 64, 64, 128, 64, 32, 2]


def test_networks_without_skips_see_no_further_than_told() -> None:
    assert 8 <= _seen(ColorizationCNN(1, 2, ngf=4)) <= 20
    assert 8 <= _seen(SatelliteGenerator(1, 3, ngf=4)) <= 16


def test_a_convex_combination_starts_half_and_half_and_learns_its_weight() -> None:
    combine = ConvexCombination()
    a, b = torch.full((1, 1, 2, 2), 4.0), torch.full((1, 1, 2, 2), 2.0)
    assert torch.equal(combine(a, b), torch.full((1, 1, 2, 2), 3.0))
    combine(a, b).sum().backward()
    assert float(combine.logit.grad) == pytest.approx(4 * (4.0 - 2.0) * 0.25)
    with torch.no_grad():
        combine.logit.fill_(50.0)
    assert torch.allclose(combine(a, b), a)


def test_the_satellite_generator_gives_each_layer_what_the_two_before_it_gave() -> None:
    network = SatelliteGenerator(1, 3, ngf=4).eval()
    initialize(network, torch.Generator().manual_seed(0), 0.0)
    x = torch.rand(1, 1, 16, 16, generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        zero = network.enter(x)
        one = network.outer[0](zero)
        two = network.outer[1](0.5 * one + 0.5 * zero)
        three = network.outer[2](0.5 * two + 0.5 * one)
        assert torch.allclose(network(x), torch.tanh(network.last(three)))
    assert [type(layer).__name__ for layer in network.outer[0].layers] == [
        "Conv2d",
        "HalvingConv2d",
        "DoublingConv2d",
        "ReLU",
    ]


def test_the_near_infrared_generator_has_batch_norm_in_every_layer_but_the_last() -> None:
    network = NearInfraredGenerator(1, 3)
    kinds = [type(layer).__name__ for layer in network.body]
    assert kinds[1::3] == ["BatchNorm2d"] * 5
    assert kinds[2::3] == ["LeakyReLU"] * 5


def test_discriminators_with_a_dense_end_judge_windows_of_64_px() -> None:
    vgg = VGGDiscriminator(4)
    widths = [layer.out_channels for layer in vgg.modules() if isinstance(layer, torch.nn.Conv2d)]
    assert (widths, vgg.end.in_features) == ([64, 128, 256, 512, 1024], 4096)
    for network in (VGGDiscriminator(4, ndf=4).eval(), DCGANDiscriminator(4, ndf=4).eval()):
        initialize(network, torch.Generator().manual_seed(0), 0.0)
        pair = torch.rand(2, 4, 128, 192, generator=torch.Generator().manual_seed(1))
        with torch.no_grad():
            (judgement,) = network.judge(pair)
            (window,) = network.judge(pair[1:, :, 64:128, 128:192])
            (small,) = network.judge(pair[:, :, :32, :32])
        assert judgement.logits.shape == (2, 1, 2, 3)
        assert torch.allclose(judgement.logits[1, 0, 1, 2], window.logits[0, 0, 0, 0], atol=1e-5)
        assert small.logits.shape == (2, 1, 1, 1)
        assert len(judgement.features) == (5 if isinstance(network, VGGDiscriminator) else 4)


def test_lab_through_tanh_is_lab_without_curve() -> None:
    handling = color_handling("lab_tanh", Ranges(((0.0, 255.0),), ((0.0, 255.0),) * 3, (0.0, 255.0)))
    assert isinstance(handling, TanhLabColor)
    assert handling.tanh
    assert handling.curve is None
    grey = torch.full((1, 1, 4, 4), 120.0)
    assert torch.allclose(handling.decode(grey, torch.zeros(1, 2, 4, 4)), grey.expand(1, 3, 4, 4), atol=0.5)


def _architecture(model_type: str, color_space: str, bands: int, outputs: int) -> Dict[str, Any]:
    return {
        "generator": SYSTEMS[model_type].generator,
        "ngf": 8,
        "depth": 5,
        "dropout": 0.0,
        "norm": "batch",
        "context": 64,
        "finest": 1 if color_space == "direct" else 4,
        "backbone": "mobilenetv2_050",
        "color_space": color_space,
        "input_scale": [[0.0, 255.0]] * bands,
        "target_scale": [[0.0, 255.0]] * outputs,
        "output_range": [0.0, 255.0],
    }


@pytest.mark.parametrize(
    ("model_type", "changes", "words"),
    [
        ("pix2pix", {"ngf": 10**9}, "ngf is 1000000000, not from 1 to 1024"),
        ("pix2pix", {"depth": 40}, "depth is 40, not from 1 to 10"),
        ("feature_pyramid", {"depth": 0}, "depth is 0"),
        ("feature_pyramid", {"context": 10**6}, "context is 1000000"),
        ("feature_pyramid", {"finest": 3}, "finest is 3, no power of 2"),
        ("feature_pyramid", {"finest": 64}, "finest is 64, no power of 2"),
        ("feature_pyramid", {"input_scale": [[0.0, 1.0]] * 5000}, "there are 5000 bands"),
        ("pix2pix", {"ngf": float("inf")}, "cannot convert float infinity"),
    ],
)
def test_sizes_of_a_stranger_s_package_are_bounded(model_type: str, changes: Dict[str, Any], words: str) -> None:
    """Before anything is made, and so without timm too."""
    architecture = {**_architecture(model_type, "residual", 1, 3), "context": 32, "finest": 2}
    with pytest.raises(PackageError, match=rf"architecture is incomplete or damaged \({words}"):
        build_translator(model_type, {**architecture, **changes})


def test_a_network_that_no_file_has_room_for_is_refused_before_there_is_memory_for_it() -> None:
    """20 thousand million weights, from numbers that are each within their bounds."""
    architecture = {**_architecture("pix2pix", "residual", 1, 3), "ngf": 1024, "depth": 10}
    with pytest.raises(InputError, match="would have 203.. million weights and may have 500 million"):
        build_translator("pix2pix", architecture)


@pytest.mark.parametrize("discriminator", ["patchgan", "two_light", "vgg", "dcgan"])
@pytest.mark.parametrize("model_type", SYSTEMS)
@pytest.mark.parametrize(("color_space", "bands", "outputs"), [("lab_tanh", 1, 3), ("direct", 3, 8)])
def test_every_system_takes_any_bands(
    model_type: str, discriminator: str, color_space: str, bands: int, outputs: int
) -> None:
    if SYSTEMS[model_type].generator in ("timm", "pyramid", "fusion"):
        pytest.importorskip("timm", reason="timm is not installed", exc_type=ImportError)
    translator: Translator = build_translator(model_type, _architecture(model_type, color_space, bands, outputs)).eval()
    x = torch.rand(1, bands, 64, 96, generator=torch.Generator().manual_seed(0)) * 255
    with torch.no_grad():
        assert translator(x).shape == (1, outputs, 64, 96)
        code = translator.color.encode_target(x, x.new_zeros(1, outputs, 64, 96))
        network = build_discriminator(discriminator, translator, 4).eval()
        judgements = network.judge(torch.cat((translator.color.encode_input(x), code), 1))
    assert all(torch.isfinite(one.logits).all() for one in judgements)


@needs_timm
def test_the_fusion_s_embedding_never_learns() -> None:
    translator = build_translator("inception_fusion", _architecture("inception_fusion", "lab_tanh", 1, 3)).train()
    embedding: Any = translator.generator.embedding
    assert not embedding.network.training
    assert not any(weight.requires_grad for weight in embedding.parameters())
    before = {key: value.clone() for key, value in embedding.state_dict().items()}
    translator(torch.rand(2, 1, 64, 64, generator=torch.Generator().manual_seed(0)) * 255).sum().backward()
    assert all(torch.equal(before[key], value) for key, value in embedding.state_dict().items())
    assert translator.generator.fuse.weight.grad.abs().max() > 0
    assert translator.generator.fuse.out_channels == 32


@needs_timm
def test_the_published_encoders_are_there() -> None:
    """By timm's table, since networks of this size take seconds to make."""
    from image_translation.models.networks.timm_encoder import check_backbone, input_side
    from image_translation.models.training.systems import RECIPES

    for model_type, side in (("inception_fusion", 299), ("pix2pix_densenet121", 224), ("pix2pix_mobilenetv2", 224)):
        backbone = RECIPES[model_type]["backbone"]
        check_backbone(backbone)
        assert input_side(backbone) == side
