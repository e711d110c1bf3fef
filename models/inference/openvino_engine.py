"""Runs an ONNX model in OpenVINO, on processors for which that is faster than onnxruntime."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, Tuple

import numpy as np
from numpy.typing import NDArray

from ..errors import PackageError
from .session import Session, first_line

_DEVICE = "CPU"


class OpenVinoSession(Session):
    """A model in OpenVINO on the CPU.

    One run at a time: OpenVINO's bindings (2026.4) can wait for each other for ever when two threads enter them for the
    first time at once.

    Args:
        path: the ONNX file.
        precision: ``automatic``, ``float32`` or ``bfloat16``; automatic is bfloat16 where the CPU has it.
        threads: threads of the CPU, 0 for all.

    Raises:
        PackageError: OpenVINO refuses the model.
    """

    def __init__(self, path: Path, precision: str, threads: int) -> None:
        import openvino

        core = openvino.Core()
        if precision == "automatic":
            precision = "bfloat16" if fast_bfloat16(core) else "float32"
        self._precision, self._version = precision, openvino.__version__.split("-")[0]
        options: Dict[str, Any] = {
            "PERFORMANCE_HINT": "LATENCY",
            "INFERENCE_PRECISION_HINT": "bf16" if precision == "bfloat16" else "f32",
        }
        if threads:
            options["INFERENCE_NUM_THREADS"] = threads
        try:
            self._model: Any = core.compile_model(str(path), _DEVICE, options)
        except RuntimeError as error:
            raise PackageError(f"OpenVINO cannot read {path.name} ({first_line(error)}).") from error

    @property
    def name(self) -> str:
        bits = "16-bit floats (bfloat16)" if self._precision == "bfloat16" else "32-bit floats"
        return f"OpenVINO {self._version} on {_DEVICE} with {bits}"

    @property
    def channels(self) -> Tuple[int, int]:
        ports = self._model.inputs[0], self._model.outputs[0]
        bands_in, bands_out = (port.get_partial_shape()[1].get_length() for port in ports)
        return int(bands_in), int(bands_out)

    def run(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        result: NDArray[np.float32] = self._model(batch)[0].copy()
        return result


def fast_bfloat16(core: Any) -> bool:
    """Whether the CPU multiplies bfloat16 in hardware."""
    return "BF16" in core.get_property(_DEVICE, "OPTIMIZATION_CAPABILITIES")
