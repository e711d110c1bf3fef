"""Whether the disk has room for a training, and what goes wrong with it, in words."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

from torch import nn

from ..errors import InputError

_FULL = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))


def reason(error: OSError) -> str:
    """Why nothing could be written: ``the disk is full`` or the system's own words."""
    return "the disk is full" if error.errno in _FULL else str(error.strerror or error)


def check_room(package: Path, checkpoint: Path, translator: nn.Module, discriminator: nn.Module) -> None:
    """Find out before the training whether package and checkpoint will find room beside each other.

    Raises:
        InputError: too little of the disk is free.
    """
    judged, judging = (4 * sum(one.numel() for one in net.state_dict().values()) for net in (translator, discriminator))
    of_package = 2 * judged  # the network for ONNX Runtime, and its weights to train on from
    of_checkpoint = 5 * judged + 3 * judging  # itself, average and best; Adam keeps two numbers a weight
    there = sum(path.stat().st_size for path in (package, checkpoint) if path.is_file())
    needed = of_package + of_checkpoint - there + max(2 * of_package, of_checkpoint)
    free = shutil.disk_usage(package.parent).free
    if free < needed:
        raise InputError(
            f"The disk of {package.parent} has {free / 1e6:,.0f} MB free, and package and checkpoint of this training "
            f"need about {needed / 1e6:,.0f} MB; make room or choose another output."
        )
