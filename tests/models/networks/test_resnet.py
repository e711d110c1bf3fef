"""The residual generator in the layout of the reference, and the registry's choice of generators."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from image_translation.models.errors import PackageError
from image_translation.models.networks.generator import SeededDropout
from image_translation.models.networks.initialization import initialize
from image_translation.models.networks.onnx_export import export_onnx, run_onnx
from image_translation.models.networks.registry import SYSTEMS, build_translator
from image_translation.models.networks.resnet import ResidualBlock, ResNetGenerator
from image_translation.models.networks.unet import UNet

ARCHITECTURE = {
    "ngf": 4,
    "dropout": 0.5,
    "color_space": "residual",
    "input_scale": [[0.0, 255.0]],
    "target_scale": [[0.0, 255.0]] * 3,
    "output_range": [0.0, 255.0],
}


@pytest.mark.parametrize(
    ("norm", "blocks", "count"),
    [("instance", 9, 11_378_179), ("instance", 6, 7_837_699), ("batch", 9, 11_383_427), ("batch", 6, 7_841_411)],
)
def test_parameters_are_those_of_the_reference(norm: str, blocks: int, count: int) -> None:
    """11.378 M and 7.838 M are what the reference prints with instance norm, 11.383 M with batch norm."""
    network = ResNetGenerator(3, 3, ngf=64, blocks=blocks, norm=norm)
    assert sum(parameter.numel() for parameter in network.parameters()) == count


def test_layers_follow_the_reference() -> None:
    network = ResNetGenerator(3, 3, ngf=64, blocks=9)
    shapes = [tuple(p.shape) for name, p in network.named_parameters() if p.ndim == 4]
    assert shapes == [
        (64, 3, 7, 7),
        (128, 64, 3, 3),
        (256, 128, 3, 3),
        *[(256, 256, 3, 3)] * 18,
        (256, 128, 3, 3),
        (128, 64, 3, 3),
        (3, 64, 7, 7),
    ]
    assert [name for name, _ in network.named_parameters() if name.startswith("last.")] == ["last.weight", "last.bias"]
    assert sum(isinstance(layer, SeededDropout) for layer in network.modules()) == 9
    assert sum(isinstance(layer, torch.nn.ReflectionPad2d) for layer in network.modules()) == 2 + 18


def test_a_block_adds_to_its_input() -> None:
    block = ResidualBlock(4, norm="batch", dropout=0.5).eval()
    x = torch.rand(1, 4, 8, 8)
    with torch.no_grad():
        for parameter in block.parameters():
            parameter.zero_()
    assert torch.equal(block(x), x)


@pytest.mark.parametrize("size", [32, 36, 100])
def test_any_multiple_of_four(size: int) -> None:
    network = ResNetGenerator(2, 5, ngf=2, blocks=6).eval()
    assert network(torch.zeros(1, 2, size, 2 * size)).shape == (1, 5, size, 2 * size)
    assert network.size_multiple == 4


def test_trained_batch_norm_does_not_depend_on_the_tile() -> None:
    """A pixel far from an edge is the same in a tile and in a larger one."""
    network = ResNetGenerator(1, 1, ngf=8, blocks=6, tanh=False).eval()
    initialize(network, torch.Generator().manual_seed(0), std=0.1)
    image = torch.rand(1, 1, 256, 256, generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        whole, part = network(image), network(image[..., :192, :192])
    assert torch.allclose(whole[..., :96, :96], part[..., :96, :96], atol=1e-5)
    assert float(whole.std()) > 0.01


def test_generator_is_part_of_the_architecture() -> None:
    unet = build_translator("pix2pix", {**ARCHITECTURE, "depth": 5}).generator
    assert isinstance(unet, UNet)
    for name, blocks in (("resnet_6", 6), ("resnet_9", 9)):
        model_type = f"pix2pix_{name}"
        assert SYSTEMS[model_type].generator == name
        network = build_translator(model_type, {**ARCHITECTURE, "generator": name}).generator
        assert sum(isinstance(layer, ResidualBlock) for layer in network.modules()) == blocks
    with pytest.raises(PackageError, match="generator is 'resnet_7'"):
        build_translator("pix2pix", {**ARCHITECTURE, "generator": "resnet_7"})


def test_onnx_is_equal_to_torch_at_any_size(tmp_path: Path) -> None:
    translator = build_translator("pix2pix_resnet_6", {**ARCHITECTURE, "generator": "resnet_6"})
    initialize(translator.generator, torch.Generator().manual_seed(0), std=0.1)
    translator.eval()
    chance = np.random.default_rng(0)
    export_onnx(translator, torch.zeros(1, 1, 32, 32), tmp_path / "m.onnx")
    for shape in ((1, 1, 32, 32), (2, 1, 100, 64), (1, 1, 128, 256)):
        batch = chance.integers(0, 256, shape).astype(np.float32)
        with torch.no_grad():
            expected = translator(torch.from_numpy(batch)).numpy()
        assert np.ptp(expected) > 20
        assert np.abs(run_onnx(tmp_path / "m.onnx", batch) - expected).max() < 0.1
