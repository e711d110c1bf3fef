"""Which bits a device is fast in, and that a fitted curve is never rounded to fewer."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import torch

from image_translation.models.networks import curves, precision
from image_translation.models.networks.precision import fast_bfloat16, fast_float16, without_tf32

CUDA = torch.device("cuda")


def _card(monkeypatch, name: str, capability: tuple, hip: str = "") -> None:
    """A card as PyTorch describes it; asked with emulation, it says that each one knows bfloat16."""

    def supported(including_emulation: bool = True) -> bool:
        return bool(hip) or including_emulation or capability[0] >= 8

    monkeypatch.setattr(torch.cuda, "is_bf16_supported", supported)
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda device: capability)
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda device: name)
    monkeypatch.setattr(torch.version, "hip", hip or None)


@pytest.mark.parametrize(
    ("name", "capability", "hip", "bfloat16", "float16"),
    [
        ("NVIDIA H200", (9, 0), "", True, False),
        ("NVIDIA GeForce RTX 3060", (8, 6), "", True, False),
        ("Tesla T4", (7, 5), "", False, True),
        ("Tesla V100", (7, 0), "", False, True),
        ("NVIDIA GeForce GTX 1660 Ti", (7, 5), "", False, False),
        ("NVIDIA GeForce GTX 1080", (6, 1), "", False, False),
        ("AMD Radeon PRO W6800", (10, 3), "6.4", True, False),
        ("AMD Instinct MI50", (7, 0), "6.4", True, False),
    ],
)
def test_cards(monkeypatch, name: str, capability: tuple, hip: str, bfloat16: bool, float16: bool) -> None:
    _card(monkeypatch, name, capability, hip)
    assert (fast_bfloat16(CUDA), fast_float16(CUDA)) == (bfloat16, float16)
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda: True)
    assert (fast_bfloat16(CUDA), fast_float16(CUDA)) == (bfloat16, float16)


def test_other_devices(monkeypatch) -> None:
    for probe in ("_is_avx512_bf16_supported", "_is_amx_tile_supported"):
        monkeypatch.setattr(torch.cpu, probe, lambda: False, raising=False)
    for kind in ("cpu", "mps"):
        assert not fast_bfloat16(torch.device(kind)) and not fast_float16(torch.device(kind))
    monkeypatch.setattr(torch.cpu, "_is_amx_tile_supported", lambda: True, raising=False)
    assert fast_bfloat16(torch.device("cpu"))


def test_without_tf32_on_a_card_only() -> None:
    flags = torch.backends.cudnn
    before = flags.allow_tf32
    with without_tf32(SimpleNamespace(is_cuda=True)):
        assert not flags.allow_tf32
    with pytest.raises(ValueError), without_tf32(SimpleNamespace(is_cuda=True)):
        raise ValueError
    assert flags.allow_tf32 == before
    with without_tf32(torch.zeros(1)):
        assert flags.allow_tf32 == before


def test_a_fitted_curve_is_convolved_without_tf32(monkeypatch) -> None:
    seen, convolve = [], curves.functional.conv2d
    monkeypatch.setattr(curves, "without_tf32", lambda x: without_tf32(SimpleNamespace(is_cuda=True)))

    def watched(*arguments):
        seen.append(torch.backends.cudnn.allow_tf32)
        return convolve(*arguments)

    monkeypatch.setattr(curves.functional, "conv2d", watched)
    curves.FittedCurve(3, 2)(torch.zeros(1, 3, 4, 4))
    assert seen == [False]


def test_autocast_where_pytorch_has_it(monkeypatch) -> None:
    def product() -> torch.dtype:
        return (torch.ones(2, 2) @ torch.ones(2, 2)).dtype

    cpu = torch.device("cpu")
    with precision.autocast(cpu, torch.bfloat16):
        assert product() == torch.bfloat16 and precision.is_reduced_on_cpu()
        with precision.autocast(cpu, torch.float32):
            assert product() == torch.float32 and not precision.is_reduced_on_cpu()
    monkeypatch.delattr(torch.amp, "is_autocast_available")
    monkeypatch.setattr(precision.torch, "autocast", None)
    with precision.autocast(torch.device("mps"), torch.float32):
        pass


def test_pytorch_2_2_has_functions_of_its_own(monkeypatch) -> None:
    """It is the last one for Macs with an Intel processor."""

    def without_argument() -> bool:
        raise AssertionError("this one tells about cards")

    monkeypatch.setattr(torch, "is_autocast_enabled", without_argument)
    monkeypatch.setattr(torch, "is_autocast_cpu_enabled", lambda: True)
    assert precision.is_reduced_on_cpu()
