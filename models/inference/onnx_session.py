"""One ONNX model in onnxruntime, on the best device that the installed package offers."""

from __future__ import annotations

import os
from collections import deque
from pathlib import Path
from typing import Any, Deque, Dict, List, Mapping, Optional, Sequence, Tuple, Type, Union

import numpy as np
from numpy.typing import NDArray

from ..devices import is_out_of_memory
from ..errors import Cancelled, InputError, PackageError
from ..feedback import Feedback
from ..package.maps import FeatureMaps
from ..package.onnx_file import with_outputs
from ..quiet import import_onnxruntime
from .session import DEVICES, RUNS_AT_ONCE, Session, WithMaps, first_line, no_memory, runs_at_once

_CPU = "CPUExecutionProvider"
_SUFFIX = "ExecutionProvider"
# In the order in which a device is looked for, with what keeps it from rounding by itself. Not TensorRT, which cannot
# be kept from it and builds an engine, for minutes, for every shape of tile.
_PROVIDERS: Mapping[str, Dict[str, str]] = {
    "CUDAExecutionProvider": {"use_tf32": "0"},
    "DmlExecutionProvider": {},
    "CoreMLExecutionProvider": {},
    "OpenVINOExecutionProvider": {"device_type": "CPU", "precision": "FP32"},
}
_NO_GPU = "OpenVINOExecutionProvider"
_NEEDS_NO_PATTERN = "DmlExecutionProvider"
Provider = Union[str, Tuple[str, Dict[str, str]]]


class OnnxSession(Session):
    """Runs a model in onnxruntime with 32-bit floats.

    A device that cannot be opened or fails is given up for the next one, at last the CPU, with a warning.

    Args:
        path: the ONNX file.
        device: ``automatic``, ``cpu`` or ``gpu``.
        threads: threads of the CPU, 0 for all.
        feedback: is told of a fall-back.
        maps: the feature maps that :meth:`run_with_maps` is to give, with their sizes, as the definition names them.

    Raises:
        ImportError: onnxruntime is not installed in this Python, or does not load.
        PackageError: onnxruntime refuses the model, or the graph lacks one of the maps.
    """

    def __init__(
        self, path: Path, device: str, threads: int, feedback: Feedback, maps: Optional[FeatureMaps] = None
    ) -> None:
        if device not in DEVICES:
            raise InputError(f"DEVICE {device!r} must be one of {', '.join(DEVICES)}.")
        self._path, self._threads, self._feedback, self._most = path, threads, feedback, 0
        self._maps: FeatureMaps = dict(maps or {})
        self._runtime = import_onnxruntime()
        self._runs: Deque[Any] = deque(maxlen=2 * RUNS_AT_ONCE)
        available = self._runtime.get_available_providers()
        wanted = [name for name in _PROVIDERS if name in available and device != "cpu"]
        if device == "gpu":
            wanted = [name for name in wanted if name != _NO_GPU]
            if not wanted:
                feedback.warning("The installed onnxruntime has no GPU support; the CPU is used.")
        self._open([*wanted, _CPU], runs_at_once(threads))
        self.on_cpu = self.provider == "CPU"
        self.parallel = runs_at_once(threads) if self.on_cpu else 1

    @property
    def provider(self) -> str:
        """Name of the execution provider in use, without its suffix: ``CPU``, ``CUDA``, ..."""
        name: str = self._session.get_providers()[0]
        return name.replace(_SUFFIX, "")

    @property
    def name(self) -> str:
        return f"onnxruntime {self._runtime.__version__} on {self.provider} with 32-bit floats"

    @property
    def channels(self) -> Tuple[int, int]:
        ports = self._session.get_inputs()[:1] + self._own_outputs()
        bands = [port.shape[1] for port in ports if len(port.shape) == 4 and isinstance(port.shape[1], int)]
        if len(bands) < len(ports):  # the graph says one thing of its output, and does another
            raise PackageError(f"The model {self._path.name} does not give the bands that it names; export it again.")
        return bands[0], sum(bands[1:])

    def run(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        """See :meth:`Session.run`; several outputs of a graph are stacked.

        A batch that memory does not suffice for is run in parts.

        Raises:
            OutOfMemoryError: memory does not suffice for a single tile on the CPU either.
            PackageError: the model does not run on the CPU either.
        """
        outputs = self._fetch(batch, self._outputs)
        result: NDArray[np.float32] = outputs[0] if len(outputs) == 1 else np.concatenate(outputs, axis=1)
        return result

    def run_with_maps(self, batch: NDArray[np.float32]) -> WithMaps:
        """What :meth:`run` gives, and by name the feature maps (N, channels, H / step, W / step) behind it.

        Raises:
            OutOfMemoryError: as :meth:`run`.
            PackageError: as :meth:`run`, or a map is not of the size that the definition names.
        """
        found = self._fetch(batch, [*self._outputs, *self._maps])
        outputs, maps = found[: len(self._outputs)], dict(zip(self._maps, found[len(self._outputs) :]))
        for name, sizes in self._maps.items():
            step, shape = sizes["step"], maps[name].shape
            if shape != (len(batch), sizes["channels"], *(-(-side // step) for side in batch.shape[2:])):
                raise PackageError(
                    f"The feature map {name} of the model {self._path.name} is {' x '.join(map(str, shape[1:]))} for a "
                    f"tile of {batch.shape[3]} x {batch.shape[2]} px, not as its EMD says; export the model again."
                )
        return outputs[0] if len(outputs) == 1 else np.concatenate(outputs, axis=1), maps

    def _fetch(self, batch: NDArray[np.float32], names: Sequence[str]) -> List[NDArray[np.float32]]:
        """The tensors of these names; see :meth:`run`."""
        most = self._most or len(batch)
        if len(batch) > most:
            parts = [self._fetch(batch[first : first + most], names) for first in range(0, len(batch), most)]
            return [np.concatenate(same) for same in zip(*parts)]
        try:
            outputs: List[NDArray[np.float32]] = self._session.run(names, {self._input: batch}, self._new_run())
        except self._failures() as error:
            if self.stopped:
                raise Cancelled() from error
            if is_out_of_memory(error) and len(batch) > 1:
                self._most = (len(batch) + 1) // 2
            else:
                self._give_up(error, batch)
            return self._fetch(batch, names)
        return outputs

    def stop(self) -> None:
        super().stop()
        for run in self._runs:
            run.terminate = True

    def _new_run(self) -> Any:
        """Options by which a run can be stopped; as many are kept as can be under way."""
        run = self._runtime.RunOptions()
        self._runs.append(run)
        run.terminate = self.stopped
        return run

    def _give_up(self, error: Exception, batch: NDArray[np.float32]) -> None:
        """Go on with the next device, if there is one."""
        if self.provider == "CPU":
            if is_out_of_memory(error):
                raise no_memory(batch, error) from error
            raise PackageError(f"onnxruntime could not run {self._path.name}: {first_line(error)}") from error
        rest = self._providers[1:]
        self._feedback.warning(f"{self.provider} failed ({first_line(error)}); going on with {_plain(rest[0])}.")
        self._most = 0
        self._open(rest, 1)

    def _open(self, providers: Sequence[str], runs: int) -> None:
        """Open the model on the first of ``providers`` that takes it, for so many ``runs`` side by side on the CPU."""
        options = self._runtime.SessionOptions()
        options.log_severity_level = 3
        # Threads that wait turning in circles take the processor from those that read and write, and from the user.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        # What a stranger's graph computes of constants is computed in a run, which can be stopped; opening cannot.
        options.add_session_config_entry("optimization.disable_specified_optimizers", "ConstantFolding")
        options.enable_mem_pattern = _NEEDS_NO_PATTERN not in providers
        threads = self._threads or (runs if runs == os.cpu_count() else 0)
        if threads:
            # Each run brings the thread that calls it; the others are shared.
            options.intra_op_num_threads = threads - (runs - 1 if providers[0] == _CPU else 0)
        chosen = [self._with_options(name) for name in providers]
        try:
            self._session: Any = self._runtime.InferenceSession(self._model(), options, providers=chosen)
        except self._failures() as error:
            if len(providers) == 1:
                raise PackageError(f"onnxruntime cannot read {self._path.name}: {first_line(error)}") from error
            self._feedback.warning(
                f"{_plain(providers[0])} cannot be used ({first_line(error)}); {_plain(providers[1])} is tried."
            )
            self._open(providers[1:], runs)
            return
        active = self._session.get_providers()
        self._providers = [name for name in providers if name in active]
        self._input = self._session.get_inputs()[0].name
        self._outputs = [port.name for port in self._own_outputs()]

    def _own_outputs(self) -> List[Any]:
        """The ports of the graph's outputs, without the feature maps."""
        return [port for port in self._session.get_outputs() if port.name not in self._maps]

    def _model(self) -> Union[str, bytes]:
        """The file, or its content with the feature maps among the outputs."""
        if not self._maps:
            return str(self._path)
        try:
            return with_outputs(self._path.read_bytes(), list(self._maps))
        except KeyError as error:
            raise PackageError(
                f"The model {self._path.name} has no feature map {error.args[0]} inside, which its EMD names; export "
                "the model again."
            ) from error

    def _with_options(self, provider: str) -> Provider:
        options = dict(_PROVIDERS.get(provider, {}))
        if self._threads and provider == _NO_GPU:
            options["num_of_threads"] = str(self._threads)
        return (provider, options) if options else provider

    def _failures(self) -> Tuple[Type[Exception], ...]:
        """What onnxruntime raises; its own classes derive from Exception only."""
        module = vars(self._runtime.capi.onnxruntime_pybind11_state).values()
        own = [item for item in module if isinstance(item, type) and issubclass(item, Exception)]
        return (RuntimeError, ValueError, *own)


def _plain(provider: str) -> str:
    return provider.replace(_SUFFIX, "")
