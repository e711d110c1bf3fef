"""Memory that a training keeps at hand or gives back."""

from __future__ import annotations

import ctypes
import gc
import sys

import torch
from torch import Tensor

from ..devices import is_out_of_memory

# https://www.man7.org/linux/man-pages/man3/mallopt.3.html
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
_KEPT_BYTES = 1 << 30


def release(device: torch.device) -> None:
    """Give back what a failed step has left."""
    gc.collect()
    if device.type == "cuda":
        torch.cuda.empty_cache()
    elif device.type == "mps":
        torch.mps.empty_cache()


def keep_freed_memory() -> bool:
    """Let this process keep what it frees for the next step; whether it does.

    The C library of Linux gives large blocks back to the system, which clears every page anew when the next step asks
    for them: 3 to 10 % of a step's time at batch size 1. Elsewhere nothing changes.
    """
    if not sys.platform.startswith("linux"):
        return False
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError):
        return False
    return all(mallopt(option, _KEPT_BYTES) == 1 for option in (_M_MMAP_THRESHOLD, _M_TRIM_THRESHOLD))


def pinned(values: Tensor) -> Tensor:
    """In memory that a card reads by itself, which is scarcer than other memory; without, copying waits for it."""
    try:
        return values.pin_memory()
    except RuntimeError as error:
        if not is_out_of_memory(error):
            raise
        return values
