"""Decoders without checkerboard, norms with and without dependence on the tile."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from torch.nn import functional

from image_translation.models.errors import PackageError
from image_translation.models.networks.initialization import initialize
from image_translation.models.networks.layers import DECODERS, ResizeConv2d, ShuffleConv2d, doubling, normalization
from image_translation.models.networks.onnx_export import export_onnx, run_onnx
from image_translation.models.networks.registry import build_translator
from image_translation.models.networks.unet import UNet

ARCHITECTURE = {
    "ngf": 4,
    "depth": 5,
    "dropout": 0.0,
    "color_space": "direct",
    "input_scale": [[0.0, 255.0]],
    "target_scale": [[0.0, 255.0]] * 3,
    "output_range": [0.0, 255.0],
}


def _noise(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def _checkerboard(image: torch.Tensor) -> float:
    """How far the means of the four sub-pixels of a 2×2 block are apart, as a share of the values' size."""
    phases = torch.stack([image[..., y::2, x::2].mean((2, 3)) for y in (0, 1) for x in (0, 1)])
    return float((phases.amax(0) - phases.amin(0)).mean() / image.abs().mean())


@pytest.mark.parametrize("bias", [True, False])
def test_resize_is_an_enlargement_and_a_convolution(bias: bool) -> None:
    layer = ResizeConv2d(3, 5, bias=bias)
    x = _noise(2, 3, 7, 10)
    expected = functional.conv2d(functional.interpolate(x, scale_factor=2), layer.weight, layer.bias, padding=1)
    assert torch.allclose(layer(x), expected, atol=1e-6)
    (found,) = torch.autograd.grad(layer(x).square().sum(), layer.weight)
    (wanted,) = torch.autograd.grad(expected.square().sum(), layer.weight)
    assert torch.allclose(found, wanted, rtol=1e-4, atol=1e-3)


def test_resize_cannot_learn_a_checkerboard() -> None:
    """Whatever the weights, a constant stays constant."""
    layer = ResizeConv2d(4, 2, bias=True)
    with torch.no_grad():
        layer.weight.copy_(_noise(*layer.weight.shape, seed=3))
        output = layer(torch.ones(1, 4, 16, 16))[..., 2:-2, 2:-2]
    assert float(output.std((2, 3)).max()) < 1e-5


def test_shuffle_starts_as_an_enlargement() -> None:
    layer = ShuffleConv2d(3, 5, bias=True)
    initialize(layer, torch.Generator().manual_seed(0))
    x = _noise(1, 3, 6, 6)
    small = functional.conv2d(x, layer.weight[::4], padding=1)
    assert torch.allclose(layer(x), functional.interpolate(small, scale_factor=2), atol=1e-6)
    assert float(layer.weight.detach().std()) == pytest.approx(0.02, rel=0.2)


@pytest.mark.parametrize("decoder", DECODERS)
def test_response_of_the_untrained_network_to_a_constant(decoder: str) -> None:
    network = UNet(2, 3, ngf=8, depth=3, decoder=decoder, dropout=0.0, tanh=False).eval()
    initialize(network, torch.Generator().manual_seed(0), std=0.1)
    with torch.no_grad():
        inner = network(torch.full((1, 2, 128, 128), 0.5))[..., 48:-48, 48:-48]
    if decoder == "transposed":
        assert _checkerboard(inner) > 0.3
    else:
        assert _checkerboard(inner) < 1e-5
        assert float(inner.std((2, 3)).max() / inner.abs().mean()) < 1e-5


@pytest.mark.parametrize("decoder", DECODERS)
@pytest.mark.parametrize("norm", ["batch", "instance"])
def test_every_kind_has_the_same_levels_and_can_be_built_again(decoder: str, norm: str) -> None:
    architecture = {**ARCHITECTURE, "decoder": decoder, "norm": norm}
    translator = build_translator("pix2pix", architecture)
    initialize(translator.generator, torch.Generator().manual_seed(0))
    assert isinstance(translator.generator, UNet)
    assert (len(translator.generator.down), len(translator.generator.up)) == (5, 5)
    again = build_translator("pix2pix", architecture)
    again.load_state_dict(translator.state_dict())
    a = 255 * _noise(1, 1, 64, 96).sigmoid()
    with torch.no_grad():
        assert torch.equal(again.eval()(a), translator.eval()(a))


def test_an_architecture_without_the_keys_is_the_paper_s() -> None:
    plain = build_translator("pix2pix", ARCHITECTURE).state_dict()
    named = build_translator("pix2pix", {**ARCHITECTURE, "decoder": "transposed", "norm": "batch"}).state_dict()
    assert {key: value.shape for key, value in plain.items()} == {key: value.shape for key, value in named.items()}
    assert plain["color.input_low"].shape == (1, 1, 1, 1)
    assert plain["generator.up.4.conv.weight"].shape == (8, 3, 4, 4)
    assert "generator.up.0.norm.running_mean" in plain


@pytest.mark.parametrize(("key", "value"), [("decoder", "bicubic"), ("norm", "layer")])
def test_unknown_kinds_are_refused(key: str, value: str) -> None:
    with pytest.raises(PackageError, match=f"{key} is '{value}'"):
        build_translator("pix2pix", {**ARCHITECTURE, key: value})
    with pytest.raises(ValueError, match="decoder"):
        doubling("bicubic", 1, 1, bias=False)
    with pytest.raises(ValueError, match="norm"):
        normalization("layer", 1)


def test_instance_norm_has_the_parameters_of_the_reference() -> None:
    """A bias in every convolution and no weights in a norm: 54.410 M, with batch norm 54.414 M."""
    network = UNet(3, 3, ngf=64, depth=8, norm="instance")
    assert sum(p.numel() for p in network.parameters()) == 54_409_603
    assert not [key for key in network.state_dict() if ".norm." in key]


@pytest.mark.parametrize("decoder", DECODERS)
def test_only_instance_norm_depends_on_the_tile(decoder: str) -> None:
    """The same place in two tiles that lie 32 px apart, far from their edges, after a step in training mode."""
    image = _noise(1, 1, 288, 288)
    image[..., 224:, :] *= 3.0
    differences = {}
    for norm in ("batch", "instance"):
        network = UNet(1, 1, ngf=4, depth=4, decoder=decoder, norm=norm, tanh=False)
        initialize(network, torch.Generator().manual_seed(0), std=0.2)
        with torch.no_grad():
            network.train()(image)
            network.eval()
            first, second = network(image[..., :256, :256]), network(image[..., 32:, 32:])
        here, there = first[..., 128:160, 128:160], second[..., 96:128, 96:128]
        differences[norm] = float((here - there).abs().max() / here.std())
    assert differences["batch"] < 1e-4
    assert differences["instance"] > 1e-2


@pytest.mark.parametrize("decoder", ["resize", "shuffle"])
def test_onnx_is_equal_and_holds_the_kernels_ready_made(decoder: str, tmp_path: Path) -> None:
    import onnx

    translator = build_translator("pix2pix", {**ARCHITECTURE, "decoder": decoder}).eval()
    initialize(translator.generator, torch.Generator().manual_seed(0), std=0.1)
    path = tmp_path / "m.onnx"
    export_onnx(translator, 255 * _noise(1, 1, 32, 32).sigmoid(), path)
    a = 255 * _noise(2, 1, 96, 64).sigmoid()
    with torch.no_grad():
        assert np.abs(run_onnx(path, a.numpy()) - translator(a).numpy()).max() < 0.01
    graph = onnx.load(str(path)).graph
    ready = {tensor.name for tensor in graph.initializer}
    enlarging = [node for node in graph.node if node.op_type in ("ConvTranspose", "DepthToSpace")]
    assert len(enlarging) == 5
    assert all(node.input[1] in ready for node in enlarging if node.op_type == "ConvTranspose")
