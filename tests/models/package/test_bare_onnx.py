"""An .onnx file alone: one of ours, one for Deepness, and one that says nothing."""

import json
import math

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from osgeo import gdal

from image_translation.models.errors import InputError, PackageError
from image_translation.models.feedback import Feedback
from image_translation.models.inference.classify import ClassifySettings, classify_pixels
from image_translation.models.package import onnx_safety
from image_translation.models.package.archive import open_package, read_definition
from image_translation.models.package.bare_onnx import GraphValues, own_metadata, read_bare
from image_translation.models.package.describe import InspectSettings, inspect_package
from image_translation.models.package.onnx_file import add_metadata, read_onnx
from image_translation.models.rasters.grid import Grid
from image_translation.models.rasters.writer import RasterWriter
from image_translation.tests.packages import definition, linear_onnx

DEEPNESS = {
    "model_type": json.dumps("Regressor"),
    "class_names": json.dumps([{"0": "Red"}, {"0": "Green"}, {"0": "Blue"}]),
    "resolution": json.dumps(30),
    "tile_size": json.dumps(64),
    "tiles_overlap": json.dumps(15),
    "standardization_mean": json.dumps([0.5]),
    "standardization_std": json.dumps([0.25]),
    "reg_output_scaling": json.dumps(2.0),
}


def _deepness_onnx(path, batch=1, side=64, metadata=DEEPNESS):
    """Three outputs of one channel: z·1, z·2 and z·3 for the standardized input z, plus 100."""
    nodes, outputs, constants = [], [], [numpy_helper.from_array(np.float32(100), "hundred")]
    for number in (1, 2, 3):
        constants.append(numpy_helper.from_array(np.float32(number), f"gain_{number}"))
        nodes.append(helper.make_node("Mul", ["input", f"gain_{number}"], [f"product_{number}"]))
        nodes.append(helper.make_node("Add", [f"product_{number}", "hundred"], [f"output_{number}"]))
        outputs.append(helper.make_tensor_value_info(f"output_{number}", TensorProto.FLOAT, [batch, 1, side, side]))
    source = helper.make_tensor_value_info("input", TensorProto.FLOAT, [batch, 1, side, side])
    graph = helper.make_graph(nodes, "deepness", [source], outputs, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    onnx.save(model, str(path))
    add_metadata(path, metadata)
    return path


class Log(Feedback):
    def __init__(self):
        self.warnings = []

    def warning(self, text):
        self.warnings.append(text)


def _classify(tmp_path, model, grey, **settings):
    raster = tmp_path / "grey.tif"
    with RasterWriter(raster, Grid(grey.shape[1], grey.shape[0], (0, 1, 0, 0, 0, -1), ""), 1, grey.dtype) as writer:
        writer.write(0, 0, grey[None])
    log = Log()
    output = tmp_path / "out.tif"
    classify_pixels(ClassifySettings(input=str(raster), model=model, output=output, **settings), log)
    return gdal.Open(str(output)).ReadAsArray(), log.warnings


def _grey(height=100, width=150):
    return np.random.default_rng(2).integers(0, 256, (height, width)).astype(np.uint8)


def test_metadata_are_read_as_runtimes_read_them(tmp_path):
    import onnxruntime

    path = linear_onnx(tmp_path / "m.onnx", np.ones((3, 1)))
    written = {"a": "1", "name": "Ünïcode", "long": "x" * 70_000}
    add_metadata(path, written)
    onnx.checker.check_model(str(path))
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    assert session.get_modelmeta().custom_metadata_map == written
    found = read_onnx(path)
    assert dict(found.metadata) == written
    assert [(port.name, port.element_type, port.shape) for port in (*found.inputs, *found.outputs)] == [
        ("input", 1, (None, 1, None, None)),
        ("output", 1, (None, 3, None, None)),
    ]


def test_model_of_ours_is_as_good_as_its_package(tmp_path):
    path = linear_onnx(tmp_path / "town.onnx", ((1.0,), (0.5,), (0.25,)))
    written = definition(name="town", training={"train_chips": 9, "history": [{"epoch": 1}]}, output_nodata=0.0)
    add_metadata(path, own_metadata(written))
    expected = definition(name="town", training={"train_chips": 9}, output_nodata=0.0)
    assert read_definition(path) == expected
    grey = _grey()
    pixels, warnings = _classify(tmp_path, path, grey)
    assert warnings == []
    np.testing.assert_array_equal(pixels, np.rint(grey * np.array([1.0, 0.5, 0.25])[:, None, None]))
    add_metadata(path, own_metadata(definition(output_bands=expected.output_bands[:2])))
    with pytest.raises(PackageError, match="bands that its metadata name"):
        read_definition(path)


@pytest.mark.parametrize("batch", [1, 3])
def test_deepness_model_gives_the_pixels_that_it_gives_there(tmp_path, batch):
    path = _deepness_onnx(tmp_path / "d.onnx", batch=batch)
    found = read_bare(path)
    assert found.values == GraphValues((1 / (255 * 0.25),), (-2.0,), 2.0, batch)
    assert (found.definition.tile_size, found.definition.fixed_size) == (64, True)
    assert found.definition.cell_size == (0.3, 0.3) and found.definition.is_colour
    assert [band.name for band in found.definition.output_bands] == ["Red", "Green", "Blue"]
    grey = _grey()
    pixels, warnings = _classify(tmp_path, path, grey, batch_size=4)
    standardized = (grey / 255.0 - 0.5) / 0.25
    expected = np.stack([2.0 * (gain * standardized + 100.0) for gain in (1, 2, 3)])
    assert np.abs(pixels - np.clip(np.rint(expected), 0, 255)).max() <= 1
    assert len(warnings) == 1 and "Deepness" in warnings[0]
    with pytest.raises(InputError, match="tiles of 64 px only"):
        _classify(tmp_path, path, grey, tile_size=128)


def test_cell_size_of_a_deepness_model_is_in_metres(tmp_path):
    from image_translation.models.rasters.ground import ground_length

    found = read_definition(_deepness_onnx(tmp_path / "d.onnx"))
    assert ground_length(found.crs, None, (found.cell_size[0], 0.0)) == pytest.approx(0.3)


def test_silent_model_is_given_raw_values_and_says_so(tmp_path):
    path = linear_onnx(tmp_path / "plain.onnx", ((2.0,), (-1.0,)))
    found = read_definition(path)
    assert (found.tile_size, found.size_multiple, found.output_dtype) == (256, 1, "float32")
    assert not found.input_known and math.isinf(found.output_range[1])
    grey = _grey()
    pixels, warnings = _classify(tmp_path, path, grey)
    np.testing.assert_allclose(pixels, np.stack([2.0 * grey, -1.0 * grey]), rtol=1e-6)
    assert len(warnings) == 1 and "does not say what it was trained on" in warnings[0]


def test_inspection_tells_what_is_known_and_what_is_assumed(tmp_path):
    told = inspect_package(InspectSettings(_deepness_onnx(tmp_path / "d.onnx")), Feedback()).description
    assert told == (
        "d: deepness_regressor model, colour handling direct, tiles of 64 pixels only.",
        "From 1 band of uint8: Band 1 (0 to 255).",
        "To 3 bands of uint8: Red (0 to 255), Green (0 to 255), Blue (0 to 255).",
        "Cell size in training: 0.3 × 0.3 map units.",
        "MODEL d.onnx was made for Deepness: the raster's values are taken for 8 bits, 0 to 255.",
    )
    told = inspect_package(InspectSettings(linear_onnx(tmp_path / "p.onnx", np.ones((2, 1)))), Feedback()).description
    assert told[1:4] == ("From 1 band of float32: Band 1.", "To 2 bands of float32: Band 1, Band 2.",
                         "Cell size in training: unknown.")


def _changed(tmp_path, change):
    path = linear_onnx(tmp_path / "changed.onnx", np.ones((3, 1)))
    model = onnx.load(str(path))
    change(model)
    path.write_bytes(model.SerializeToString())
    return path


def _shape(port, *sizes):
    for axis, size in zip(port.type.tensor_type.shape.dim, sizes):
        axis.Clear()
        if size:
            axis.dim_value = size


@pytest.mark.parametrize(
    "change, words",
    [
        (lambda m: setattr(m.graph.input[0].type.tensor_type, "elem_type", TensorProto.FLOAT16), "32-bit floats"),
        (lambda m: m.graph.input[0].type.tensor_type.shape.dim.pop(), "32-bit floats"),
        (lambda m: _shape(m.graph.input[0], 1, 0, 64, 64), "how many bands 'input' has"),
        (lambda m: _shape(m.graph.output[0], 1, 0, 64, 64), "how many bands 'output' has"),
        (lambda m: _shape(m.graph.input[0], 1, 1, 64, 32), r"tiles of 64 × 32 pixels \(h.* square"),
        (lambda m: _shape(m.graph.input[0], 1, 1, 0, 32), "tiles of any × 32 pixels"),
        (lambda m: _shape(m.graph.input[0], 1, 1, 64, 0), "tiles of 64 × any pixels"),
        (lambda m: (_shape(m.graph.input[0], 1, 1, 64, 64), _shape(m.graph.output[0], 1, 3, 128, 96)), "into 128 × 96"),
        (lambda m: (_shape(m.graph.input[0], 1, 1, 60_000, 60_000), _shape(m.graph.output[0], 0, 3, 0, 0)), "58 GB"),
        (lambda m: _shape(m.graph.input[0], 10**6, 1, 0, 0), "1000000 tile.* of 256 pixels at once"),
        (lambda m: m.graph.input.append(helper.make_tensor_value_info("mask", 1, [1, 1, 8, 8])), "has 2 inputs"),
        (lambda m: m.graph.ClearField("output"), "no output"),
        (lambda m: m.metadata_props.add(key="model_type", value='"Detector"'), "Deepness Detector"),
        (lambda m: m.metadata_props.add(key="ImageTranslation", value="{"), "not valid JSON"),
        (lambda m: m.metadata_props.add(key="ImageTranslation", value='{"InferenceFunction": "x.py"}'), "script"),
        (lambda m: helper.set_model_props(m, {**DEEPNESS, "standardization_std": "[0]"}), "standard deviation"),
        (lambda m: helper.set_model_props(m, {**DEEPNESS, "standardization_mean": '"x"'}), "standardization_mean"),
        (lambda m: helper.set_model_props(m, {**DEEPNESS, "resolution": "NaN"}), "resolution"),
    ],
)
def test_models_that_cannot_work_are_refused_by_name(tmp_path, change, words):
    with pytest.raises(PackageError, match=words) as caught:
        read_bare(_changed(tmp_path, change))
    assert "changed.onnx" in str(caught.value) and "\n" not in str(caught.value)


def test_hostile_files_are_refused_before_a_runtime_sees_them(tmp_path, monkeypatch):
    whole = linear_onnx(tmp_path / "whole.onnx", np.ones((3, 1))).read_bytes()
    path = tmp_path / "cut.onnx"
    path.write_bytes(whole[:-7])
    with pytest.raises(PackageError, match="not a readable ONNX file"):
        read_definition(path)
    with pytest.raises(PackageError, match="does not exist"):
        read_definition(tmp_path / "absent.onnx")
    foreign = _changed(tmp_path, lambda model: setattr(model.graph.node[0], "domain", "com.evil"))
    with pytest.raises(PackageError, match="com.evil"), open_package(foreign):
        pass
    monkeypatch.setattr(onnx_safety, "MAX_TEXT_BYTES", 1 << 20)
    big = linear_onnx(tmp_path / "big.onnx", np.ones((3, 1)))
    add_metadata(big, {"model_type": "x" * (2 << 20)})
    with pytest.raises(PackageError, match="a text of 2 MB"):
        read_definition(big)
    monkeypatch.setattr(onnx_safety, "MAX_PARTS", 1000)
    many = linear_onnx(tmp_path / "many.onnx", np.ones((3, 1)))
    add_metadata(many, {str(number): "" for number in range(1001)})
    with pytest.raises(PackageError, match="more than 1000 parts"):
        read_definition(many)
    monkeypatch.setattr(onnx_safety, "MAX_BYTES", 100)
    with pytest.raises(PackageError, match="GB"):
        read_definition(many)


def test_weights_that_are_named_as_inputs_are_none(tmp_path):
    """As files of the first version of ONNX have them."""
    weights = helper.make_tensor_value_info("weights", TensorProto.FLOAT, [3, 1, 1, 1])
    found = read_bare(_changed(tmp_path, lambda model: model.graph.input.append(weights)))
    assert len(found.definition.input_bands) == 1
    with pytest.raises(PackageError, match="has 2 inputs"):
        read_bare(_changed(tmp_path, lambda model: model.graph.input.add(name="other")))


def test_an_input_that_is_no_tensor_is_no_image(tmp_path):
    def sequence(model):
        model.graph.input[0].type.sequence_type.elem_type.tensor_type.elem_type = TensorProto.FLOAT

    with pytest.raises(PackageError, match="'input' must be 32-bit floats"):
        read_bare(_changed(tmp_path, sequence))


def test_numbers_of_deepness_stand_for_each_band_or_for_all(tmp_path):
    def three(model):
        _shape(model.graph.input[0], 0, 3, 0, 0)
        helper.set_model_props(
            model, {**DEEPNESS, "standardization_mean": "[0.1, 0.2, 0.3]", "standardization_std": "0.5"}
        )

    found = read_bare(_changed(tmp_path, three))
    assert [band.mean for band in found.definition.input_bands] == pytest.approx([25.5, 51.0, 76.5])
    assert [band.std for band in found.definition.input_bands] == [127.5] * 3
    assert found.values.offset == pytest.approx((-0.2, -0.4, -0.6))
    with pytest.raises(PackageError, match="hold no 2 number"):
        read_bare(_changed(tmp_path, lambda model: (three(model), _shape(model.graph.input[0], 0, 2, 0, 0))))


def test_what_the_metadata_for_deepness_leave_out_changes_nothing(tmp_path):
    found = read_bare(_changed(tmp_path, lambda model: helper.set_model_props(model, {"model_type": '"Regressor"'})))
    (band,) = found.definition.input_bands
    assert (band.mean, band.std, found.definition.tile_size, found.definition.cell_size) == (0.0, 255.0, 256, (0, 0))
    assert found.values == GraphValues((1 / 255,), (0.0,), 1.0, 0)


@pytest.mark.parametrize("names", ['{"0": "a", "1": "b"}', "[1]", "x", '{"a": "b"}', '{"0": 1e999', None])
def test_names_that_are_not_those_of_the_bands_are_left(tmp_path, names):
    """A word that is no JSON text stands for itself, as Deepness reads it."""
    metadata = {**DEEPNESS, "model_type": "Regressor", "class_names": names}
    metadata = {key: value for key, value in metadata.items() if value is not None}
    found = read_bare(_changed(tmp_path, lambda model: helper.set_model_props(model, metadata)))
    assert [band.name for band in found.definition.output_bands] == ["Band 1", "Band 2", "Band 3"]
    assert found.definition.model_type == "deepness_regressor"


def test_names_of_many_bands_are_in_the_order_of_their_numbers(tmp_path):
    path = linear_onnx(tmp_path / "many.onnx", np.ones((12, 1)))
    names = {str(number): f"class {number}" for number in reversed(range(12))}
    add_metadata(path, {"model_type": '"Segmentor"', "class_names": json.dumps(names)})
    found = read_bare(path).definition
    assert [band.name for band in found.output_bands] == [f"class {number}" for number in range(12)]


def test_model_that_gives_other_bands_than_it_names_is_told_when_it_is_opened(tmp_path):
    def other(model):
        model.graph.node[0].op_type = "Identity"
        del model.graph.node[0].input[1:]
        del model.graph.node[0].attribute[:]

    with pytest.raises(PackageError, match=r"changed\.onnx does not give the bands that it names"):
        _classify(tmp_path, _changed(tmp_path, other), _grey())


def test_model_that_changes_the_size_is_told_when_it_runs(tmp_path):
    def enlarge(model):
        model.graph.node.append(
            helper.make_node("Resize", ["output", "", "scales"], ["larger"], mode="nearest")
        )
        model.graph.initializer.append(numpy_helper.from_array(np.float32([1, 1, 2, 2]), "scales"))
        model.graph.output[0].name = "larger"

    with pytest.raises(PackageError, match="into 512 × 512, but the size must stay"):
        _classify(tmp_path, _changed(tmp_path, enlarge), _grey())
