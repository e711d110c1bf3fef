"""Reads a ``.pth`` file of weights without running what may be hidden in it."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Dict

import torch
from torch import Tensor

from ..errors import PackageError

MAX_BYTES = 2 << 30
_SAFE_SINCE = (2, 6)
_PREFIXES = re.compile(r"^(?:module\.|_orig_mod\.)+")


def load_weights(path: Path) -> Dict[str, Tensor]:
    """The tensors of a state dict by name, on the CPU, without the prefixes of wrappers (``module.``, ``_orig_mod.``).

    The file is a pickle, so only PyTorch's reader for tensors alone is let at it, and only from version 2.6 on: it
    could be tricked before (CVE-2025-32434).

    Raises:
        PackageError: the file holds anything else, is damaged or too large, or PyTorch is too old.
    """
    if tuple(int(part) for part in torch.__version__.split(".")[:2]) < _SAFE_SINCE:
        raise PackageError(f"PyTorch {torch.__version__} cannot read {path.name} safely; install PyTorch 2.6 or newer.")
    _check_size(path)
    try:
        content = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # whatever a damaged or hostile file makes PyTorch raise
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise PackageError(
            f"{path.name} is damaged or holds more than weights ({reason[:120]}); nothing of it was run, save the "
            "network's state_dict alone."
        ) from error
    if not isinstance(content, dict) or not content or not all(map(_is_weight, content.values())):
        raise PackageError(f"{path.name} is no plain list of weights; save the network's state_dict alone.")
    return {_PREFIXES.sub("", str(key)): value for key, value in content.items()}


def _is_weight(value: object) -> bool:
    """A dense tensor no larger than its memory: a stretched one could be of any size once it is used."""
    if not isinstance(value, Tensor) or value.layout != torch.strided:
        return False
    return value.numel() * value.element_size() <= value.untyped_storage().nbytes()


def _check_size(path: Path) -> None:
    """Refuse what would unpack to more than there can be."""
    if not path.is_file():
        raise PackageError(f"The weights {path} do not exist; choose another file.")
    size = path.stat().st_size
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                size = sum(item.file_size for item in archive.infolist())
    except Exception as error:  # zipfile raises a dozen kinds
        raise PackageError(f"{path.name} is damaged ({error}); copy or download it again.") from error
    if size > MAX_BYTES:
        raise PackageError(f"{path.name} would unpack to {size >> 20} MB, more than any model here has; it is refused.")
