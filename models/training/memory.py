"""Telling a lack of memory from other failures."""

from __future__ import annotations

import gc

import torch

_SIGNS = ("DefaultCPUAllocator", "not enough memory", "out of memory")


def is_out_of_memory(error: BaseException) -> bool:
    """Whether a step failed because the device or the computer has no memory left."""
    if isinstance(error, (MemoryError, torch.cuda.OutOfMemoryError)):
        return True
    return isinstance(error, RuntimeError) and any(sign in str(error) for sign in _SIGNS)


def release(device: torch.device) -> None:
    """Give back what a failed step has left."""
    gc.collect()
    if device.type == "cuda":
        torch.cuda.empty_cache()
    elif device.type == "mps":
        torch.mps.empty_cache()
