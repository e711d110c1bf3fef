"""The paper's networks, tensor by tensor."""

from __future__ import annotations

import pytest
import torch

from image_translation.models.errors import InputError, PackageError
from image_translation.models.networks.initialization import initialize
from image_translation.models.networks.patchgan import PatchDiscriminator
from image_translation.models.networks.registry import build_translator
from image_translation.models.networks.unet import UNet, unet_depth


def _count(module: torch.nn.Module) -> int:
    return sum(parameter.numel() for parameter in module.parameters())


def test_unet_has_the_parameters_of_the_paper() -> None:
    assert _count(UNet(3, 3, ngf=64, depth=8)) == 54_413_955


def test_unet_has_the_82_tensors_of_the_reference_in_its_shapes() -> None:
    state = UNet(3, 3, ngf=64, depth=8).state_dict()
    assert len(state) == 82
    encoder = [tuple(state[f"down.{i}.conv.weight"].shape) for i in range(8)]
    assert encoder == [
        (64, 3, 4, 4),
        (128, 64, 4, 4),
        (256, 128, 4, 4),
        (512, 256, 4, 4),
        *[(512, 512, 4, 4)] * 4,
    ]
    decoder = [tuple(state[f"up.{i}.conv.weight"].shape) for i in range(8)]
    assert decoder == [
        (512, 512, 4, 4),
        *[(1024, 512, 4, 4)] * 3,
        (1024, 256, 4, 4),
        (512, 128, 4, 4),
        (256, 64, 4, 4),
        (128, 3, 4, 4),
    ]
    assert [i for i in range(8) if f"down.{i}.norm.weight" in state] == [1, 2, 3, 4, 5, 6]
    assert [i for i in range(8) if f"up.{i}.norm.weight" in state] == [0, 1, 2, 3, 4, 5, 6]
    assert [key for key in state if key.endswith("conv.bias")] == ["up.7.conv.bias"]


def test_unet_has_dropout_in_three_inner_decoder_blocks() -> None:
    blocks = UNet(3, 3, ngf=4, depth=8).up
    assert [block.dropout.probability for block in blocks] == [0.0, 0.5, 0.5, 0.5, 0.0, 0.0, 0.0, 0.0]


def test_dropout_follows_its_generator() -> None:
    network = UNet(1, 1, ngf=4, depth=8).train()
    initialize(network, torch.Generator().manual_seed(0))
    x = torch.rand(2, 1, 256, 256, generator=torch.Generator().manual_seed(1))
    outputs = []
    for seed in (5, 5, 6):
        network.use_generator(torch.Generator().manual_seed(seed))
        outputs.append(network(x).detach())
    assert torch.equal(outputs[0], outputs[1])
    assert not torch.equal(outputs[0], outputs[2])


@pytest.mark.parametrize(
    ("size", "depth"), [(32, 5), (64, 6), (96, 5), (128, 7), (224, 5), (256, 8), (512, 8), (768, 8)]
)
def test_depth_follows_the_tile(size: int, depth: int) -> None:
    assert unet_depth(size) == depth


def test_fewer_halvings_can_be_asked_for() -> None:
    assert [unet_depth(256, wanted) for wanted in (2, 6, 8)] == [2, 6, 8]
    assert unet_depth(96, 8) == 5


@pytest.mark.parametrize("size", [0, 16, 100])
def test_impossible_tiles_are_refused(size: int) -> None:
    with pytest.raises(InputError, match="multiple of 32"):
        unet_depth(size)


@pytest.mark.parametrize(("size", "bands_in", "bands_out"), [(32, 1, 3), (96, 4, 1), (224, 13, 8)])
def test_any_bands_and_sizes(size: int, bands_in: int, bands_out: int) -> None:
    network = UNet(bands_in, bands_out, ngf=4, depth=unet_depth(size)).eval()
    assert network(torch.zeros(2, bands_in, size, size)).shape == (2, bands_out, size, size)
    assert size % network.size_multiple == 0


def test_patchgan_has_the_parameters_of_the_paper() -> None:
    network = PatchDiscriminator(6, ndf=64)
    assert _count(network) == 2_768_705
    shapes = [tuple(tensor.shape) for name, tensor in network.named_parameters() if tensor.ndim == 4]
    assert shapes == [(64, 6, 4, 4), (128, 64, 4, 4), (256, 128, 4, 4), (512, 256, 4, 4), (1, 512, 4, 4)]
    assert network(torch.zeros(1, 6, 256, 256)).shape == (1, 1, 30, 30)


def test_patchgan_sees_70_pixels() -> None:
    network = PatchDiscriminator(1, ndf=2).eval()
    initialize(network, torch.Generator().manual_seed(0))
    x = torch.zeros(1, 1, 256, 256, requires_grad=True)
    network(x)[0, 0, 15, 15].backward()
    rows = torch.nonzero(x.grad[0, 0].abs().sum(1) > 0)[:, 0]
    columns = torch.nonzero(x.grad[0, 0].abs().sum(0) > 0)[:, 0]
    assert int(rows.max() - rows.min()) + 1 == 70
    assert int(columns.max() - columns.min()) + 1 == 70


def test_initialization_has_the_paper_s_distribution() -> None:
    network = UNet(3, 3, ngf=32, depth=8)
    initialize(network, torch.Generator().manual_seed(3))
    for key, tensor in network.state_dict().items():
        if key.endswith("conv.weight") and tensor.numel() > 100_000:
            assert abs(float(tensor.mean())) < 4e-4, key
            assert float(tensor.std()) == pytest.approx(0.02, rel=0.02), key
        elif key.endswith("norm.weight"):
            assert abs(float(tensor.mean()) - 1.0) < 0.02, key
        elif key.endswith("bias"):
            assert float(tensor.abs().max()) == 0.0, key
    gammas = torch.cat([tensor for key, tensor in network.state_dict().items() if key.endswith("norm.weight")])
    assert float(gammas.std()) == pytest.approx(0.02, rel=0.1)


def test_initialization_depends_on_the_seed_alone() -> None:
    first, second, other = (UNet(1, 1, ngf=4, depth=5) for _ in range(3))
    for network, seed in ((first, 1), (second, 1), (other, 2)):
        initialize(network, torch.Generator().manual_seed(seed))
    assert torch.equal(first.down[1].conv.weight, second.down[1].conv.weight)
    assert not torch.equal(first.down[1].conv.weight, other.down[1].conv.weight)


def test_registry_names_what_is_wrong() -> None:
    with pytest.raises(InputError, match="model_type is 'cyclegan'"):
        build_translator("cyclegan", {})
    with pytest.raises(PackageError, match="input_scale"):
        build_translator("pix2pix", {"ngf": 4})


@pytest.mark.parametrize("decoder", ["transposed", "resize"])
def test_u_net_takes_tiles_that_its_depth_does_not_divide(decoder: str) -> None:
    network = UNet(1, 2, ngf=4, depth=8, decoder=decoder, tanh=False).eval()
    initialize(network, torch.Generator().manual_seed(1))
    x = torch.randn(1, 1, 512, 512, generator=torch.Generator().manual_seed(2))
    assert network.size_multiple == 8
    with torch.no_grad():
        for height, width in ((264, 312), (696, 256), (8, 1032)):
            assert network(torch.zeros(1, 1, height, width)).shape == (1, 2, height, width)
        whole, part = network(x), network(x[..., :264, :264])
    inside = (whole[..., :200, :200] - part[..., :200, :200]).abs().mean()
    assert float(inside) < 0.1 * float(whole.std())
