"""The exporter of older versions of PyTorch."""

from __future__ import annotations

from pathlib import Path

import torch

from image_translation.models.networks.onnx_export import export_onnx


def test_pytorch_2_2_has_one_exporter_only(tmp_path: Path, monkeypatch) -> None:
    """It is the last one for Macs with an Intel processor, and knows no ``dynamo``."""
    newer, seen = torch.onnx.export, []

    def export(model, args, f, input_names=None, output_names=None, opset_version=None, dynamic_axes=None):
        seen.append(opset_version)
        newer(
            model,
            args,
            f,
            input_names=input_names,
            output_names=output_names,
            opset_version=opset_version,
            dynamic_axes=dynamic_axes,
            dynamo=False,
        )

    monkeypatch.setattr(torch.onnx, "export", export)
    difference = export_onnx(torch.nn.Conv2d(1, 2, 3).eval(), torch.rand(1, 1, 8, 8), tmp_path / "m.onnx")
    assert seen == [17] and difference is not None and difference < 1e-5
