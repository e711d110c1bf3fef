"""In how many bits a device computes: what it is fast in, and where nothing may be rounded."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from typing import ContextManager, Iterator

import torch
from torch import Tensor

_NATIVE = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
_WITHOUT_TENSOR_CORES = "GTX 16"


def fast_bfloat16(device: torch.device) -> bool:
    """Whether a device multiplies bfloat16 in hardware; emulated, it is several times slower than 32-bit floats."""
    if device.type == "cuda":
        try:
            return bool(torch.cuda.is_bf16_supported(including_emulation=False))
        except TypeError:  # PyTorch before 2.5 has no such argument
            return bool(torch.version.hip) or torch.cuda.get_device_capability(device) >= (8, 0)
    return device.type == "cpu" and any(bool(getattr(torch.cpu, name, bool)()) for name in _NATIVE)


def fast_float16(device: torch.device) -> bool:
    """Whether float16 is what a device is fast in: NVIDIA's Volta and Turing, which do not know bfloat16."""
    if device.type != "cuda" or torch.version.hip or fast_bfloat16(device):
        return False
    name = torch.cuda.get_device_name(device)
    return torch.cuda.get_device_capability(device) >= (7, 0) and _WITHOUT_TENSOR_CORES not in name


def autocast(device: torch.device, dtype: torch.dtype) -> ContextManager[object]:
    """Within it networks multiply in ``dtype``; ``torch.float32`` lets everything run in the type that it has."""
    if dtype != torch.float32:
        return torch.autocast(device.type, dtype)
    available = getattr(torch.amp, "is_autocast_available", ("cpu", "cuda").__contains__)  # since PyTorch 2.4
    return torch.autocast(device.type, enabled=False) if available(device.type) else nullcontext()


def is_reduced_on_cpu() -> bool:
    """Whether networks multiply in fewer bits on the CPU just now."""
    try:
        return torch.is_autocast_enabled("cpu")
    except TypeError:  # PyTorch before 2.4 has a function for each device
        return torch.is_autocast_cpu_enabled()


@contextmanager
def without_tf32(x: Tensor) -> Iterator[None]:
    """Within it an NVIDIA card convolves 32-bit floats in 32 bits; else it drops 13 of them, three levels in 255."""
    if not x.is_cuda:
        yield
        return
    before, torch.backends.cudnn.allow_tf32 = torch.backends.cudnn.allow_tf32, False
    try:
        yield
    finally:
        torch.backends.cudnn.allow_tf32 = before
