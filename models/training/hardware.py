"""Which device and precision a training runs with."""

from __future__ import annotations

import os
import platform
from collections import deque
from dataclasses import dataclass
from typing import ContextManager, Deque, Dict, Tuple

import numpy as np
import torch
from torch import Tensor, nn

from ..devices import first_line, is_lost, is_out_of_memory
from ..errors import InputError
from ..networks.precision import autocast, fast_bfloat16, fast_float16
from ..processes import this_place
from .augmentation import DISTORTIONS
from .memory import keep_freed_memory
from .settings import TrainSettings

_MOST_LOADER_THREADS = 8
_STEPS_AHEAD = 2
_WORDS = {torch.float32: "32-bit floats", torch.bfloat16: "bfloat16", torch.float16: "float16"}


@dataclass(frozen=True)
class Hardware:
    """Where and how precisely the networks run.

    Attributes:
        device: torch's name of the device.
        precision: type of the networks' products: ``torch.float32``, ``torch.bfloat16`` or ``torch.float16``.
        title: both in words.
        replays: whether steps may be recorded and replayed as CUDA graphs.
    """

    device: torch.device
    precision: torch.dtype
    title: str
    replays: bool = False

    def wait(self) -> None:
        """Until the device has done what it was given; a CPU does everything at once."""
        if self.device.type == "cuda":
            torch.cuda.synchronize(self.device)
        elif self.device.type == "mps":
            torch.mps.synchronize()

    def arranged(self, images: Tensor) -> Tensor:
        """Images (N, C, H, W) in the memory order that the device's reduced-precision convolutions work in."""
        if self.device.type == "cuda" and self.precision != torch.float32:
            return images.contiguous(memory_format=torch.channels_last)
        return images

    def arrange(self, network: nn.Module) -> None:
        """Bring a network's weights into the memory order in which its training is fastest here.

        On a card that is the order of the images, else each step would bring all weights into it and back. On a CPU it
        is for those networks that say so.
        """
        pays = self.device.type == "cuda" or (self.device.type == "cpu" and getattr(network, "channels_last", False))
        if pays and self.precision != torch.float32:
            network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]

    def autocast(self) -> ContextManager[object]:
        """The context in which networks run."""
        return autocast(self.device, self.precision)


class Pace:
    """Keeps the processor from giving out steps far ahead of a card: limits of time, cancels and memory come after."""

    def __init__(self, device: torch.device) -> None:
        self._device = device
        self._marks: Deque[torch.cuda.Event] = deque()

    def step(self) -> None:
        """A step has been given out; wait until no more than two are to be done."""
        if self._device.type != "cuda":
            return
        mark = torch.cuda.Event(blocking=True)  # type: ignore[no-untyped-call]
        mark.record(torch.cuda.current_stream(self._device))
        self._marks.append(mark)
        if len(self._marks) > _STEPS_AHEAD:
            self._marks.popleft().synchronize()


def choose_hardware(settings: TrainSettings) -> Hardware:
    """The device and precision that the settings ask for.

    Raises:
        InputError: the device asked for is not there, or cannot compute.
    """
    device, note = _device(settings.device)
    precision = _precision(device) if settings.precision == "automatic" else getattr(torch, settings.precision)
    if precision == torch.float16 and not hasattr(torch.amp, "GradScaler"):
        raise InputError(f"precision is float16, which PyTorch {torch.__version__} cannot train in; choose automatic.")
    name = torch.cuda.get_device_name(device) if device.type == "cuda" else device.type.upper()
    if device.type == "cpu":
        name = f"CPU, {settings.threads or torch.get_num_threads()} threads"
    return Hardware(device, precision, f"{name}, {_WORDS[precision]}{note}", replays=device.type == "cuda")


def prepare_process(threads: int) -> None:
    """What makes the whole process faster; to be called before the networks are made.

    Args:
        threads: CPU threads, 0 for torch's own choice.
    """
    if threads:
        torch.set_num_threads(threads)
    keep_freed_memory()
    torch.backends.cudnn.benchmark = True


def loader_threads(settings: TrainSettings, device: torch.device) -> int:
    """How many chips to prepare at a time: as set, else as many as pay.

    Reading and turning a chip of 256 px takes a third of a millisecond, which is nothing beside a step on a CPU.
    """
    if settings.workers:
        return settings.workers
    pays = device.type == "cuda" or settings.augmentation in DISTORTIONS
    return min(os.cpu_count() or 1, _MOST_LOADER_THREADS) if pays else 1


def software() -> Dict[str, str]:
    """Versions that a result depends on."""
    return {
        "python": platform.python_version(),
        "torch": str(torch.__version__),
        "numpy": str(np.__version__),
        "system": f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors",
    }


def _device(wanted: str) -> Tuple[torch.device, str]:
    """The device, and what has to be said of another one."""
    cuda, mps = torch.cuda.is_available(), torch.backends.mps.is_available()
    if (wanted == "cuda" and not cuda) or (wanted == "mps" and not mps):
        raise InputError(f"device is {wanted}, which this computer or its PyTorch does not offer; choose automatic.")
    if not cuda or wanted in ("cpu", "mps"):
        return torch.device("mps" if mps and wanted != "cpu" else "cpu"), ""
    refused = _refusal()
    if refused and wanted == "cuda":
        raise InputError(f"device is cuda, but the graphics card cannot be used ({refused}); choose cpu.")
    return torch.device("cpu" if refused else "cuda"), f" (not on the graphics card: {refused})" if refused else ""


def _refusal() -> str:
    """Why the card does not compute, empty if it does: other programs may have it, or PyTorch be built for others.

    Of several processes each has a card of its own, which it does not know yet.
    """
    if this_place().size > 1:
        return ""
    try:
        torch.ones(1, device="cuda").add_(1).item()
    except RuntimeError as error:
        if not (is_lost(error) or is_out_of_memory(error)):
            raise
        return first_line(error)
    return ""


def _precision(device: torch.device) -> torch.dtype:
    """What the device is fastest in without harm: float16 needs a scale for its losses, bfloat16 none."""
    if fast_bfloat16(device):
        return torch.bfloat16
    return torch.float16 if fast_float16(device) else torch.float32
