"""A translator as an ONNX file that any runtime opens: one file, opset 17, batch and size free."""

from __future__ import annotations

import importlib.util
import inspect
import logging
import warnings
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from ..errors import PackageError
from ..package.onnx_file import without_outputs
from ..quiet import import_onnxruntime
from .place_layer import PlaceLayer
from .translator import Translator

OPSET = 17


class _WithMaps(Translator):
    """A translator whose outputs are its own and its feature maps, by which the exporter gives them names."""

    def forward(self, a: Tensor) -> Tuple[Tensor, ...]:  # type: ignore[override]
        output, maps = self.with_maps(a)
        return (output, *maps)


def export_onnx(translator: nn.Module, sample: Tensor, path: Path) -> Optional[float]:
    """Write the translator in evaluation mode and compare it with PyTorch on ``sample``.

    The graph has one input ``input`` (N, C_in, H, W) in raw input units and one output ``output`` (N, C_out, H, W) in
    target units, both float32. The feature maps of a :class:`Translator` are tensors inside it that bear their names.
    PyTorch's older exporter is used: it keeps opset 17 and IR version 8, which runtimes since 2022 read, and takes a
    fifth of a second where the newer one takes eight and rewrites the opset afterwards.

    Args:
        translator: on the CPU, in evaluation mode.
        sample: (N, C_in, H, W) float32 raw input, for tracing and for the comparison.
        path: where to write.

    Returns:
        The largest difference between ONNX and PyTorch in target units, or None without onnxruntime.

    Raises:
        PackageError: onnxruntime's output differs by more than 1/255 of the output's range.
    """
    module: nn.Module = translator
    maps: List[str] = []
    if isinstance(translator, Translator) and translator.maps:
        places = [place for place in translator.places if isinstance(place, PlaceLayer)]
        module, maps = _WithMaps(translator.color, translator.generator, places).eval(), list(translator.maps)
    older: Dict[str, Any] = {"dynamo": False} if "dynamo" in inspect.signature(torch.onnx.export).parameters else {}
    axes = {0: "batch", 2: "height", 3: "width"}
    logger = logging.getLogger("torch.onnx")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings(), torch.no_grad():
            warnings.simplefilter("ignore")
            torch.onnx.export(
                module,
                (sample,),
                str(path),
                opset_version=OPSET,
                input_names=["input"],
                output_names=["output", *maps],
                dynamic_axes={"input": axes, "output": axes},
                **older,
            )
    finally:
        logger.setLevel(level)
    if maps:
        path.write_bytes(without_outputs(path.read_bytes(), maps))
    return _difference(translator, sample, path)


@torch.no_grad()
def _difference(translator: nn.Module, sample: Tensor, path: Path) -> Optional[float]:
    if importlib.util.find_spec("onnxruntime") is None:
        return None
    expected: NDArray[np.float32] = translator(sample).numpy()
    found = run_onnx(path, sample.numpy())
    worst = float(np.abs(expected - found).max())
    low, high = float(expected.min()), float(expected.max())
    if not worst <= max((high - low) / 255.0, 1e-3):
        raise PackageError(
            f"The exported ONNX model differs from the trained one by {worst:g}; "
            "update onnxruntime and torch and train again."
        )
    return worst


def run_onnx(path: Path, batch: NDArray[np.float32]) -> NDArray[np.float32]:
    """The model's output for one batch, on the CPU."""
    onnxruntime = import_onnxruntime()
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    output: NDArray[np.float32] = session.run(None, {"input": batch})[0]
    return output
