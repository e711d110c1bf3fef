"""Runs a package's network in PyTorch with 16-bit weights, which new processors and graphics cards multiply faster.

The network is built by our own registry from the names and numbers of the definition, and filled from safetensors:
nothing of a package is executed.
"""

from __future__ import annotations

import weakref
from contextlib import nullcontext, suppress
from typing import Any, List, Tuple, cast

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from ..devices import first_line, is_lost, is_out_of_memory
from ..errors import ImageTranslationError, InputError, PackageError
from ..feedback import Feedback
from ..networks.generator import Generator
from ..networks.layers import ResizeConv2d
from ..networks.precision import fast_bfloat16, without_tf32
from ..networks.products import DoublingConv2d, HalvingConv2d
from ..networks.registry import build_translator
from ..package.archive import OpenPackage
from ..package.maps import FeatureMaps
from ..training.memory import release
from .session import Session, no_memory, runs_at_once

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

    A device that is lost is given up for the CPU, and so is one that has no memory for a single tile. Other errors of a
    device are raised.

    Raises:
        InputError: there is no such device.
        PackageError: the package has no weights, or not those of its architecture.
    """

    def __init__(self, package: OpenPackage, precision: str, device: str, threads: int, feedback: Feedback) -> None:
        self._package, self._wanted, self._feedback = package, precision, feedback
        self._channels = len(package.definition.input_bands), len(package.definition.output_bands)
        self._device, self._most = _device(device), 0
        self.on_cpu = self._device.type == "cpu"
        self.parallel = runs_at_once(threads) if self.on_cpu else 1
        weakref.finalize(self, torch.set_num_threads, torch.get_num_threads())
        torch.set_num_threads(max(1, (threads or torch.get_num_threads()) // self.parallel))
        self._translator = self._loaded()

    @property
    def name(self) -> str:
        bits = "16-bit floats (bfloat16)" if self._dtype == torch.bfloat16 else "32-bit floats"
        return f"PyTorch {torch.__version__} on {self._device.type.upper()} with {bits}"

    @property
    def channels(self) -> Tuple[int, int]:
        return self._channels

    def run(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        """See :meth:`Session.run`; a batch that memory does not suffice for is run in parts.

        Raises:
            OutOfMemoryError: memory does not even suffice for one tile.
        """
        most = self._most or len(batch)
        if len(batch) > most:
            return np.concatenate([self.run(batch[first : first + most]) for first in range(0, len(batch), most)])
        try:
            return self._run(batch)
        except (RuntimeError, MemoryError) as error:
            lacks_memory, reason = is_out_of_memory(error), first_line(error)
            if not lacks_memory and (self._device.type == "cpu" or not is_lost(error)):
                raise
            if lacks_memory and len(batch) == 1 and self._device.type == "cpu":
                raise no_memory(batch, error) from error
        if lacks_memory and len(batch) > 1:
            self._most = (len(batch) + 1) // 2
            release(self._device)
        else:
            self._go_on_with_the_cpu(reason)
        return self.run(batch)

    def _run(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        values = torch.from_numpy(batch).to(self._device)
        exact = without_tf32(values) if self._dtype == torch.float32 else nullcontext()
        with torch.inference_mode(), exact:
            result: NDArray[np.float32] = self._translator(values).cpu().numpy()
        return result

    def _loaded(self) -> Any:
        """The translator on the device, or on the CPU where the device does not take it."""
        translator = _load(self._package)
        fast = self._wanted == "bfloat16" or (self._wanted == "automatic" and fast_bfloat16(self._device))
        self._dtype = torch.bfloat16 if fast else torch.float32
        translator.generator = _Fast(translator.generator, self._dtype)
        try:
            return translator.to(self._device)
        except RuntimeError as error:
            if self._device.type == "cpu" or not (is_out_of_memory(error) or is_lost(error)):
                raise
            reason = first_line(error)
        self._tell(reason)
        return self._loaded()

    def _go_on_with_the_cpu(self, reason: str) -> None:
        """With weights read anew: those on a device that is lost are lost too."""
        self._translator = None
        with suppress(RuntimeError):  # a device that is lost does not even give back memory
            release(self._device)
        self._tell(reason)
        self._translator = self._loaded()

    def _tell(self, reason: str) -> None:
        self._feedback.warning(f"{self._device.type.upper()} failed ({reason}); going on with the CPU.")
        self._device, self._most = torch.device("cpu"), 0


class _Fast(nn.Module):
    """A generator in evaluation mode, its convolutions in ``dtype``; norms compute in 32-bit floats by themselves."""

    def __init__(self, generator: Generator, dtype: torch.dtype) -> None:
        super().__init__()
        fold_batch_norm(generator)
        self._dtype = dtype
        moved = generator.to(dtype=dtype, memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.network = cast(Generator, moved)
        for layer in self.network.modules():
            if isinstance(layer, _LIKE_32_BIT):
                layer.float()

    def forward(self, x: Tensor) -> Tensor:
        """(N, C, H, W) in 32-bit floats to (N, C', H, W) in ``dtype``."""
        result: Tensor = self.network(self._as_trained(x))
        return result

    def with_maps(self, x: Tensor) -> Tuple[Tensor, List[Tensor]]:
        """See :meth:`Generator.with_maps`; both in ``dtype``."""
        return self.network.with_maps(self._as_trained(x))

    @property
    def maps(self) -> FeatureMaps:
        """See :attr:`Generator.maps`."""
        return self.network.maps

    def _as_trained(self, x: Tensor) -> Tensor:
        return x.to(dtype=self._dtype, memory_format=torch.channels_last)


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


def _device(wanted: str) -> torch.device:
    found = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
    if wanted == "gpu" and found == "cpu":
        raise InputError("ENGINE torch finds no graphics card for DEVICE gpu; set DEVICE to automatic.")
    return torch.device("cpu" if wanted == "cpu" else found)


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
