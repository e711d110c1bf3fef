"""Which device and precision a training runs with."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from typing import Dict

import numpy as np
import torch

from ..errors import InputError
from .settings import TrainSettings


@dataclass(frozen=True)
class Hardware:
    """Where and how precisely the networks run.

    Attributes:
        device: torch's name of the device.
        precision: type of the networks' products: ``torch.float32`` or ``torch.bfloat16``.
        title: both in words.
    """

    device: torch.device
    precision: torch.dtype
    title: str

    def autocast(self) -> torch.autocast:
        """The context in which networks run."""
        reduced = self.precision != torch.float32
        return torch.autocast(self.device.type, dtype=self.precision if reduced else torch.bfloat16, enabled=reduced)


def choose_hardware(settings: TrainSettings) -> Hardware:
    """The device and precision that the settings ask for.

    Raises:
        InputError: the device asked for is not there.
    """
    device = _device(settings.device)
    if settings.precision == "automatic":
        precision = torch.bfloat16 if _has_fast_bfloat16(device) else torch.float32
    else:
        precision = torch.bfloat16 if settings.precision == "bfloat16" else torch.float32
    name = torch.cuda.get_device_name(device) if device.type == "cuda" else device.type.upper()
    if device.type == "cpu":
        name = f"CPU, {settings.threads or torch.get_num_threads()} threads"
    words = "bfloat16" if precision == torch.bfloat16 else "32-bit floats"
    return Hardware(device, precision, f"{name}, {words}")


def software() -> Dict[str, str]:
    """Versions that a result depends on."""
    return {
        "python": platform.python_version(),
        "torch": str(torch.__version__),
        "numpy": str(np.__version__),
        "system": f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors",
    }


def _device(wanted: str) -> torch.device:
    cuda, mps = torch.cuda.is_available(), torch.backends.mps.is_available()
    if wanted == "automatic":
        return torch.device("cuda" if cuda else "mps" if mps else "cpu")
    if (wanted == "cuda" and not cuda) or (wanted == "mps" and not mps):
        raise InputError(f"device is {wanted}, which this computer or its PyTorch does not offer; choose automatic.")
    return torch.device(wanted)


def _has_fast_bfloat16(device: torch.device) -> bool:
    """Without instructions for it, bfloat16 is emulated, several times slower than 32-bit floats."""
    if device.type == "cuda":
        return bool(torch.cuda.get_device_capability(device) >= (8, 0))
    if device.type != "cpu":
        return False
    probes = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    return any(bool(getattr(torch.cpu, probe, bool)()) for probe in probes)
