"""Runs a package's network in PyTorch with 16-bit weights, which new processors and graphics cards multiply faster.

The network is built by our own registry from the names and numbers of the definition, and filled from safetensors:
nothing of a package is executed.
"""

from __future__ import annotations

import weakref
from typing import Any, Tuple, cast

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from ..errors import ImageTranslationError, InputError, PackageError
from ..feedback import Feedback
from ..networks.layers import ResizeConv2d
from ..networks.products import DoublingConv2d, HalvingConv2d
from ..networks.registry import build_translator
from ..package.archive import OpenPackage
from .session import Session, first_line, runs_at_once

_NATIVE = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
_FOLDED = (nn.Conv2d, nn.ConvTranspose2d, HalvingConv2d, DoublingConv2d, ResizeConv2d)
_LIKE_32_BIT = (nn.BatchNorm2d, nn.InstanceNorm2d)


class TorchSession(Session):
    """A translator in PyTorch; the generator in the given precision, the colour handling in 32-bit floats.

    Batch norm is folded into the convolution before it, and the channels lie innermost in memory.

    Args:
        package: with weights.
        precision: ``automatic``, ``float32`` or ``bfloat16``; automatic is bfloat16 where the device has it.
        device: ``automatic``, ``cpu`` or ``gpu``.
        threads: threads of the CPU, 0 for all.
        feedback: is told of a fall-back to the CPU.

    Raises:
        InputError: there is no such device.
        PackageError: the package has no weights, or not those of its architecture.
    """

    def __init__(self, package: OpenPackage, precision: str, device: str, threads: int, feedback: Feedback) -> None:
        self._feedback = feedback
        self._device = _device(device)
        self.parallel = runs_at_once(threads) if self._device == "cpu" else 1
        weakref.finalize(self, torch.set_num_threads, torch.get_num_threads())
        torch.set_num_threads(max(1, (threads or torch.get_num_threads()) // self.parallel))
        if precision == "automatic":
            precision = "bfloat16" if fast_bfloat16(self._device) else "float32"
        self._precision = precision
        self._channels = len(package.definition.input_bands), len(package.definition.output_bands)
        self._translator = _load(package)
        dtype = torch.bfloat16 if precision == "bfloat16" else torch.float32
        self._translator.generator = _Fast(self._translator.generator, dtype)
        self._translator.to(self._device)

    @property
    def name(self) -> str:
        bits = "16-bit floats (bfloat16)" if self._precision == "bfloat16" else "32-bit floats"
        return f"PyTorch {torch.__version__} on {self._device.upper()} with {bits}"

    @property
    def channels(self) -> Tuple[int, int]:
        return self._channels

    def run(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        try:
            return self._run(batch)
        except RuntimeError as error:
            if self._device == "cpu":
                raise
            self._feedback.warning(f"{self._device.upper()} failed ({first_line(error)}); going on with the CPU.")
            self._device = "cpu"
            self._translator.to(self._device)
            return self._run(batch)

    @torch.inference_mode()
    def _run(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        result: NDArray[np.float32] = self._translator(torch.from_numpy(batch).to(self._device)).cpu().numpy()
        return result


class _Fast(nn.Module):
    """A generator in evaluation mode, its convolutions in ``dtype``; norms compute in 32-bit floats by themselves."""

    def __init__(self, generator: nn.Module, dtype: torch.dtype) -> None:
        super().__init__()
        fold_batch_norm(generator)
        self._dtype = dtype
        self.network = generator.to(dtype=dtype, memory_format=torch.channels_last)  # type: ignore[call-overload]
        for layer in self.network.modules():
            if isinstance(layer, _LIKE_32_BIT):
                layer.float()

    def forward(self, x: Tensor) -> Tensor:
        """(N, C, H, W) in 32-bit floats to (N, C', H, W) in ``dtype``."""
        result: Tensor = self.network(x.to(dtype=self._dtype, memory_format=torch.channels_last))
        return result


def fold_batch_norm(network: nn.Module) -> None:
    """Multiply each batch norm in evaluation mode into the convolution that is applied just before it.

    Before it means before it among the layers of one module, as in every network of the registry.
    """
    for parent in network.modules():
        layers = list(parent.named_children())
        for (name, layer), (following, norm) in zip(layers, layers[1:]):
            if type(layer) in _FOLDED and type(norm) is nn.BatchNorm2d:
                transposed = isinstance(layer, nn.ConvTranspose2d)
                setattr(parent, name, fuse_conv_bn_eval(cast(nn.Conv2d, layer), norm, transpose=transposed))
                setattr(parent, following, nn.Identity())


def fast_bfloat16(device: str) -> bool:
    """Whether a device multiplies bfloat16 in hardware; elsewhere it is slower than 32-bit floats."""
    if device == "cuda":
        return bool(torch.cuda.is_bf16_supported())
    return device == "cpu" and any(getattr(torch.cpu, name, bool)() for name in _NATIVE)


def _device(wanted: str) -> str:
    found = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
    if wanted == "gpu" and found == "cpu":
        raise InputError("ENGINE torch finds no graphics card for DEVICE gpu; set DEVICE to automatic.")
    return "cpu" if wanted == "cpu" else found


def _load(package: OpenPackage) -> Any:
    definition = package.definition
    if "weights" not in package.files:
        raise PackageError(f"The package of {definition.name} holds no weights; set ENGINE to onnxruntime.")
    try:
        translator = build_translator(definition.model_type, definition.architecture)
        translator.load_state_dict(load_file(str(package.files["weights"])))
    except (SafetensorError, RuntimeError, ImageTranslationError) as error:
        raise PackageError(
            f"The weights of {definition.name} cannot be used ({first_line(error)}); set ENGINE to onnxruntime."
        ) from error
    return translator.eval()
