"""The model for Deepness: what that plugin asks of a file, and the pixels of the package."""

import json

import numpy as np
import onnx
import onnxruntime
import pytest

from image_translation.models.errors import InputError
from image_translation.models.feedback import Feedback
from image_translation.models.jobs import run_job
from image_translation.models.package.archive import open_package
from image_translation.models.package.bare_onnx import read_bare
from image_translation.models.package.deepness import DeepnessSettings, export_deepness
from image_translation.models.place.colour import PlaceColour
from image_translation.tests.packages import band, package

GAINS = ((1.0,), (0.5,), (0.25,))


def test_it_is_what_deepness_opens_in_colour(tmp_path):
    path = tmp_path / "deepness.onnx"
    result = run_job("export-deepness", {"model": str(package(tmp_path, gains=GAINS)), "output": str(path)}, Feedback())
    assert result == {"output": str(path), "tile_size": 64}
    model = onnx.load(str(path))
    onnx.checker.check_model(model, full_check=True)
    assert model.ir_version <= 8 and [entry.version for entry in model.opset_import] == [17]
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    assert [port.shape for port in session.get_inputs()] == [[1, 1, 64, 64]]
    assert [port.shape for port in session.get_outputs()] == [[1, 1, 64, 64]] * 3
    metadata = {key: json.loads(value) for key, value in session.get_modelmeta().custom_metadata_map.items()}
    assert metadata["model_type"] == "Regressor"
    assert metadata["class_names"] == [{"0": "Red"}, {"0": "Green"}, {"0": "Blue"}]
    assert (metadata["tile_size"], metadata["tiles_size"], metadata["reg_output_scaling"]) == (64, 64, 1.0)
    assert "resolution" not in metadata


def test_pixels_are_those_of_the_package_with_deepness_s_arithmetic(tmp_path):
    source, path = package(tmp_path, gains=GAINS, kernel=3), tmp_path / "deepness.onnx"
    export_deepness(DeepnessSettings(source, path, tile_size=96), Feedback())
    tile = np.random.default_rng(0).integers(0, 256, (1, 1, 96, 96)).astype(np.uint8)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    metadata = {key: json.loads(value) for key, value in session.get_modelmeta().custom_metadata_map.items()}
    mean, std = (np.float32(metadata[f"standardization_{key}"])[:, None, None] for key in ("mean", "std"))
    given = ((np.float32(tile) / np.float32(255) - mean) / std).astype(np.float32)
    outputs = session.run(None, {"input": given})
    with open_package(source) as opened:
        plain = onnxruntime.InferenceSession(str(opened.onnx), providers=["CPUExecutionProvider"])
        expected = plain.run(None, {"input": tile.astype(np.float32)})[0]
    found = np.concatenate(outputs, axis=1)
    assert (found == np.rint(found)).all()
    assert np.abs(found - expected).max() <= 0.501


def test_it_opens_here_too_and_gives_the_cell_size(tmp_path):
    from osgeo import osr

    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32617)
    source = package(tmp_path, crs=reference.ExportToWkt(), cell_size=(0.5, 0.5))
    path = tmp_path / "deepness.onnx"
    export_deepness(DeepnessSettings(source, path), Feedback())
    found = read_bare(path)
    assert (found.definition.tile_size, found.definition.fixed_size, found.notes) == (64, True, ())
    assert found.values.batch == 1 and found.values.gain == ()
    assert found.definition.metrics == {"model": {"psnr": 30.0, "ssim": 0.98}}
    metadata = {entry.key: json.loads(entry.value) for entry in onnx.load(str(path)).metadata_props}
    assert metadata["resolution"] == pytest.approx(50.0, rel=1e-3)


def test_what_deepness_cannot_hold_is_refused(tmp_path):
    wide = package(tmp_path, name="wide", output_bands=(band("Red", "uint16", 65535.0), band("Green"), band("Blue")))
    with pytest.raises(InputError, match="not all of 8 bits"):
        export_deepness(DeepnessSettings(wide, tmp_path / "x.onnx"), Feedback())
    with pytest.raises(InputError, match="TILE_SIZE 100 must be a multiple of 32"):
        export_deepness(DeepnessSettings(package(tmp_path), tmp_path / "x.onnx", tile_size=100), Feedback())
    place = package(tmp_path, name="place", place=PlaceColour.of_model(1, 2).as_json())
    with pytest.raises(InputError, match=r"^MODEL .*place\.dlpk has the colours of a place, .* made from\.$"):
        export_deepness(DeepnessSettings(place, tmp_path / "x.onnx"), Feedback())
    with pytest.raises(InputError, match="OUTPUT"):
        DeepnessSettings(wide, tmp_path / "x.dlpk")
    with pytest.raises(InputError, match="MODEL"):
        DeepnessSettings(tmp_path / "x.onnx", tmp_path / "y.onnx")
    assert not (tmp_path / "x.onnx").exists()
