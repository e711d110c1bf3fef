"""Makes small model packages for tests, without torch: the graphs are put together node by node."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Sequence

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from image_translation.models.chips.statistics import BandStatistics
from image_translation.models.package.archive import write_package
from image_translation.models.package.definition import ModelDefinition

MAPS = {"map_2": {"step": 2, "channels": 1}, "map_hidden": {"step": 2, "channels": 3}}


def band(name: str = "Grey", dtype: str = "uint8", maximum: float = 255.0) -> BandStatistics:
    return BandStatistics(name=name, dtype=dtype, minimum=0.0, maximum=maximum, mean=maximum / 2, std=50.0)


def definition(**changes) -> ModelDefinition:
    """Grey to red, green, blue, 64-pixel tiles."""
    plain = ModelDefinition(
        name="model",
        model_type="pix2pix",
        architecture={"ngf": 4},
        color_space="luma_chroma",
        tile_size=64,
        size_multiple=32,
        input_bands=(band(),),
        output_bands=(band("Red"), band("Green"), band("Blue")),
        input_nodata=None,
        output_nodata=None,
        output_range=(0.0, 255.0),
        cell_size=(0.5, 0.5),
        metrics={"model": {"psnr": 30.0, "ssim": 0.98}},
    )
    return replace(plain, **changes)


def linear_onnx(path: Path, gains: Sequence[Sequence[float]], kernel: int = 1) -> Path:
    """A model that multiplies: output band i is the sum over j of ``gains[i][j]`` times input band j.

    Args:
        kernel: side of a box filter (odd); with more than 1 the model sees its neighbourhood and zero padding,
            so that tiles differ at their edges as those of a real network do.
    """
    weights = np.zeros((len(gains), len(gains[0]), kernel, kernel), np.float32)
    weights[:] = np.asarray(gains, np.float32)[:, :, None, None] / kernel**2
    node = helper.make_node("Conv", ["input", "weights"], ["output"], pads=[kernel // 2] * 4)
    graph = helper.make_graph(
        [node],
        "linear",
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, ["n", len(gains[0]), "h", "w"])],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, ["n", len(gains), "h", "w"])],
        [numpy_helper.from_array(weights, "weights")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    onnx.save(model, str(path))
    return path


def mapped_onnx(path: Path) -> Path:
    """A model with the feature maps ``MAPS``: a halved image, and that image times 1, 2 and 3, which is enlarged again.

    A further tensor of it, ``map_shape``, holds whole numbers.
    """
    weights = np.array([1.0, 2.0, 3.0], np.float32)[:, None, None, None]
    graph = helper.make_graph(
        [
            helper.make_node("AveragePool", ["input"], ["map_2"], kernel_shape=[2, 2], strides=[2, 2]),
            helper.make_node("Conv", ["map_2", "gains"], ["map_hidden"]),
            helper.make_node("Shape", ["map_hidden"], ["map_shape"]),
            helper.make_node("Resize", ["map_hidden", "", "scales"], ["output"], mode="nearest"),
        ],
        "mapped",
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, ["n", 1, "h", "w"])],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, ["n", 3, "h", "w"])],
        [
            numpy_helper.from_array(weights, "gains"),
            numpy_helper.from_array(np.array([1.0, 1.0, 2.0, 2.0], np.float32), "scales"),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    onnx.save(model, str(path))
    return path


def package(folder: Path, name: str = "model", gains=((1.0,), (0.5,), (0.25,)), kernel: int = 1, **changes) -> Path:
    """Write ``folder/name.dlpk`` with a linear model in it."""
    path = folder / f"{name}.dlpk"
    write_package(path, definition(**changes), {"onnx": linear_onnx(folder / f"{name}_graph.onnx", gains, kernel)})
    return path


def write_model(folder: Path, graph: onnx.GraphProto, **changes) -> Path:
    """Write ``folder/model.dlpk`` with a graph of one's own in it, which is ``folder/graph.onnx`` as well."""
    path, model = folder / "model.dlpk", helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    onnx.save(model, str(folder / "graph.onnx"))
    write_package(path, definition(**changes), {"onnx": folder / "graph.onnx"})
    return path
