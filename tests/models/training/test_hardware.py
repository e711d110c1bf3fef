"""Devices, precisions, and what a process keeps."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from image_translation.models.errors import InputError
from image_translation.models.training import hardware as hardware_module
from image_translation.models.training.hardware import Hardware, choose_hardware, loader_threads
from image_translation.models.training.optimization import Optimization
from image_translation.models.training.settings import TrainSettings

FAULTS = """
import resource
import torch
from image_translation.models.training.memory import keep_freed_memory

def faults():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(4):
        torch.ones(12_000_000)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

torch.set_num_threads(1)
print([faults() for _ in range(5)][-1])
assert keep_freed_memory()
print([faults() for _ in range(5)][-1])
"""


def _settings(**changes) -> TrainSettings:
    return TrainSettings(chips=(Path("chips"),), output=Path("m.dlpk"), **changes)


def _automatic(monkeypatch, **available: bool):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: available.get("cuda", False))
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: available.get("mps", False))
    monkeypatch.setattr(hardware_module, "_refusal", lambda: available.get("refusal", ""))
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda device: "Card")
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda device: available["capability"])
    known = available.get("capability", (0, 0)) >= (8, 0)
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda including_emulation=True: including_emulation or known)
    return choose_hardware(_settings())


def test_automatic_precision_is_what_the_device_is_fast_in(monkeypatch) -> None:
    mps = _automatic(monkeypatch, mps=True)
    assert (mps.device.type, mps.precision, mps.replays) == ("mps", torch.float32, False)
    old = _automatic(monkeypatch, cuda=True, capability=(6, 1))
    assert (old.device.type, old.precision, old.replays) == ("cuda", torch.float32, True)
    turing = _automatic(monkeypatch, cuda=True, capability=(7, 5))
    assert (turing.precision, turing.title) == (torch.float16, "Card, float16")
    new = _automatic(monkeypatch, cuda=True, capability=(8, 0))
    assert (new.device.type, new.precision) == ("cuda", torch.bfloat16)
    assert new.title == "Card, bfloat16"
    for probe in ("_is_avx512_bf16_supported", "_is_amx_tile_supported"):
        monkeypatch.setattr(torch.cpu, probe, lambda: False)
    assert _automatic(monkeypatch).precision == torch.float32


@pytest.mark.parametrize("device", ["cuda", "mps"])
def test_a_device_that_is_not_there_is_refused(monkeypatch, device: str) -> None:
    _automatic(monkeypatch, **({"mps": True} if device == "cuda" else {"cuda": True, "capability": (8, 0)}))
    with pytest.raises(InputError, match=f"^device is {device}, which this computer or its PyTorch does not offer"):
        choose_hardware(_settings(device=device))


def test_a_card_that_does_not_compute_is_passed_over(monkeypatch) -> None:
    refusal = "CUDA error: no kernel image is available for execution on the device"
    found = _automatic(monkeypatch, cuda=True, capability=(6, 1), refusal=refusal)
    assert (found.device.type, found.replays) == ("cpu", False)
    assert found.title.startswith("CPU, ") and found.title.endswith(f" (not on the graphics card: {refusal})")
    with pytest.raises(InputError, match="device is cuda, but the graphics card cannot be used .*choose cpu"):
        choose_hardware(_settings(device="cuda"))
    assert "graphics card" not in choose_hardware(_settings(device="cpu")).title


@pytest.mark.parametrize(
    ("text", "expected"),
    [("CUDA error: out of memory\nmore", "CUDA error: out of memory"), ("", ""), ("a defect", None)],
)
def test_whether_a_card_computes_is_tried(monkeypatch, text: str, expected: str) -> None:
    ones = torch.ones

    def on_a_card(*shape, device):
        if text:
            raise RuntimeError(text)
        return ones(*shape)

    monkeypatch.setattr(torch, "ones", on_a_card)
    if expected is None:
        with pytest.raises(RuntimeError, match=text):
            hardware_module._refusal()
    else:
        assert hardware_module._refusal() == expected
    for name, value in (("RANK", "1"), ("WORLD_SIZE", "2"), ("LOCAL_RANK", "1"), ("LOCAL_WORLD_SIZE", "2")):
        monkeypatch.setenv(name, value)
    assert hardware_module._refusal() == ""


def test_a_precision_that_is_asked_for_is_used() -> None:
    for name in ("float32", "bfloat16", "float16"):
        hardware = choose_hardware(_settings(device="cpu", precision=name))
        assert hardware.precision == getattr(torch, name)
        with hardware.autocast():
            assert (torch.ones(2, 2) @ torch.ones(2, 2)).dtype == getattr(torch, name)


def test_float16_without_a_scale_is_refused(monkeypatch) -> None:
    monkeypatch.delattr(torch.amp, "GradScaler")
    with pytest.raises(InputError, match="precision is float16, which PyTorch .* choose automatic"):
        choose_hardware(_settings(device="cpu", precision="float16"))


def test_weights_lie_as_the_images_do_on_a_card() -> None:
    """In reduced precision there; on a CPU where the network says that it pays."""
    image, last = torch.zeros(2, 3, 8, 8), torch.channels_last
    for device, precision, says, expected in (
        ("cuda", torch.bfloat16, False, True),
        ("cuda", torch.float16, False, True),
        ("cuda", torch.float32, True, False),
        ("cpu", torch.bfloat16, True, True),
        ("cpu", torch.bfloat16, False, False),
        ("mps", torch.float16, True, False),
    ):
        network = torch.nn.Conv2d(3, 4, 3)
        network.channels_last = says
        hardware = Hardware(torch.device(device), precision, "")
        hardware.arrange(network)
        assert network.weight.is_contiguous(memory_format=last) == expected
        if device == "cuda":
            assert hardware.arranged(image).is_contiguous(memory_format=last) == expected


def test_threads_that_prepare_chips() -> None:
    cpu, card, cores = torch.device("cpu"), torch.device("cuda"), os.cpu_count() or 1
    plain = _settings(augmentation="flips_and_turns")
    assert loader_threads(plain, cpu) == 1
    assert loader_threads(plain, card) == min(cores, 8)
    assert loader_threads(_settings(augmentation="historic_film"), cpu) == min(cores, 8)
    assert loader_threads(_settings(augmentation="flips_and_turns", workers=3), cpu) == 3


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there")
def test_freed_memory_is_kept_for_the_next_step() -> None:
    """Memory that was given back costs a page fault for every page, small or huge, when it is asked for again."""
    done = subprocess.run([sys.executable, "-c", FAULTS], capture_output=True, text=True, timeout=60, check=True)
    before, after = (int(line) for line in done.stdout.split())
    assert after < 10 < 80 < before


@pytest.mark.parametrize("kind", ["adam", "sgd"])
def test_optimizers_of_pytorch_2_2(monkeypatch, kind: str) -> None:
    """It is the last one for Macs with an Intel processor, and has no fused ones for it."""
    layer, hardware = torch.nn.Linear(2, 2), Hardware(torch.device("cpu"), torch.float32, "")
    assert Optimization(kind, 0.1).optimizer(layer, hardware).defaults["fused"] is True
    monkeypatch.setattr(torch, "__version__", "2.2.2")
    assert not Optimization(kind, 0.1).optimizer(layer, hardware).defaults["fused"]
