"""What cannot be used for the colours of a place ends in one sentence, and leaves nothing behind."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from image_translation.models.errors import Cancelled, ImageTranslationError, InputError, PackageError
from image_translation.models.inference import answers
from image_translation.models.inference.settings import ClassifySettings
from image_translation.models.jobs import run_job
from image_translation.models.package.starter import STARTER_PACKAGE
from image_translation.models.place.colour import PlaceColour
from image_translation.tests import helpers, placing
from image_translation.tests.classifying import classify
from image_translation.tests.packages import band, definition, mapped_onnx, package, write_model, write_package

GREY = ((1.0,), (1.0,), (1.0,))
TRUTH = placing.ground(160, 200)


@pytest.fixture
def place(tmp_path):
    """A folder with the photo, a model, and colours beside it."""
    placing.raster(tmp_path / "photo.tif", placing.luma(TRUTH))
    placing.raster(tmp_path / "beside.tif", placing.ground(200, 200, seed=3), east=1000)
    package(tmp_path, gains=GREY)
    return tmp_path


def _classify(place, model="model.dlpk", feedback=None, **settings):
    settings.setdefault("reference", (str(place / "beside.tif"),))
    settings = {name: value for name, value in settings.items() if value != ("",)}
    return classify(place, place / "photo.tif", place / model, feedback, **settings)


def _refused(place, match, kind=InputError, **settings):
    before = {path.name for path in place.iterdir()}
    with pytest.raises(kind, match=match) as caught:
        _classify(place, adapted_model=place / "adapted.dlpk", **settings)
    assert "\n" not in str(caught.value) and str(caught.value).endswith(".")
    assert {path.name for path in place.iterdir()} == before


def test_references_without_anything_to_learn(place):
    for name, values, match in (
        ("grey", placing.luma(TRUTH), "no colours for the model"),
        ("equal", placing.luma(TRUTH).repeat(3, axis=0), "has no colours"),
        ("clouds", np.full((3, 160, 200), 255, np.uint8), "nothing but clouds"),
        ("tiny", TRUTH[:, :6, :9], "^REFERENCE has too little ground"),
    ):
        path = placing.raster(place / f"{name}.tif", values, east=1000)
        _refused(place, match, reference=(path,))
    _refused(place, "REFERENCE .*nothing", reference=(str(place / "nothing.tif"),))
    far = placing.raster(place / "far.tif", TRUTH, cell=5000.0)
    _refused(place, "too far apart", reference=(far,))
    _refused(place, "nothing but clouds", reference=(str(place / "clouds.tif"), str(place / "clouds.tif")))


def test_points_without_anything_to_learn(place):
    for name, pixels, colours, match in (
        ("outside", [(900.0, 10.0)], ["#ff0000"], "lies in the photo"),
        ("none", [], [], "holds no point"),
        ("unreadable", [(5.0, 5.0)], ["reddish"], "reddish"),
    ):
        path = placing.points(place / f"{name}.gpkg", pixels, colours)
        _refused(place, match, reference=(), known_colours=path)
    _refused(place, "cannot be read as a point layer", reference=(), known_colours=str(place / "nothing.gpkg"))
    grey = placing.luma(TRUTH)
    grey[:, :20] = 0
    placing.raster(place / "photo.tif", grey, nodata=0)
    path = placing.points(place / "empty.gpkg", [(5.0, 5.0), (100.0, 12.0)], ["#ff0000", "#00ff00"])
    _refused(place, "^KNOWN_COLOURS lie where the photo has no data only", reference=(), known_colours=path)


def test_points_where_there_is_no_data_are_left_out(place):
    grey = placing.luma(TRUTH)
    grey[:, :20] = 0
    placing.raster(place / "photo.tif", grey, nodata=0)
    some = placing.points(place / "some.gpkg", [(5.0, 5.0), (101.0, 81.0)], ["#ff0000", "#508040"])
    one = placing.points(place / "one.gpkg", [(101.0, 81.0)], ["#508040"])
    found = _classify(place, reference=(), known_colours=some)
    assert any("KNOWN_COLOURS: 1 points" in line for line in found.infos)
    np.testing.assert_array_equal(found.values, _classify(place, reference=(), known_colours=one).values)


def test_known_colours_need_a_model_that_makes_colours(place):
    package(place, gains=((1.0,), (2.0,)), color_space="direct", output_bands=(band("A"), band("B")))
    path = placing.points(place / "one.gpkg", [(100.0, 80.0)], ["#508040"])
    _refused(place, "KNOWN_COLOURS needs a model that makes red, green and blue", reference=(), known_colours=path)


def test_adapted_models_take_no_other_models_place(place):
    content = (place / "model.dlpk").read_bytes()
    for model, adapted, match in (
        (place / "model.dlpk", place / "model.dlpk", "is MODEL itself, which would be lost"),
        (place / "model.dlpk", place / "." / "sub" / ".." / "model.dlpk", "is MODEL itself"),
        ("starter", STARTER_PACKAGE, "is MODEL itself"),
        (place / "model.dlpk", STARTER_PACKAGE, "is the model that comes with the plugin"),
        (place / "model.dlpk", place / "adapted.zip", "must be a model package; give it a name that ends in .dlpk"),
    ):
        (place / "sub").mkdir(exist_ok=True)
        with pytest.raises(InputError, match=rf"^ADAPTED_MODEL .*{match}"):
            ClassifySettings("photo.tif", model, Path("out.tif"), reference=("r.tif",), adapted_model=adapted)
    with pytest.raises(InputError, match="^ADAPTED_MODEL needs a REFERENCE or KNOWN_COLOURS"):
        ClassifySettings("photo.tif", "starter", Path("out.tif"), adapted_model=place / "adapted.dlpk")
    assert (place / "model.dlpk").read_bytes() == content


def test_an_older_adapted_model_is_replaced_whole_and_folders_are_made(place):
    _classify(place, adapted_model=place / "a" / "b" / "adapted.dlpk")
    first = (place / "a" / "b" / "adapted.dlpk").read_bytes()
    placing.raster(place / "beside.tif", placing.ground(200, 200, seed=9)[::-1], east=1000)
    _classify(place, adapted_model=place / "a" / "b" / "adapted.dlpk")
    assert (place / "a" / "b" / "adapted.dlpk").read_bytes() != first
    (place / "folder.dlpk").mkdir()
    with pytest.raises(InputError, match=r"folder\.dlpk is a folder; choose another output"):
        _classify(place, adapted_model=place / "folder.dlpk")
    (place / "file").write_text("x")
    with pytest.raises(InputError, match="cannot be (created|written)"):
        _classify(place, adapted_model=place / "file" / "adapted.dlpk")


def test_a_full_disk_leaves_no_adapted_model(place):
    with helpers.largest_file(800), pytest.raises((ImageTranslationError, OSError)):
        _classify(place, adapted_model=place / "adapted.dlpk")
    assert not (place / "adapted.dlpk").exists()


def test_the_job_says_it_in_a_sentence(place):
    settings = {"input": str(place / "photo.tif"), "model": str(place / "model.dlpk"), "output": str(place / "o.tif")}
    with pytest.raises(InputError, match="REFERENCE"):
        run_job("classify", {**settings, "reference": [str(place / "nothing.tif")]}, helpers.Recorder())


@pytest.mark.parametrize("engine", ["torch", "openvino"])
def test_other_engines_have_no_feature_maps(place, engine):
    """Neither for references, nor for a model with the colours of a place."""
    maps = {"map_2": {"step": 2, "channels": 1}}
    graph = {"onnx": mapped_onnx(place / "graph.onnx")}
    plain = PlaceColour.of_model(1, 2).as_json()
    write_package(place / "mapped.dlpk", definition(maps=maps), graph)
    write_package(place / "adapted.dlpk", definition(maps=maps, place=plain), graph)
    match = f"^ENGINE {engine} does not give what colours of a place are told from; set ENGINE to automatic"
    with pytest.raises(InputError, match=match):
        _classify(place, "mapped.dlpk", engine=engine)
    with pytest.raises(InputError, match=match):
        _classify(place, "adapted.dlpk", engine=engine, reference=())
    with pytest.raises(InputError, match="^PRECISION bfloat16"):
        _classify(place, "mapped.dlpk", precision="bfloat16")


@pytest.mark.skipif(not importlib.util.find_spec("openvino"), reason="needs openvino")
def test_models_without_feature_maps_learn_on_any_engine(place):
    plain = _classify(place).values.astype(int)
    other = _classify(place, engine="openvino", precision="float32").values
    assert np.abs(plain - other).max() <= 1


def test_a_cluster_has_no_references(place):
    with pytest.raises(InputError, match="^SCHEDULER cannot be used together with REFERENCE or KNOWN_COLOURS"):
        _classify(place, scheduler="tcp://localhost:1")


def test_a_package_with_a_place_that_makes_no_sense_is_refused(place):
    package(place, place={"curve": [[1]], "mixing": [], "weights": [], "offset": []}, gains=GREY)
    _refused(place, r"^The colours of a place in model\.emd cannot be used", PackageError)
    with pytest.raises(PackageError, match="cannot be used"):
        _classify(place, reference=())


def _strange(folder, last, outputs=3, shape=("n", 3, "h", "w")):
    """A model whose grey goes through a last node before it comes out."""
    nodes = [helper.make_node("Conv", ["input", "gains"], ["three"]), *last]
    constants = {"gains": np.ones((outputs, 1, 1, 1), np.float32), "zero": np.zeros(1, np.float32)}
    constants["halves"] = np.array([1, 1, 0.5, 0.5], np.float32)
    graph = helper.make_graph(
        nodes,
        "strange",
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, ["n", 1, "h", "w"])],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, shape)],
        [numpy_helper.from_array(values, name) for name, values in constants.items()],
    )
    return write_model(folder, graph)


def _node(kind, *inputs):
    return helper.make_node(kind, list(inputs), ["output"])


@pytest.mark.parametrize("way", ["reference", "known"])
def test_models_that_answer_nonsense_are_refused_before_anything_is_learned(place, way):
    known = placing.points(place / "one.gpkg", [(100.0, 80.0)], ["#508040"])
    settings = {} if way == "reference" else {"reference": (), "known_colours": known}
    _strange(place, [_node("Div", "three", "zero")])
    _refused(place, "gives no number", PackageError, **settings)
    _strange(place, [helper.make_node("Exp", ["three"], ["large"]), _node("Min", "large", "three")])
    _classify(place, **settings)
    huge = [helper.make_node("Mul", ["three", "three"], ["a"]), helper.make_node("Mul", ["a", "a"], ["b"])]
    _strange(place, [*huge, _node("Mul", "b", "b")])
    _refused(place, "beyond all bounds", PackageError, **settings)
    _strange(place, [_node("Resize", "three", "", "halves")], shape=("n", 3, "y", "x"))
    _refused(place, "gives 1 x 3 x ", PackageError, **settings)


def test_the_learning_of_a_model_that_never_ends_is_stopped(place, monkeypatch):
    """By the user, and after its time."""
    body = helper.make_graph(
        [
            helper.make_node("Identity", ["go"], ["still"]),
            helper.make_node("Add", ["value", "value"], ["sum"]),
            helper.make_node("Mul", ["sum", "half"], ["next"]),
        ],
        "body",
        [
            helper.make_tensor_value_info("number", TensorProto.INT64, []),
            helper.make_tensor_value_info("go", TensorProto.BOOL, []),
            helper.make_tensor_value_info("value", TensorProto.FLOAT, None),
        ],
        [
            helper.make_tensor_value_info("still", TensorProto.BOOL, []),
            helper.make_tensor_value_info("next", TensorProto.FLOAT, None),
        ],
        [numpy_helper.from_array(np.array(0.5, np.float32), "half")],
    )
    graph = helper.make_graph(
        [
            helper.make_node("Conv", ["input", "gains"], ["three"]),
            helper.make_node("Loop", ["count", "yes", "three"], ["output"], body=body),
        ],
        "endless",
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, ["n", 1, "h", "w"])],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, ["n", 3, "h", "w"])],
        [
            numpy_helper.from_array(np.ones((3, 1, 1, 1), np.float32), "gains"),
            numpy_helper.from_array(np.array(2**40, np.int64), "count"),
            numpy_helper.from_array(np.array(True), "yes"),
        ],
    )
    write_model(place, graph)
    assert isinstance(onnx.load(str(place / "graph.onnx")), onnx.ModelProto)
    monkeypatch.setattr(answers, "POLL_SECONDS", 0.02)
    with pytest.raises(Cancelled):
        _classify(place, feedback=helpers.Recorder(cancel_at=12))
    monkeypatch.setattr(answers, "SECONDS", 0.05)
    monkeypatch.setattr(answers, "SECONDS_A_TILE", 0.05)
    with pytest.raises(PackageError, match="may never end"):
        _classify(place)
