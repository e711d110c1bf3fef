"""One ONNX model, ready to run on the best device that the installed onnxruntime offers."""

from __future__ import annotations

from pathlib import Path
from typing import Any, List, Tuple, Type

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError, MissingPackagesError, PackageError
from ..feedback import Feedback

DEVICES = ("automatic", "cpu", "gpu")
_CPU = "CPUExecutionProvider"
_GPU_PROVIDERS = ("CUDAExecutionProvider", "DmlExecutionProvider", "CoreMLExecutionProvider")


class Session:
    """Runs a model on batches of tiles.

    Args:
        path: the ONNX file.
        device: ``automatic``, ``cpu`` or ``gpu``.
        threads: threads of the CPU, 0 for all.
        feedback: is told the device in use, and of a fall-back to the CPU.

    Raises:
        MissingPackagesError: onnxruntime is not installed in this Python.
        PackageError: onnxruntime refuses the model.
    """

    def __init__(self, path: Path, device: str, threads: int, feedback: Feedback) -> None:
        if device not in DEVICES:
            raise InputError(f"DEVICE {device!r} must be one of {', '.join(DEVICES)}.")
        self._path, self._threads, self._feedback = path, threads, feedback
        self._runtime = _import_onnxruntime()
        wanted = [] if device == "cpu" else self._gpu_providers()
        if device == "gpu" and not wanted:
            feedback.warning("The installed onnxruntime has no GPU support; the CPU is used.")
        self._open([*wanted, _CPU])
        feedback.info(f"Model runs on {self.provider} with onnxruntime {self._runtime.__version__}, 32-bit floats.")

    @property
    def provider(self) -> str:
        """Name of the execution provider in use, without its suffix: ``CPU``, ``CUDA``, ..."""
        name: str = self._session.get_providers()[0]
        return name.replace("ExecutionProvider", "")

    @property
    def channels(self) -> Tuple[int, int]:
        """Number of input and of output bands in the graph."""
        return int(self._session.get_inputs()[0].shape[1]), int(self._session.get_outputs()[0].shape[1])

    def run(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        """Translate a batch.

        Args:
            batch: (N, C_in, H, W) in units of the input raster, finite.

        Returns:
            (N, C_out, H, W) in units of the target.
        """
        try:
            output = self._session.run(None, {self._input: batch})[0]
        except self._failures() as error:
            if self.provider == "CPU":
                raise PackageError(f"onnxruntime could not run {self._path.name}: {_first_line(error)}") from error
            self._feedback.warning(f"{self.provider} failed ({_first_line(error)}); going on with the CPU.")
            self._open([_CPU])
            output = self._session.run(None, {self._input: batch})[0]
        result: NDArray[np.float32] = output
        return result

    def _gpu_providers(self) -> List[str]:
        available = self._runtime.get_available_providers()
        return [name for name in _GPU_PROVIDERS if name in available]

    def _open(self, providers: List[str]) -> None:
        options = self._runtime.SessionOptions()
        options.log_severity_level = 3
        if self._threads:
            options.intra_op_num_threads = self._threads
        try:
            self._session: Any = self._runtime.InferenceSession(str(self._path), options, providers=providers)
        except self._failures() as error:
            if providers == [_CPU]:
                raise PackageError(f"onnxruntime cannot read {self._path.name}: {_first_line(error)}") from error
            self._feedback.warning(f"{providers[0]} cannot be used ({_first_line(error)}); the CPU is used.")
            self._open([_CPU])
            return
        self._input = self._session.get_inputs()[0].name

    def _failures(self) -> Tuple[Type[Exception], ...]:
        """What onnxruntime raises; its own classes derive from Exception only."""
        state = self._runtime.capi.onnxruntime_pybind11_state
        names = ("Fail", "InvalidGraph", "InvalidProtobuf", "InvalidArgument", "NotImplemented", "RuntimeException")
        return (RuntimeError, ValueError, *(getattr(state, name) for name in names if hasattr(state, name)))


def _import_onnxruntime() -> Any:
    try:
        import onnxruntime
    except ImportError as error:
        raise MissingPackagesError(
            "Classify Pixels needs the Python package onnxruntime, which this Python does not have; "
            "choose a Python that has it under Settings > Options > Processing > Providers > Image Translation."
        ) from error
    return onnxruntime


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
